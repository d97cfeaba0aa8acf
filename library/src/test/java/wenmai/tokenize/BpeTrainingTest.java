package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;
import wenmai.message.Message;

class BpeTrainingTest {
  @Test
  void mergesAreThoseOfCountingAgainAndAgain() {
    for (int seed = 0; seed < 200; seed++) {
      var texts = words(new Random(seed));
      var ours = new BpeTraining(257 + 40, List.of("<|endoftext|>"), new Split.Gpt2()).train(texts.stream());
      assertThat(names(ours)).as("seed %d", seed).isEqualTo(naive(texts, 40));
    }
  }

  @Test
  void ofEquallyFrequentPairsTheSmallerIdsComeFirst() {
    var bpe = new BpeTraining(256 + 3, List.of(), new Split.Gpt2()).train(Stream.of("cd", "ab", "b!"));
    assertThat(names(bpe)).containsExactly("a b", "c d");
  }

  @Test
  void textsAreNeverMergedAcross() {
    var bpe = new BpeTraining(258).train(Stream.of("a", "b", "a", "b"));
    assertThat(bpe.vocabularySize()).isEqualTo(257);
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

  /// Few letters, so that ties, overlaps (`aaa`) and one token from two merges (`a bc`, `ab c`) abound.
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
    for (long pair : bpe.pairs()) {
      names.add(bpe.token(Pairs.left(pair)) + " " + bpe.token(Pairs.right(pair)));
    }
    return names;
  }

  /// The plain algorithm, with Hugging Face's rule that a merged pair's count stays and is due again once the pair returns.
  private static List<String> naive(List<String> texts, int newTokens) {
    var words = new ArrayList<>(texts.stream().map(text -> new ArrayList<>(List.of(text.split("")))).toList());
    var order = new ArrayList<String>();
    for (char c = 'a'; c < 'd'; c++) {
      order.add(String.valueOf(c));
    }
    var counts = new HashMap<List<String>, Integer>();
    for (var word : words) {
      for (int i = 0; i + 1 < word.size(); i++) {
        counts.merge(List.of(word.get(i), word.get(i + 1)), 1, Integer::sum);
      }
    }
    var due = new HashSet<>(counts.keySet());
    var merges = new LinkedHashSet<List<String>>();
    while (order.size() < 3 + newTokens) {
      var best = due.stream().filter(pair -> counts.getOrDefault(pair, 0) > 0).min((p, q) -> {
        int byCount = Integer.compare(counts.getOrDefault(q, 0), counts.getOrDefault(p, 0));
        int byLeft = Integer.compare(order.indexOf(p.get(0)), order.indexOf(q.get(0)));
        return byCount != 0 ? byCount : byLeft != 0 ? byLeft
            : Integer.compare(order.indexOf(p.get(1)), order.indexOf(q.get(1)));
      });
      if (best.isEmpty()) {
        break;
      }
      var pair = best.get();
      due.remove(pair);
      merges.addLast(pair);
      var token = pair.get(0) + pair.get(1);
      if (!order.contains(token)) {
        order.add(token);
      }
      for (var word : words) {
        for (int i = 0; i + 1 < word.size(); i++) {
          if (word.get(i).equals(pair.get(0)) && word.get(i + 1).equals(pair.get(1))) {
            if (i > 0) {
              counts.merge(List.of(word.get(i - 1), pair.get(0)), -1, Integer::sum);
              counts.merge(List.of(word.get(i - 1), token), 1, Integer::sum);
              due.add(List.of(word.get(i - 1), token));
            }
            if (i + 2 < word.size()) {
              counts.merge(List.of(pair.get(1), word.get(i + 2)), -1, Integer::sum);
              counts.merge(List.of(token, word.get(i + 2)), 1, Integer::sum);
              due.add(List.of(token, word.get(i + 2)));
            }
            word.set(i, token);
            word.remove(i + 1);
          }
        }
      }
    }
    return merges.stream().map(pair -> String.join(" ", pair)).toList();
  }
}
