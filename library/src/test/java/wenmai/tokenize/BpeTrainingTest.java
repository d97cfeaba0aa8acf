package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;
import wenmai.message.Message;

class BpeTrainingTest {
  private static final int OFTEN = 20_000;

  @Test
  void mergesAreThoseOfCountingAgainAndAgain() {
    for (int seed = 0; seed < 200; seed++) {
      var texts = words(new Random(seed));
      var ours = new BpeTraining(257 + 40, List.of("<|endoftext|>"), new Split.Gpt2()).train(texts.stream());
      assertThat(names(ours)).as("seed %d", seed).isEqualTo(naive(texts, 0, 40));
    }
  }

  @Test
  void wordsWithoutRoomAreMergedLikeThoseWithRoom() {
    for (int seed = 0; seed < 20; seed++) {
      var texts = words(new Random(seed));
      var ours = new BpeTraining(256 + 40, List.of(), new Split.Gpt2()).train(texts.stream(), Progress.NONE, 0);
      assertThat(names(ours)).as("seed %d", seed).isEqualTo(naive(texts, 0, 40));
    }
  }

  /// Some words so often that pairs of the others have their turn in later rounds.
  @Test
  void rarePairsHaveTheirTurnWhenNoFrequentOneIsLeft() {
    for (int seed = 0; seed < 20; seed++) {
      var texts = words(new Random(seed));
      int often = 6;
      var repeated = IntStream.range(0, texts.size()).boxed()
          .flatMap(i -> Collections.nCopies(i < often ? OFTEN : 1, texts.get(i)).stream());
      var ours = new BpeTraining(256 + 60, List.of(), new Split.Gpt2()).train(repeated);
      assertThat(names(ours)).as("seed %d", seed).isEqualTo(naive(texts, often, 60));
    }
  }

  @Test
  void ofEquallyFrequentPairsTheSmallerIdsComeFirst() {
    var bpe = new BpeTraining(256 + 3, List.of(), new Split.Gpt2()).train(Stream.of("cd", "ab", "b!"));
    assertThat(names(bpe)).containsExactly("a b", "c d");
  }

  @Test
  void everyMergeHasAPair() {
    assertThat(names(new BpeTraining(1000).train(Stream.of("abab", "abab")))).containsExactly("a b", "ab ab");
    assertThat(names(new BpeTraining(1000).train(Stream.of("aaaaa")))).containsExactly("a a", "aa a", "aa aaa");
  }

  @Test
  void textsAreNeverMergedAcross() {
    var bpe = new BpeTraining(258).train(Stream.of("a", "b", "a", "b"));
    assertThat(bpe.vocabularySize()).isEqualTo(257);
    assertThat(new BpeTraining(258).train(Stream.empty()).vocabularySize()).isEqualTo(257);
  }

  @Test
  void aCorpusThatIsTooSmallIsSaid() {
    var notes = new ArrayList<Message>();
    var bpe = new BpeTraining(1000).train(Stream.of("hello hello"), new Progress() {
      @Override
      public void at(long done, long total) {}

      @Override
      public void note(Message message) {
        notes.add(message);
      }
    });
    assertThat(bpe.vocabularySize()).isLessThan(1000);
    assertThat(notes).singleElement().asString().contains("1000", String.valueOf(bpe.vocabularySize()));
  }

  @Test
  void aSpecialTokenThatTextCouldBecomeIsRefused() {
    assertThatThrownBy(() -> new BpeTraining(1000, List.of("end"), new Split.Gpt2())).isInstanceOf(BadInput.class)
        .hasMessageContaining("<|end|>");
    assertThatThrownBy(() -> new BpeTraining(100)).isInstanceOf(BadInput.class).hasMessageContaining("257");
  }

  /// Few letters, so that ties and overlaps (`aaa`) abound.
  private static List<String> words(Random random) {
    var words = new ArrayList<String>();
    for (int i = 0; i < 30; i++) {
      var word = new StringBuilder();
      random.ints(1 + random.nextInt(12), 0, 2 + random.nextInt(2)).forEach(c -> word.append((char) ('a' + c)));
      words.add(word.toString());
    }
    return words;
  }

  private static List<String> names(Bpe bpe) {
    var names = new ArrayList<String>();
    for (long pair : bpe.ranked().pairs()) {
      names.add(bpe.token(Pairs.left(pair)) + " " + bpe.token(Pairs.right(pair)));
    }
    return names;
  }

  /// The plain algorithm: count all pairs, merge the best one everywhere from left to right, count again.
  /// The first `often` texts stand there OFTEN times.
  private static List<String> naive(List<String> texts, int often, int newTokens) {
    var words = texts.stream().map(text -> new ArrayList<>(List.of(text.split("")))).toList();
    var order = new ArrayList<>(List.of("a", "b", "c"));
    var merges = new ArrayList<String>();
    while (merges.size() < newTokens) {
      var counts = new HashMap<List<String>, Integer>();
      for (int w = 0; w < words.size(); w++) {
        var word = words.get(w);
        for (int i = 0; i + 1 < word.size(); i++) {
          counts.merge(List.of(word.get(i), word.get(i + 1)), w < often ? OFTEN : 1, Integer::sum);
        }
      }
      var best = counts.entrySet().stream().min(Map.Entry.<List<String>, Integer>comparingByValue().reversed()
          .thenComparing(pair -> order.indexOf(pair.getKey().getFirst()))
          .thenComparing(pair -> order.indexOf(pair.getKey().getLast())));
      if (best.isEmpty()) {
        break;
      }
      var pair = best.get().getKey();
      order.add(String.join("", pair));
      merges.add(String.join(" ", pair));
      for (var word : words) {
        for (int i = 0; i + 1 < word.size(); i++) {
          if (word.subList(i, i + 2).equals(pair)) {
            word.set(i, order.getLast());
            word.remove(i + 1);
          }
        }
      }
    }
    return merges;
  }
}
