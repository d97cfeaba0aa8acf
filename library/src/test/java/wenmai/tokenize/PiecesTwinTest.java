package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import wenmai.sample.Stories;
import wenmai.tokenize.Metaspace.Prepend;

/// Unigram, WordPiece and whole words beside Hugging Face's tokenizers library: the same ids, and about as few.
@Tag("python")
class PiecesTwinTest {
  private static final List<String> STORIES = Stories.training().limit(1_000)
      .flatMap(story -> Stream.of(story.english().text(), story.chinese().text())).toList();

  /// Without what looks like a special token or a byte: it stays text here, but is one for the library.
  private static final List<String> TEXTS = Stream.concat(STORIES.stream().limit(200), new RandomText(17).lines(4_000).stream())
      .map(text -> text.replace("<", "")).toList();
  private static final Unigram LEARNED = new UnigramTraining(3_000).train(STORIES.stream());

  @TempDir
  private Path folder;

  @Test
  void unigramThatWasLearned() throws Exception {
    same(LEARNED, TEXTS);
    same(LEARNED.encodeMarked("a</s>b <s> c"), LEARNED, "a</s>b <s> c");
  }

  @ParameterizedTest
  @EnumSource(Prepend.class)
  void unigramWithMetaspace(Prepend prepend) throws Exception {
    for (boolean split : new boolean[] {true, false}) {
      for (boolean bytes : new boolean[] {true, false}) {
        var unigram = Unigram.of(LEARNED.vocabulary.tokens(), LEARNED.scores(), LEARNED.specials(), TextNormalizer.NONE,
            new Metaspace(prepend, split), bytes);
        same(unigram, TEXTS.subList(0, 2_000));
        same(unigram.encodeMarked("a</s>b <s> c"), unigram, "a</s>b <s> c");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void wordPiece(boolean lowercase) throws Exception {
    var specials = new WordPieceTraining(10).specials();
    same(new WordPieceTraining(2_000, specials, lowercase).train(STORIES.stream()), TEXTS);
  }

  @Test
  void wholeWords() throws Exception {
    same(WordLevel.train(STORIES.stream(), 800, 2, List.of("<unk>", "<s>")), TEXTS);
  }

  @Test
  void everyCharacterIsNormalizedAlike() throws Exception {
    var texts = betweenLetters();
    for (var normalizer : List.of(new BertNormalizer(true, true, true, true), new BertNormalizer(true, true, false, false))) {
      var theirs = TokenizersTwin.normalized(normalizer.json(), texts, folder);
      var others = IntStream.range(0, texts.size()).filter(i -> !normalizer.apply(texts.get(i)).equals(theirs.get(i)))
          .mapToObj(i -> "U+%04X".formatted(texts.get(i).codePointAt(1))).toList();
      assertThat(others).isEmpty();
    }
  }

  @Test
  void aroundEveryCharacterWordsAreCutAlike() throws Exception {
    var texts = betweenLetters();
    var theirs = TokenizersTwin.words(Layout.BERT, texts, folder);
    var others = IntStream.range(0, texts.size()).filter(i -> !words(texts.get(i)).equals(theirs.get(i)))
        .mapToObj(i -> "U+%04X".formatted(texts.get(i).codePointAt(1))).toList();
    assertThat(others).isEmpty();
  }

  /// Every character that Unicode defines, without the last two planes, which are private, between two letters.
  private static List<String> betweenLetters() {
    return IntStream.range(0, 0xF0000).filter(c -> UCharacter.isDefined(c) && (c < 0xD800 || c > 0xDFFF))
        .mapToObj(c -> "a" + Character.toString(c) + "b").toList();
  }

  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    for (int i = 0, end; i < text.length(); i = end) {
      end = BertNormalizer.end(text, i);
      if (Kind.at(text, i) != Kind.SPACE) {
        words.add(text.substring(i, end));
      }
    }
    return words;
  }

  /// SentencePiece's own test models hold its rules for NFKC: field 3 of the model, and of that field 2. Hugging Face's library applies
  /// them in its own way.
  @Test
  @Tag("data")
  void sentencePiecesRulesAreApplied() throws Exception {
    for (var model : List.of("test_model.model", "test_ja_model.model")) {
      byte[] normalizer = field(Files.readAllBytes(TokenizersTwin.data("tokenizers/sentencepiece/" + model)), 3);
      var precompiled = new Precompiled(Base64.getEncoder().encodeToString(field(normalizer, 2)), Precompiled.Matching.GRAPHEMES);
      var texts = new ArrayList<>(TEXTS);
      texts.addAll(List.of("ｶﾞ ﾊﾟ", "é e\u0301 ﬁ\u0301 Å", "①②㌔ ㍿", "a\r\nb\u3000c", "한글 ᄒ\u1161\u11AB"));
      var theirs = TokenizersTwin.normalized(precompiled.json(), texts, folder);
      for (int i = 0; i < texts.size(); i++) {
        assertThat(precompiled.apply(texts.get(i))).as("line %d (seed 17): %s", i, texts.get(i)).isEqualTo(theirs.get(i));
      }
      var rules = precompiled.then(new TextNormalizer.NoSpacesAtEnds()).then(new TextNormalizer.FewerSpaces(" "));
      var merging = Tokenizer.read(TokenizersTwin.data("tokenizers/ggml-vocab-llama-spm.gguf"));
      same(new Pieces(merging.vocabulary, ((Pieces) merging).ranked(), List.of(), rules.then(TextNormalizer.LLAMA), Metaspace.NOTHING, true), TEXTS);
    }
  }

  /// Whole pieces are not compared: of two ways to cut that are equally probable, its sums in fp32 take either.
  @Test
  @Tag("data")
  void aSentencePieceModelTurnsCharactersAsSentencePieceDoes() throws Exception {
    var texts = new ArrayList<>(TEXTS);
    texts.addAll(List.of("ｶﾞｷﾞ ﾊﾟﾝ", "か\u3099 は\u309A", "é e\u0301 ﬁ\u0301 Å", "①②㌔ ㍿", "a\r\nb\u3000c", "한글 ᄒ\u1161\u11AB"));
    texts.removeIf(text -> text.strip().startsWith("▁"));   // it puts one more in front
    for (var name : List.of("test_model.model", "test_ja_model.model")) {
      var model = TokenizersTwin.data("tokenizers/sentencepiece/" + name);
      var ours = (Unigram) Tokenizer.read(model);
      var theirs = TokenizersTwin.pieces(model, texts, folder);
      for (int i = 0; i < texts.size(); i++) {
        var line = texts.get(i);
        assertThat(ours.spaces().mark(ours.normalizer().apply(line), true)).as("%s, line %d (seed 17): %s", name, i, line).isEqualTo(theirs.get(i));
        var aligned = ours.normalizer().align(Aligned.of(line, 0));
        assertThat(aligned.text()).as("places in line %d", i).isEqualTo(ours.normalizer().apply(line));
      }
    }
  }

  /// A field of bytes in a message of Protocol Buffers.
  private static byte[] field(byte[] message, int number) {
    var in = ByteBuffer.wrap(message);
    while (in.hasRemaining()) {
      long key = varint(in);
      switch ((int) key & 7) {
        case 0 -> varint(in);
        case 1 -> in.getLong();
        case 5 -> in.getInt();
        default -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          if (key >>> 3 == number) {
            return bytes;
          }
        }
      }
    }
    throw new AssertionError("no field " + number);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  @Test
  void mergesOfCharactersAreThoseOfItsTrainer() throws Exception {
    var specials = List.of("<unk>", "<s>", "</s>");
    var ours = new PiecesTraining(3_000, specials, 1).train(STORIES.stream());
    var runs = new ArrayList<String>();
    for (var story : STORIES) {
      var marked = ScriptRuns.marked(story);
      for (int i = 0, end; i < marked.length(); i = end) {
        end = ScriptRuns.ends(marked).applyAsInt(i);
        runs.add(marked.substring(i, end));
      }
    }
    int first = specials.size() + Pieces.BYTES;
    assertThat(ours.vocabulary.tokens().subList(first, 3_000)).isEqualTo(TokenizersTwin.characterMerges(runs, 3_000 - first, folder));
    same(ours, TEXTS);
  }

  @Test
  void wordPieceLearnsAsFewTokensAsItsTrainer() throws Exception {
    var ours = new WordPieceTraining(2_000).train(STORIES.stream());
    ours.save(folder);
    var theirs = Tokenizer.read(TokenizersTwin.trainLike(folder.resolve("tokenizer.json"), STORIES, 2_000, folder));
    assertThat(theirs.vocabularySize()).isEqualTo(ours.vocabularySize());
    assertThat((double) count(ours)).isBetween(0.995 * count(theirs), 1.005 * count(theirs));
  }

  private static long count(Tokenizer tokenizer) {
    return STORIES.stream().mapToLong(text -> tokenizer.encode(text).length).sum();
  }

  private void same(Tokenizer ours, List<String> texts) throws Exception {
    ours.save(folder);
    var theirs = TokenizersTwin.encode(folder.resolve("tokenizer.json"), texts, folder);
    for (int i = 0; i < texts.size(); i++) {
      assertThat(ours.encode(texts.get(i))).as("line %d (seed 17): %s", i, texts.get(i)).isEqualTo(theirs.ids().get(i));
      assertThat(ours.decode(ours.encode(texts.get(i)))).as("line %d (seed 17)", i).isEqualTo(theirs.texts().get(i));
    }
  }

  private void same(int[] ids, Tokenizer ours, String marked) throws Exception {
    ours.save(folder);
    assertThat(ids).isEqualTo(TokenizersTwin.encodeSpecial(folder.resolve("tokenizer.json"), List.of(marked), folder).ids().getFirst());
  }
}
