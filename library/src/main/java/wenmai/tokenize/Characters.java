package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wenmai.message.BadInput;

/// One token a character (a code point): the simplest tokenizer, for small models and first steps. A character that
/// was not in its corpus is the unknown token, which decodes to U+FFFD.
public final class Characters extends Tokenizer {
  private final CodePoints characters;
  private final int unknown;

  Characters(Vocabulary vocabulary) {
    super(vocabulary, TextNormalizer.NONE, List.of());
    this.characters = new CodePoints(vocabulary);
    this.unknown = vocabulary.specials().id(Role.UNKNOWN).orElseThrow(() -> new BadInput(
        "a character tokenizer needs an unknown token: name it as the model's unk_token, and as an added token",
        "字符分词器须有未知词元：请在模型的 unk_token 与 added_tokens 中写明"));
  }

  /// The most frequent characters of the texts, as many as fit beside the specials and `<unk>`, in Unicode's order. Of
  /// equally frequent ones the first in Unicode's order stays.
  public static Characters train(Stream<String> texts, int vocabulary, List<String> specials) {
    var tokens = Specials.withUnknown(specials, vocabulary);
    var named = Specials.first(tokens);
    count(texts).entrySet().stream()
        .sorted(Map.Entry.<Integer, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
        .limit(vocabulary - tokens.size()).map(Map.Entry::getKey).sorted()
        .forEach(c -> tokens.add(Character.toString(c)));
    return of(tokens, named);
  }

  static Characters of(List<String> tokens, Specials specials) {
    for (var special : specials.ids().keySet()) {
      if (special.codePointCount(0, special.length()) < 2) {
        throw new BadInput("special token '%s' could come from text: give it a form like <|%s|>",
            "特殊词元“%s”可能由正文产生：请写成 <|%s|> 这样的形式", special, special);
      }
    }
    return new Characters(Vocabulary.of(tokens, specials, token -> token.getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<Integer, Long> count(Stream<String> texts) {
    long[] counts = new long[Character.MAX_CODE_POINT + 1];
    texts.sequential().forEach(text -> Utf8.wellFormed(text).codePoints().forEach(c -> counts[c]++));
    var seen = new HashMap<Integer, Long>();
    IntStream.range(0, counts.length).filter(c -> counts[c] > 0).forEach(c -> seen.put(c, counts[c]));
    return seen;
  }

  @Override
  void encode(String text, boolean first, Sink sink) {
    for (int i = 0, end; i < text.length(); i = end) {
      end = i + Kind.width(text, i);
      int id = characters.id(text.codePointAt(i));
      sink.add(id < 0 ? unknown : id, i, end);
    }
  }

  @Override
  public byte[] bytes(int id) {
    return id == unknown ? "\uFFFD".getBytes(StandardCharsets.UTF_8) : vocabulary.bytes(id);
  }
}
