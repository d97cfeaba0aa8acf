package wenmai.embed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wenmai.embed.Word2Vec.Algorithm;
import wenmai.embed.Word2Vec.Subwords;
import wenmai.embed.WordVectors.Format;
import wenmai.message.BadInput;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

/// `fasttext.bin` is of fastText 0.9.2 itself: skip-gram, 3 dimensions, 20 buckets, pieces of 1 to 3 letters, on a few words.
/// The vectors expected are what its `get_word_vector` says.
class FastTextTest {
  @TempDir
  private Path folder;

  private byte[] golden() throws IOException {
    try (var in = requireNonNull(FastTextTest.class.getResourceAsStream("fasttext.bin"))) {
      return in.readAllBytes();
    }
  }

  private WordVectors read(byte[] bytes) throws IOException {
    return WordVectors.read(Files.write(folder.resolve("model.bin"), bytes));
  }

  @Test
  void wordsHaveTheVectorsThatFastTextGivesThem() throws IOException {
    var vectors = read(golden());
    assertThat(vectors.words()).containsExactly("berg", "tal", "wald", "天下", "a", "</s>", "大乱", "ab");
    assertThat(vectors.vector("berg")).containsExactly(new float[] {-0.07018461f, 0.079375915f, -0.060167827f}, within(1e-7f));
    assertThat(vectors.vector("天下")).containsExactly(new float[] {-0.041867703f, 0.051842563f, -0.03887432f}, within(1e-7f));
    assertThat(vectors.vector("a")).containsExactly(new float[] {-0.08519081f, 0.09588732f, -0.07224758f}, within(1e-7f));
    assertThat(vectors.vector("</s>")).containsExactly(new float[] {-0.0058991564f, 0.0060847695f, -0.003651319f}, within(1e-7f));
  }

  @Test
  void aWordThatTheModelDoesNotKnowIsSpelled() throws IOException {
    var vectors = read(golden());
    assertThat(vectors.vector("bergtal")).containsExactly(new float[] {-0.05168645f, 0.060855888f, -0.04560482f}, within(1e-7f));
    assertThat(vectors.vector("天")).containsExactly(new float[] {-0.06479475f, 0.084461614f, -0.06438686f}, within(1e-7f));
    assertThat(vectors.nearest("bergtal", 3)).hasSize(3);
    assertThat(vectors.cosine("bergtal", "bergtal")).isCloseTo(1, within(1e-6));
    assertThat(vectors.analogy("berg", "bergtal", "wald", 2)).hasSize(2).noneMatch(near -> near.word().equals("berg"));
  }

  @Test
  void whatIsCutOffIsRefused() throws IOException {
    byte[] whole = golden();
    int end = whole.length - (1 + 16 + 4 * 3 * 8);   // what stands behind is the output, which is not read
    read(Arrays.copyOf(whole, end));
    for (int length = 0; length < end; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(BadInput.class);
    }
  }

  /// Of places in the file, and what stands there then.
  @ParameterizedTest
  @CsvSource({"4,13", "8,2147483647", "8,0", "8,-3", "40,2147483647", "40,-1", "48,2147483647", "64,2147483647", "64,-1", "68,9", "68,0",
      "68,-1", "84,5"})
  void numbersThatCannotBeRightAreRefused(int place, int number) throws IOException {
    byte[] bytes = golden();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(place, number).putInt(place == 84 ? 88 : place, place == 84 ? 0 : number);
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(BadInput.class).hasMessageContaining("model.bin");
  }

  @Test
  void aQuantizedModelIsNamed() throws IOException {
    byte[] bytes = golden();
    int matrix = bytes.length - 2 * (1 + 16) - 4 * 3 * (8 + 20) - 4 * 3 * 8;
    bytes[matrix] = 1;
    assertThatThrownBy(() -> read(bytes)).isInstanceOf(BadInput.class).hasMessageContaining("quantized");
  }

