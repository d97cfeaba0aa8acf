package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokenizers that Hugging Face's library wrote, in the shapes that published files have, not in those that ours writes: the
/// same ids, and the same again from the file that ours saves.
@Tag("data")
@Tag("python")
class ForeignShapesTwinTest {
  private static final List<String> PARTS = List.of("hello", " world", "<|im_start|>", "user", "\n", " ", "  ", "COVID", "covid", "Zeta", "ZETA",
      "low", "lower", "<y>", " <z> ", "[M]", "e\u0301x", "\u00e9x", "猫", "ab", "ca", "<mask>", "<s>", "</s>", "HELLO", "7", "1234", ",", "\u3000", "_");

  @Test
  void theirFilesGiveTheSameIds(@TempDir Path folder) throws Exception {
    var random = new Random(23);
    var texts = IntStream.range(0, 400).mapToObj(i -> random.ints(random.nextInt(9), 0, PARTS.size()).mapToObj(PARTS::get)
        .collect(Collectors.joining())).toList();
    var shapes = TokenizersTwin.foreignShapes(folder);
    assertThat(shapes).hasSize(20);
    for (var shape : shapes) {
      var name = shape.getFileName();
      var ours = Tokenizer.read(shape);
      var theirs = TokenizersTwin.encodeSpecial(shape.resolve("tokenizer.json"), texts, folder);
      ours.save(folder.resolve("saved"));
      var again = Tokenizer.read(folder.resolve("saved"));
      var theirsAgain = TokenizersTwin.encodeSpecial(folder.resolve("saved").resolve("tokenizer.json"), texts, folder);
      for (int i = 0; i < texts.size(); i++) {
        int[] ids = theirs.ids().get(i);
        assertThat(ours.encodeMarked(texts.get(i))).as("%s (seed 23): %s", name, texts.get(i)).isEqualTo(ids);
        assertThat(ours.tokensMarked(texts.get(i)).stream().mapToInt(Token::id).toArray()).as("places in %s: %s", name, texts.get(i)).isEqualTo(ids);
        assertThat(again.encodeMarked(texts.get(i))).as("%s, saved: %s", name, texts.get(i)).isEqualTo(ids);
        assertThat(theirsAgain.ids().get(i)).as("%s, saved, read by theirs: %s", name, texts.get(i)).isEqualTo(ids);
      }
    }
  }
}
