package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two hundred thousand strings that no person writes, by the tokenizers of known models and by one that is trained here: the ids
/// of Hugging Face's tokenizers library, all of them.
@Tag("data")
@Tag("python")
class RandomStringsTwinTest {
  private static final int STRINGS = 200_000;
  private static final long SEED = Long.getLong("seed", 2026);

  @TempDir
  private Path folder;

  @Test
  void everyStringGetsTheSameIds() throws Exception {
    System.out.println("strings of seed " + SEED);
    var tokenizers = KnownTokenizers.save(folder);
    var random = new RandomText(SEED);
    int each = Math.ceilDiv(STRINGS, tokenizers.size());
    for (var name : tokenizers.keySet()) {
      TokenizersTwin.write(folder.resolve(name), random.lines(each));
    }
    TokenizersTwin.encodeAll(folder);
    var others = new ArrayList<String>();
    tokenizers.forEach((name, tokenizer) -> others.addAll(others(tokenizer, name)));
    assertThat(others).as("%d strings of seed %d have other ids", others.size(), SEED).isEmpty();
  }

  /// The strings whose ids are others, by their characters.
  private List<String> others(Tokenizer ours, String name) {
    var texts = TokenizersTwin.texts(folder.resolve(name));
    var theirs = TokenizersTwin.tokens(folder.resolve(name));
    assertThat(theirs).hasSameSizeAs(texts);
    var others = new ArrayList<String>();
    for (int i = 0; i < texts.size(); i++) {
      if (!Arrays.equals(ours.encode(texts.get(i)), theirs.get(i)[0])) {
        others.add(name + ": " + texts.get(i).codePoints().mapToObj("%04X"::formatted).collect(Collectors.joining(" ")));
      }
    }
    return others;
  }
}