  @ParameterizedTest
  @CsvSource({"TEXT", "BINARY", "GLOVE", "FASTTEXT"})
  void whatIsWrittenReadsBackBitForBit(Format format) throws IOException {
    var vectors = WordVectors.read(Files.writeString(folder.resolve("a.vec"), "3 2\n天下 1.5 -2e-9\nthe 3 0.1\n2008 5 6\n"));
    vectors.write(folder.resolve("b"), format);
    var read = WordVectors.read(folder.resolve("b"));
    assertThat(read.words()).isEqualTo(vectors.words());
    assertThat(read.words()).allSatisfy(word -> assertThat(read.vector(word)).containsExactly(vectors.vector(word)));
    assertThatThrownBy(() -> read.vector("thee")).isInstanceOf(BadInput.class);
  }

  /// Words whose rows, and those of 20 buckets, have simple numbers.
  private static WordVectors spelled() {
    var words = List.of("berg", "天下", "</s>", "ab");
    var spelling = new FastTextPieces(new Pieces(1, 3, 20), 2, new int[] {0, 1, 2, 3},
        row -> new float[] {row * 7 % 23 / 32f, (row * 7 + 3) % 23 / 32f}, 4);
    return new WordVectors(words, spelling.vectors(words), spelling);
  }

  /// The numbers are what `get_word_vector` of fastText 0.9.2 (fasttext-wheel) says of the file.
  @Test
  void fastTextFindsTheSameVectorsInWhatIsWritten() throws IOException {
    var vectors = spelled();
    vectors.write(folder.resolve("b"), Format.FASTTEXT);
    var read = WordVectors.read(folder.resolve("b"));
    for (var each : List.of(vectors, read)) {
      assertThat(each.vector("berg")).containsExactly(new float[] {0.3526786f, 0.3950893f}, within(1e-6f));
      assertThat(each.vector("天下")).containsExactly(new float[] {0.30078125f, 0.3046875f}, within(1e-6f));
      assertThat(each.vector("</s>")).containsExactly(new float[] {0.4375f, 0.53125f}, within(1e-6f));
      assertThat(each.vector("bergtal")).containsExactly(new float[] {0.37926137f, 0.40767047f}, within(1e-6f));
      assertThat(each.vector("天")).containsExactly(new float[] {0.2265625f, 0.3203125f}, within(1e-6f));
    }
    assertThat(read.words()).isEqualTo(vectors.words());
    read.write(folder.resolve("again"), Format.FASTTEXT);
    assertThat(folder.resolve("again")).hasSameBinaryContentAs(folder.resolve("b"));
  }

  @Test
  void theHeadSaysHowTheVectorsWereTrained() throws IOException {
    var text = Files.writeString(folder.resolve("text.txt"), "berg tal\n天下 tal tal\nberg\n");
    var how = new Word2Vec(Algorithm.CBOW, 4, 3, new Subwords(2, 5), 7, true, 2, 0.01, 0.05, 6, 1, new Seed(1));
    how.train(text, folder, Progress.NONE, () -> false).write(folder.resolve("b"), Format.FASTTEXT);
    var bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("b"))).order(ByteOrder.LITTLE_ENDIAN);
    int[] head = new int[14];
    bytes.asIntBuffer().get(head);
    int buckets = 14 + 10;   // pieces of <berg>, and of <tal>
    assertThat(head).containsExactly(FastTextReader.MAGIC, 12, 4, 3, 6, 2, 7, 1, 1, 1, buckets, 2, 5, 100);
    assertThat(bytes.getDouble(56)).isEqualTo(0.01);
    assertThat(bytes.getInt(64)).isEqualTo(2);
    assertThat(bytes.getLong(76)).isEqualTo(5);
  }

  @Test
  void formatsAreThoseThatWerePublished() throws IOException {
    var vectors = WordVectors.read(Files.writeString(folder.resolve("a.vec"), "2 1\na 1\n天 -0.5\n"));
    var expected = new String[] {"2 1\na 1.0\n天 -0.5\n", "2 1\na \0\0\u0080?\n天 \0\0\0¿\n", "a 1.0\n天 -0.5\n"};
    for (int i = 0; i < 3; i++) {
      vectors.write(folder.resolve("b"), Format.values()[i]);
      byte[] bytes = Files.readAllBytes(folder.resolve("b"));
      var text = Format.values()[i] == Format.BINARY ? new String(bytes, ISO_8859_1).replace("å¤©", "天")
          : new String(bytes, UTF_8);
      assertThat(text).isEqualTo(expected[i]);
    }
  }
}
