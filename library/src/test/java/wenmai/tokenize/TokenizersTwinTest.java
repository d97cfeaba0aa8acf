package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ours and Hugging Face's tokenizers library: the same files, the same ids.
@Tag("data")
@Tag("python")
class TokenizersTwinTest {
  private static final List<String> PARTS = List.of("<a>", "<b>", " ", "\n", "\u3000", "x", "é", "中", "7", "_", "-", "\u0301", "𝒳", "\u200d");
  @TempDir
  private Path folder;

  @Test
  void ourMergesAreThoseOfItsTrainer() throws Exception {
    var ours = new BpeTraining(4_000, List.of("<|endoftext|>"), new Split.Gpt2()).train(lines().stream());
    var theirs = (Bpe) Tokenizer.read(TokenizersTwin.train(files(), 4_000, folder));
    assertThat(theirs.ranked().pairs()).isEqualTo(ours.ranked().pairs());
    for (int id = 0; id < ours.vocabularySize(); id++) {
      assertThat(theirs.token(id)).isEqualTo(ours.token(id));
    }
  }

  @Test
  void itReadsOurByteLevelTokenizersToTheSameIds() throws Exception {
    for (var split : SplitTest.splits()) {
      var ours = new BpeTraining(2_000, List.of("<|endoftext|>", "<pad>"), split).train(lines().stream());
      sameIds(ours, texts());
    }
  }

  @Test
  void itReadsOurCharactersToTheSameIds() throws Exception {
    sameIds(Characters.train(lines().stream(), 2_000, List.of("<unk>", "<s>")), texts());
  }

  @Test
  void itReadsTheTokenizerOfLlama2cToTheSameIds() throws Exception {
    sameIds(Llama2c.read(TokenizersTwin.data("lm/tok512.bin")), texts());
  }

  @Test
  void itParsesAndAddsTheSameSpecialTokens() throws Exception {
    var texts = List.of("", "<s>", "one<s> two </s></s>three", " <unk>中文<|endoftext|>", "<|endoftext|>\n<pad> a <s");
    sameSpecialIds(Llama2c.read(TokenizersTwin.data("lm/tok512.bin")), texts);
    sameSpecialIds(Characters.train(lines().stream(), 2_000, List.of("<unk>", "<s>", "</s>")), texts);
    sameSpecialIds(new BpeTraining(600, List.of("<|endoftext|>", "<pad>"), new Split.Gpt2()).train(lines().stream().limit(900)),
        texts);
  }

  @Test
  void specialTokensTakeInTheSameSpaces() throws Exception {
    var random = new Random(19);
    var texts = new ArrayList<String>();
    for (int i = 0; i < 1_000; i++) {
      texts.add(random.ints(random.nextInt(12), 0, PARTS.size()).mapToObj(PARTS::get).collect(Collectors.joining()));
    }
    var bpe = new BpeTraining(400, List.of("<a>", "<b>"), new Split.Gpt2()).train(lines().stream().limit(900));
    for (int flags = 0; flags < 64; flags++) {
      var reaches = Map.of("<a>", reach(flags), "<b>", reach(flags >> 3));
      var specials = new Specials(bpe.specials().ids(), Set.of(), reaches, Map.of(), Around.NOTHING);
      sameSpecialIds(Bpe.of(bpe.vocabulary.tokens(), bpe.ranked().pairs(), new Split.Gpt2(), specials), texts);
    }
  }

  private static Specials.Reach reach(int flags) {
    return new Specials.Reach((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, false);
  }

  private void sameSpecialIds(Tokenizer ours, List<String> texts) throws Exception {
    ours.save(folder);
    var theirs = TokenizersTwin.encodeSpecial(folder.resolve("tokenizer.json"), texts, folder);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(ours.surround(ours.encodeMarked(texts.get(i)))).as(texts.get(i)).isEqualTo(theirs.ids().get(i));
    }
  }

  private void sameIds(Tokenizer ours, List<String> texts) throws Exception {
    ours.save(folder);
    var theirs = TokenizersTwin.encode(folder.resolve("tokenizer.json"), texts, folder);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(theirs.ids().get(i)).as("line %d (seed 8): %s", i, texts.get(i)).isEqualTo(ours.encode(texts.get(i)));
      if (!(ours instanceof Characters)) {
        assertThat(theirs.texts().get(i)).as("line %d (seed 8)", i).isEqualTo(ours.decode(ours.encode(texts.get(i))));
      }
    }
  }

  private static List<Path> files() {
    return List.of(TokenizersTwin.data("corpora/zh-novels/红楼梦.txt"),
        TokenizersTwin.data("corpora/tinyshakespeare.txt"));
  }

  private static List<String> texts() throws Exception {
    var texts = new ArrayList<>(lines().subList(0, 1_500));
    texts.addAll(TokenizersTwin.lines(files().getLast()).subList(0, 1_500));
    texts.addAll(new RandomText(8).lines(3_000));
    return texts;
  }

  private static List<String> lines() throws Exception {
    var lines = new ArrayList<String>();
    for (var file : files()) {
      lines.addAll(TokenizersTwin.lines(file));
    }
    return lines;
  }
}
