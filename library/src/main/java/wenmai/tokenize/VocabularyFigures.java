package wenmai.tokenize;

import com.ibm.icu.lang.UScript;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a vocabulary is made of.
///
/// @param kinds   how many tokens there are of each script, by its ISO 15924 code (`Hani`, `Latn`), that of a token's first letter;
///                and how many without letters: [#DIGITS], [#MARKS], [#SPACES], [#BYTES] and [#SPECIAL]; the most first
/// @param longest the ids of the tokens with letters that stand for most characters, the longest first
public record VocabularyFigures(int size, Map<String, Long> kinds, List<Integer> longest) {
  public static final String DIGITS = "digits";
  public static final String MARKS = "marks";
  public static final String SPACES = "spaces";
  /// Bytes that are no whole characters.
  public static final String BYTES = "bytes";
  public static final String SPECIAL = "special";
  private static final int LONGEST = 10;

  public static VocabularyFigures of(Tokenizer tokenizer) {
    var counts = IntStream.range(0, tokenizer.vocabularySize()).mapToObj(id -> kind(tokenizer, id))
        .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));
    var kinds = new LinkedHashMap<String, Long>();
    counts.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
        .forEach(kind -> kinds.put(kind.getKey(), kind.getValue()));
    var longest = IntStream.range(0, tokenizer.vocabularySize()).boxed().filter(id -> hasLetter(tokenizer, id))
        .sorted(Comparator.comparing((Integer id) -> -characters(tokenizer, id)).thenComparing(id -> id)).limit(LONGEST).toList();
    return new VocabularyFigures(tokenizer.vocabularySize(), kinds, longest);
  }

  private static boolean hasLetter(Tokenizer tokenizer, int id) {
    return !tokenizer.isSpecial(id) && letter(new String(tokenizer.bytes(id), StandardCharsets.UTF_8)).isPresent();
  }

  private static OptionalInt letter(String text) {
    return text.codePoints().filter(c -> Kind.of(c) == Kind.LETTER).findFirst();
  }

  private static int characters(Tokenizer tokenizer, int id) {
    var text = new String(tokenizer.bytes(id), StandardCharsets.UTF_8);
    return text.codePointCount(0, text.length());
  }

  private static String kind(Tokenizer tokenizer, int id) {
    if (tokenizer.isSpecial(id)) {
      return SPECIAL;
    }
    try {
      return kind(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(tokenizer.bytes(id))).toString());
    } catch (CharacterCodingException e) {
      return BYTES;
    }
  }

  private static String kind(String text) {
    var letter = letter(text);
    if (letter.isPresent()) {
      return UScript.getShortName(UScript.getScript(letter.getAsInt()));
    }
    if (text.codePoints().anyMatch(c -> Kind.of(c) == Kind.NUMBER)) {
      return DIGITS;
    }
    return Kind.SPACE.run(text, 0) == text.length() ? SPACES : MARKS;
  }
}
