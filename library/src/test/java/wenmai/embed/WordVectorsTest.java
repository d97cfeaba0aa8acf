package wenmai.embed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.embed.WordVectors.Neighbour;
import wenmai.message.BadInput;

class WordVectorsTest {
  @TempDir
  private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("file.vec"), text);
  }

  private WordVectors read(String text) throws IOException {
    return WordVectors.read(file(text));
  }

  private static WordVectors random(int words, int dimensions) {
    var random = new Random(SEED);
    var rows = new NativeMatrix(words, dimensions);
    var names = new String[words];
    for (int word = 0; word < words; word++) {
      names[word] = "词" + word;
      for (int d = 0; d < dimensions; d++) {
        rows.set(word, d, (float) (random.nextGaussian() * Math.pow(10, random.nextInt(-9, 3))));
      }
    }
    return new WordVectors(List.of(names), rows);
  }

  @Test
  void emptyLinesAskForNoMemory() throws IOException {
    var file = file("a" + " 1".repeat(5_000) + "\n".repeat(1_000_000));
    assertThat(VectorFormat.of(file).vectors()).isLessThan(120);
    assertThat(WordVectors.read(file).words()).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"vectors.vec", "vectors.bin"})
  void whatIsWrittenReadsBackBitForBit(String name) throws IOException {
    for (int dimensions : new int[] {1, 2, 50, 101}) {
      var vectors = random(57, dimensions);
      vectors.write(folder.resolve(name));
      var read = WordVectors.read(folder.resolve(name));
      assertThat(read.words()).isEqualTo(vectors.words());
      assertThat(read.dimensions()).isEqualTo(dimensions);
      assertThat(read.words()).allSatisfy(word -> assertThat(read.vector(word)).as("seed %d", SEED).containsExactly(vectors.vector(word)));
      assertThat(VectorFormat.of(folder.resolve(name)).binary()).isEqualTo(name.endsWith(".bin"));
    }
  }

  @Test
  void formatsOfOtherProgramsAreRead() throws IOException {
    var word2vec = read("2 3\n</s> 0.1 -0.2 3e-1 \nthe 1 2 3 \n");   // a space at each end
    assertThat(word2vec.vector("</s>")).containsExactly(0.1f, -0.2f, 0.3f);
    var glove = read("the 1 2 3\n. . . 4 5 6\n2008 7 8 9");
    assertThat(glove.words()).containsExactly("the", ". . .", "2008");
    assertThat(glove.vector(". . .")).containsExactly(4, 5, 6);
    var windows = read("1 2\r\n天下 1.5 -2\r\n");
    assertThat(windows.vector("天下")).containsExactly(1.5f, -2);
    var unbroken = "2 1\na \0\0\u0080?b \0\0\0@";   // no ends of line, as gensim writes
    assertThat(WordVectors.read(Files.write(folder.resolve("gensim.bin"), unbroken.getBytes(ISO_8859_1))).vector("b")).containsExactly(2);
  }

  @Test
  void ofAWordThatStandsTwiceTheFirstCounts() throws IOException {
    var vectors = read("3 1\na 1\na 2\nb 3\n");
    assertThat(vectors.words()).containsExactly("a", "b");
    assertThat(vectors.vector("a")).containsExactly(1);
    assertThat(vectors.vector("b")).containsExactly(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9999999999 300\na 1\n", "3 2\na 1 2\nb 3 4\n", "1 2\na 1 2\nb 3 4\n", "0 2\n", "2 0\na\nb\n", "2 1\na 1\nb\n",
      "2 1\na 1\nb x\n", "2 2\na 1 nan\nb 1 2\n", "2 1\na 1\n 5\n", "not a vector\n", "", "1 9999999\na 1\n", "a 1 2\nb 3\n"})
  void whatIsDamagedIsRefused(String text) throws IOException {
    var file = file(text);
    assertThatThrownBy(() -> WordVectors.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("file.vec");
  }

  @Test
  void aBinaryFileThatIsCutOffIsRefused() throws IOException {
    var whole = folder.resolve("whole.bin");
    random(5, 8).write(whole);
    var bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length - 1; length++) {
      var cut = Files.write(folder.resolve("cut.bin"), Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> WordVectors.read(cut)).as("%d bytes", length).isInstanceOf(BadInput.class);
    }
  }

  @Test
  void otherEncodingsAreRefusedButAWordThatWasCutIsNot() throws IOException {
    var gb = Files.write(folder.resolve("gb.vec"), "2 1\n天 1\n下 2\n".getBytes(Charset.forName("GB18030")));
    assertThatThrownBy(() -> WordVectors.read(gb)).isInstanceOf(BadInput.class).hasMessageContaining("is not UTF-8");
    var text = new StringBuilder("200 1\n");
    for (int i = 0; i < 199; i++) {
      text.append('w').append(i).append(" 1\n");
    }
    var bytes = (text + "天").getBytes(UTF_8);
    bytes = Arrays.copyOf(bytes, bytes.length + 1);   // the character's last byte becomes a space
    bytes[bytes.length - 2] = ' ';
    bytes[bytes.length - 1] = '7';
    assertThat(WordVectors.read(Files.write(folder.resolve("cut.vec"), bytes)).words().getLast()).isEqualTo("\uFFFD");
  }

  @Test
  void neighboursAreThoseOfTheSmallestAngle() throws IOException {
    var vectors = read("5 2\nright 1 0\nup 0 9\nleft -2 0\nnearly 5 0.5\nnothing 0 0\n");
    assertThat(vectors.nearest("right", 2)).extracting(Neighbour::word).containsExactly("nearly", "up");
    assertThat(vectors.nearest("right", 99)).hasSize(4).last().extracting(Neighbour::word).isEqualTo("left");
    assertThat(vectors.nearest("right", 1).getFirst().cosine()).isCloseTo(5 / Math.sqrt(25.25), within(1e-6));
    assertThat(vectors.cosine("right", "left")).isCloseTo(-1, within(1e-6));
    assertThat(vectors.cosine("right", "nothing")).isZero();
  }

  @Test
  void analogiesAddOffsetsAndLeaveOutWhatWasAsked() throws IOException {
    var vectors = read("5 3\nman 1 0 0\nking 1 1 0\nwoman 1 0 1\nqueen 1 1 1\napple 0 -1 0.1\n");
    assertThat(vectors.analogy("man", "king", "woman", 1)).extracting(Neighbour::word).containsExactly("queen");
    assertThat(vectors.analogy("man", "king", "woman", 9)).extracting(Neighbour::word).containsExactly("queen", "apple");
  }

  @Test
  void neighboursEqualTheirPlainTwin() {
    var vectors = random(300, 37);
    double[] cosines = vectors.words().stream().mapToDouble(word -> cosine(vectors.vector("词7"), vectors.vector(word))).toArray();
    var expected = vectors.words().stream().filter(word -> !word.equals("词7"))
        .sorted((a, b) -> Double.compare(cosines[vectors.words().indexOf(b)], cosines[vectors.words().indexOf(a)])).limit(5).toList();
    assertThat(vectors.nearest("词7", 5)).as("seed %d", SEED).extracting(Neighbour::word).isEqualTo(expected);
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int d = 0; d < a.length; d++) {
      ab += (double) a[d] * b[d];
      aa += (double) a[d] * a[d];
      bb += (double) b[d] * b[d];
    }
    return ab / Math.sqrt(aa * bb);
  }

  @Test
  void anUnknownWordIsNamedWithItsNearest() throws IOException {
    var vectors = read("2 1\nberlin 1\nparis 2\n");
    assertThat(vectors.find("Paris")).hasValue(1);
    assertThatThrownBy(() -> vectors.nearest("pariz", 1)).isInstanceOf(BadInput.class)
        .hasMessage("none of the 2 vectors is of the word pariz; there is paris");
    assertThatThrownBy(() -> vectors.nearest("天下", 1)).isInstanceOf(BadInput.class).hasMessage("none of the 2 vectors is of the word 天下");
  }
}
