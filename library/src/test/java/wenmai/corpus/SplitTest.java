package wenmai.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;

class SplitTest {
  private static final List<Document> MANY = IntStream.range(0, 500)
      .mapToObj(i -> new Document("d" + i, "text " + i)).toList();

  @Test
  void theSplitDoesNotDependOnTheOrder() {
    var shuffled = new ArrayList<>(MANY);
    Collections.shuffle(shuffled, new Random(5));
    assertThat(held(shuffled, 1)).isEqualTo(held(MANY, 1)).hasSize(50);
  }

  @Test
  void anotherSeedHoldsBackOthers() {
    var both = held(MANY, 1);
    both.retainAll(held(MANY, 2));
    assertThat(both).hasSizeBetween(0, 20);
  }

  @Test
  void twentyDocumentsAreSplitWholeAndNineteenAreNot() {
    assertThat(choose(MANY.subList(0, 20), 0.01, 1)).isInstanceOf(Split.ByDocument.class);
    assertThat(held(MANY.subList(0, 20), 3)).hasSize(2);
    assertThat(choose(MANY.subList(0, 19), 0.1, 1)).isEqualTo(new Split.ByLines(0.1));
  }

  @Test
  void theSameTextStandsOnOneSide() {
    var twins = new ArrayList<>(MANY);
    MANY.forEach(d -> twins.add(new Document("twin of " + d.id(), d.text())));
    var split = choose(twins, 0.1, 1);
    for (Document d : MANY) {
      assertThat(split.of(new Document("twin", d.text()))).isEqualTo(split.of(d));
    }
  }

  @Test
  void trainAndValidationTogetherAreTheText() {
    long seed = 9;
    var random = new Random(seed);
    var splits = List.of(new Split.ByLines(0.1), new Split.ByLines(0.5), new Split.ByCharacters(0.1),
        choose(MANY, 0.1, 1));
    for (int i = 0; i < 500; i++) {
      var text = new StringBuilder();
      random.ints(random.nextInt(50), 0, 6).forEach(c -> text.append(List.of("a", "中", "😀", "\n", "\n", " ").get(c)));
      for (Split split : splits) {
        var parts = split.of(new Document("d", text.toString()));
        assertThat(parts.train() + parts.validation()).as("seed %d, text %d", seed, i).isEqualTo(text.toString());
        assertThat((parts.train() + "|" + parts.validation()).codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
      }
    }
  }

  @Test
  void linesAreCutBetweenLines() {
    String text = IntStream.range(0, 100).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());
    var parts = new Split.ByLines(0.1).of(new Document("d", text));
    assertThat(parts.validation()).startsWith("line 9").hasLineCount(9);
    assertThat(new Split.ByLines(0.1).of(new Document("d", "title\n" + "长".repeat(1000))).validation()).hasSize(101);
  }

  @Test
  void charactersAreCountedAsNanoGptDoes() {
    var parts = new Split.ByCharacters(0.1).of(new Document("d", "😀".repeat(9) + "ab"));   // int(11 * 0.9) = 9
    assertThat(parts).isEqualTo(new Split.Parts("😀".repeat(9), "ab"));
  }

  @Test
  void whatWasDoneIsSaid() {
    assertThat(new Split.ByLines(0.1).words().zh()).isEqualTo("文档太少，不便整篇留出：每篇最后 10 % 留作验证，在行间切分");
    assertThat(choose(MANY, 0.05, 7).words().zh()).isEqualTo("按内容以种子 7 选出 5 % 的文档留作验证");
    assertThat(choose(MANY, 0.05, 7).words().en()).startsWith("5 % of the documents");
  }

  @Test
  void aShareOutsideZeroAndOneIsRefused() {
    assertThatThrownBy(() -> new Split.ByLines(1)).isInstanceOf(BadInput.class).hasMessageContaining("1.0");
    assertThatThrownBy(() -> choose(MANY, Double.NaN, 1)).isInstanceOf(BadInput.class);
  }

  private static Split choose(List<Document> documents, double fraction, long seed) {
    return Split.choose(documents.stream().map(Document::fingerprint).toList(), fraction, seed);
  }

  private static Set<String> held(List<Document> documents, long seed) {
    var split = choose(documents, 0.1, seed);
    return documents.stream().filter(d -> split.of(d).train().isEmpty()).map(Document::id).collect(Collectors.toSet());
  }
}
