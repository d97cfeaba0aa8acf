package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.sample.Stories;

/// Where tokens stand in their text: where Hugging Face's tokenizers library says, in code points, or, for three kinds of tokens,
/// more exactly. Characters that were composed or put in order belong to their token together, there only the first; the bytes of
/// an unknown character have that character, there all that are unknown side by side; and a space that was put before a
/// text has nothing, there the first character.
@Tag("data")
@Tag("python")
class TokensTwinTest {
  private static final int STRINGS = 3_000;

  @TempDir
  private Path folder;

  @Test
  void everyTokenIsWhereItIsThereOrMoreExactly() throws Exception {
    var tokenizers = KnownTokenizers.save(folder);
    unigrams().forEach((name, unigram) -> {
      unigram.save(folder.resolve(name));
      tokenizers.put(name, unigram);
    });
    var random = new RandomText(27);
    for (var name : tokenizers.keySet()) {
      TokenizersTwin.write(folder.resolve(name), random.lines(STRINGS).stream().map(line -> line.replace("<", "")).toList());
    }
    TokenizersTwin.encodeAll(folder);
    tokenizers.forEach((name, tokenizer) -> {
      var texts = TokenizersTwin.texts(folder.resolve(name));
      var theirs = TokenizersTwin.tokens(folder.resolve(name));
      for (int i = 0; i < STRINGS; i++) {
        assertThat(others(tokenizer, texts.get(i), theirs.get(i))).as("%s, seed 27, line %d: %s", name, i, texts.get(i)).isEmpty();
      }
    });
  }

  private static Map<String, Tokenizer> unigrams() {
    var learned = new UnigramTraining(3_000).train(Stories.training().limit(500).map(story -> story.chinese().text()));
    var unigrams = new LinkedHashMap<String, Tokenizer>(Map.of("unigram", learned));
    for (var prepend : Metaspace.Prepend.values()) {
      unigrams.put("metaspace-" + prepend, Unigram.of(learned.vocabulary.tokens(), learned.scores(), learned.specials(),
          new TextNormalizer.UnicodeForm(Normalizer.Form.NFKC), new Metaspace(prepend, true), prepend == Metaspace.Prepend.FIRST));
    }
    return unigrams;
  }

  private static List<String> others(Tokenizer tokenizer, String text, int[][] theirs) {
    var ours = tokenizer.tokens(text);
    assertThat(ours.stream().mapToInt(Token::id).toArray()).as(text).isEqualTo(theirs[0]);
    var others = new ArrayList<String>();
    for (int i = 0; i < ours.size(); i++) {
      var token = ours.get(i);
      var there = new Token(token.id(), text.offsetByCodePoints(0, theirs[1][i]), text.offsetByCodePoints(0, theirs[2][i]));
      boolean composed = holds(token, there) && isTurned(text.substring(token.start(), token.end()));
      boolean unknown = there.start() <= token.start() && token.start() < there.end() && Pieces.isByte(tokenizer.token(token.id()));
      boolean nothing = token.start() == token.end() && token.start() == there.start();
      if (!token.equals(there) && !composed && !unknown && !nothing) {
        others.add(token + " there " + there);
      }
    }
    return others;
  }

  private static boolean isTurned(String part) {
    return Arrays.stream(Normalizer.Form.values()).anyMatch(form -> !Normalizer.isNormalized(part, form));
  }

  private static boolean holds(Token wide, Token narrow) {
    return wide.start() <= narrow.start() && narrow.end() <= wide.end();
  }
}
