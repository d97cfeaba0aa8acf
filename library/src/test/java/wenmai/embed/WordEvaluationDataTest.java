package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wenmai.embed.WordEvaluation.Analogies;
import wenmai.embed.WordEvaluation.Similarities;

/// The published sets are read whole.
@Tag("data")
class WordEvaluationDataTest {
  private static final Path DATA = Path.of(System.getenv("WENMAI_DATA"), "wordvec");
  private static final WordVectors NONE = new WordVectors(List.of("no such word"), new NativeMatrix(1, 1));

  @ParameterizedTest
  @CsvSource({"questions-words.txt,14,19544", "zh/CA8/morphological.txt,4,10177", "zh/CA8/semantic.txt,4,7636",
      "zh/CA_translated/ca_translated.txt,3,953"})
  void analogies(String file, int sections, int questions) {
    assertThat(WordEvaluation.of(NONE, DATA.resolve(file))).isInstanceOfSatisfying(Analogies.class, a -> {
      assertThat(a.questions()).isEqualTo(questions);
      assertThat(a.sections()).hasSize(sections);
      assertThat(a.known()).isZero();
    });
  }

  @ParameterizedTest
  @CsvSource({"en-word-sim,13", "zh,2"})
  void pairs(String folder, int sets) throws IOException {
    try (var files = Files.list(DATA.resolve(folder))) {
      var found = files.filter(file -> file.toString().endsWith(".txt") && !file.toString().contains("analogy"))
          .map(file -> WordEvaluation.of(NONE, file)).toList();
      assertThat(found).hasSize(sets).allMatch(set -> set instanceof Similarities s && s.pairs() > 25);
    }
  }
}
