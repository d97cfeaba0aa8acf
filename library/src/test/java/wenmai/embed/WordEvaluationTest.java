package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.embed.WordEvaluation.Analogies;
import wenmai.embed.WordEvaluation.Section;
import wenmai.embed.WordEvaluation.Similarities;
import wenmai.message.BadInput;

class WordEvaluationTest {
  @TempDir
  private Path folder;
  private WordVectors vectors = new WordVectors(List.of(), new NativeMatrix(0, 1));

  @BeforeEach
  void read() throws IOException {
    vectors = WordVectors.read(Files.writeString(folder.resolve("v.vec"), """
        man 1 0 0
        king 1 1 0
        woman 1 0 1
        queen 1 1 1
        apple 0 -1 0.1
        """));
  }

  private WordEvaluation evaluate(String data) throws IOException {
    return WordEvaluation.of(vectors, Files.writeString(folder.resolve("data.txt"), data));
  }

  @Test
  void analogiesAreCountedBySection() throws IOException {
    assertThat(evaluate(": royal\nMan King Woman Queen\nman king woman apple\n\n: fruit \nman king pear apple\n")).isEqualTo(new Analogies("data.txt",
        3, 2, 1, 0.5, Map.of("royal", new Section(2, 2, 1, 0.5), "fruit", new Section(1, 0, 0, 0))));
  }

  @Test
  void pairsAreComparedInTheirOrder() throws IOException {
    assertThat(evaluate("man king 9\nman\twoman\t9\nman queen 5.5\nman apple 0\nman pear 3\n"))
        .isInstanceOfSatisfying(Similarities.class, s -> {
          assertThat(s.pairs()).isEqualTo(5);
          assertThat(s.known()).isEqualTo(4);
          assertThat(s.spearman()).isCloseTo(1, within(1e-9));
        });
  }

  @Test
  void equalNumbersShareTheMeanOfTheirRanks() {
    assertThat(Spearman.ranks(new double[] {3, 1, 3, 2, 3})).containsExactly(4, 1, 4, 2, 4);
    assertThat(Spearman.correlation(new double[] {1, 2, 2, 4, 5}, new double[] {5, 6, 7, 8, 7})).isCloseTo(29 / 38.0, within(1e-9));
    assertThat(Spearman.correlation(new double[] {1, 2, 3}, new double[] {9, 5, 1})).isCloseTo(-1, within(1e-12));
    assertThat(Spearman.correlation(new double[] {1, 1}, new double[] {1, 2})).isZero();
    assertThat(Spearman.correlation(new double[0], new double[0])).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b\n", ": x\na b c\n", "a b c\n", "a b 1\na b 1 2\n", "a b c d\ne f 1\n"})
  void whatIsNoQuestionIsRefusedWithItsLine(String data) {
    assertThatThrownBy(() -> evaluate(data)).isInstanceOf(BadInput.class).hasMessageContaining("data.txt");
  }
}
