package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;
import wenmai.sample.Stories;

class PiecesTrainingTest {
  private static final List<String> STORIES = Stories.training().limit(300)
      .flatMap(story -> Stream.of(story.english().text(), story.chinese().text())).toList();
  private static final int FIRST = 3 + Pieces.BYTES;

  @Test
  void theMostFrequentPairOfARunBecomesAToken() {
    var pieces = new PiecesTraining(FIRST + 9, List.of("<unk>", "<s>", "</s>"), 1).train(Stream.of("hug hug hug hub", "狐hu"));
    assertThat(pieces.vocabulary.tokens().subList(FIRST, pieces.vocabularySize()))
        .containsExactly("b", "g", "h", "u", "▁", "狐", "hu", "▁hu", "▁hug");
    assertThat(pieces.encode("hug狐")).containsExactly(FIRST + 8, FIRST + 5);
  }

  /// The plain twin counts all pairs of all runs anew for each merge.
  @Test
  void mergesAreThoseOfThePlainTwin() {
    var random = new Random(21);
    for (int round = 0; round < 20; round++) {
      var texts = new ArrayList<String>();
      for (int i = 0; i < 60; i++) {
        texts.add(random.ints(1 + random.nextInt(9), 0, 7).mapToObj("aab 文文b"::charAt)
            .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append).toString());
      }
      var pieces = new PiecesTraining(FIRST + 15, List.of("<unk>", "<s>", "</s>"), 1).train(texts.stream());
      assertThat(pieces.vocabulary.tokens().subList(FIRST, pieces.vocabularySize())).as("seed 21, round %d", round)
          .isEqualTo(plain(texts, 15));
    }
  }

  private static List<String> plain(List<String> texts, int size) {
    var runs = new ArrayList<List<String>>();
    for (var text : texts) {
      var marked = ScriptRuns.marked(text);
      for (int i = 0, end; i < marked.length(); i = end) {
        end = ScriptRuns.ends(marked).applyAsInt(i);
        runs.add(new ArrayList<>(List.of(marked.substring(i, end).split(""))));
      }
    }
    var tokens = new ArrayList<>(runs.stream().flatMap(List::stream).distinct().sorted().toList());
    while (tokens.size() < size) {
      var counts = new TreeMap<Long, Integer>();
      runs.forEach(run -> {
        for (int i = 0; i + 1 < run.size(); i++) {
          counts.merge(Pairs.key(tokens.indexOf(run.get(i)), tokens.indexOf(run.get(i + 1))), 1, Integer::sum);
        }
      });
      if (counts.isEmpty()) {
        break;
      }
      long pair = Collections.max(counts.entrySet(), Map.Entry.comparingByValue()).getKey();   // the first of several
      var left = tokens.get(Pairs.left(pair));
      var right = tokens.get(Pairs.right(pair));
      tokens.add(left + right);
      runs.forEach(run -> {
        for (int i = 0; i + 1 < run.size(); i++) {
          if (run.get(i).equals(left) && run.get(i + 1).equals(right)) {
            run.set(i, left + right);
            run.remove(i + 1);
          }
        }
      });
    }
    return tokens;
  }

  /// `axb` is frequent, but its `x` is not among the characters; nothing is merged from `a` to `b`.
  @Test
  void nothingIsMergedAcrossACharacterThatIsNotCovered() {
    var texts = Stream.of(Collections.nCopies(20, "axb"), Collections.nCopies(30, "ac"), List.of("b")).flatMap(List::stream);
    var pieces = new PiecesTraining(FIRST + 7, List.of("<unk>", "<s>", "</s>"), 0.85).train(texts);
    assertThat(pieces.vocabulary.tokens().subList(FIRST, FIRST + 7)).containsExactly("a", "b", "c", "▁", "▁a", "▁ac", "▁b");
    assertThat(pieces.decode(pieces.encode("axb"))).isEqualTo("axb");
  }

  @Test
  void aFileLearnsWhatMemoryLearns() {
    var training = new PiecesTraining(2_000);
    assertThat(training.train(STORIES.stream(), Progress.NONE, 0).vocabulary.tokens())
        .isEqualTo(training.train(STORIES.stream()).vocabulary.tokens()).hasSize(2_000);
  }

  @Test
  void aVocabularyWithoutRoomForTheCharactersIsRefused() {
    assertThatThrownBy(() -> new PiecesTraining(FIRST)).isInstanceOf(BadInput.class).hasMessageContaining("260");
    assertThatThrownBy(() -> new PiecesTraining(FIRST + 2).train(STORIES.stream())).isInstanceOf(BadInput.class)
        .hasMessageContaining("256 bytes");
    assertThatThrownBy(() -> new PiecesTraining(FIRST + 9, List.of(), 1.5)).isInstanceOf(BadInput.class).hasMessageContaining("coverage");
  }
}
