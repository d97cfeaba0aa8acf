package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;
import wenmai.sample.Stories;

class UnigramTrainingTest {
  private static final List<String> STORIES = Stories.training().limit(300)
      .flatMap(story -> Stream.of(story.english().text(), story.chinese().text())).toList();

  @Test
  void seedsAreTheRepeatedStringsThatCannotGrowWithoutLoss() {
    for (int seed = 0; seed < 30; seed++) {
      var corpus = UnigramCorpus.of(texts(new Random(seed)).stream(), 1);
      var counts = naiveCounts(corpus);
      var seeds = UnigramSeeds.of(corpus, Integer.MAX_VALUE);
      seeds.forEach((piece, covers) -> assertThat(covers).isEqualTo(counts.getOrDefault(piece, 0L) * piece.length()));
      for (var repeated : counts.entrySet()) {
        var string = repeated.getKey();
        if (repeated.getValue() > 1 && string.length() < UnigramSeeds.LONGEST && !seeds.containsKey(string)) {
          assertThat(counts.entrySet().stream().anyMatch(longer -> longer.getKey().length() == string.length() + 1
              && longer.getKey().startsWith(string) && longer.getValue().equals(repeated.getValue())))
              .as("seed %d: %s", seed, string).isTrue();
        }
      }
    }
  }

  @Test
  void ofTooManySeedsThoseThatCoverMostStay() {
    var corpus = UnigramCorpus.of(STORIES.stream(), 1);
    var all = new HashMap<>(UnigramSeeds.of(corpus, Integer.MAX_VALUE));
    var few = new HashMap<>(UnigramSeeds.of(corpus, 200));
    assertThat(all).containsAllEntriesOf(few);
    corpus.characters().keySet().forEach(c -> {
      all.remove(c);
      few.remove(c);
    });
    assertThat(few).hasSize(200);
    double least = few.values().stream().mapToDouble(covers -> covers).min().getAsDouble();
    assertThat(all.values().stream().filter(covers -> covers > least).count()).isLessThan(200);
  }

  @Test
  void aRunIsASpaceAndOneScript() {
    var corpus = UnigramCorpus.of(Stream.of("The cat's 2 文脉カナー, e\u0301a"), 1);
    var runs = new ArrayList<String>();
    for (int run = 0; run < corpus.size(); run++) {
      runs.add(new String(corpus.text(), corpus.starts()[run], corpus.ends()[run] - corpus.starts()[run]));
    }
    assertThat(runs).containsExactlyInAnyOrder("▁The", "▁cat", "'", "s", "▁2", "▁文脉カナー", ",", "▁e\u0301a");
  }

  @Test
  void rareCharactersAreLeftToTheirBytes() {
    var corpus = UnigramCorpus.of(Stream.of("a".repeat(96) + "bz" + "b".repeat(2)), 0.98);
    assertThat(corpus.characters().keySet()).containsExactlyInAnyOrder("a", "b");
    assertThat(corpus.text()).doesNotContain('z', '▁');
  }

  @Test
  void theVocabularyIsAsLargeAsAskedAndHasEveryCharacter() {
    var unigram = new UnigramTraining(2_500, List.of("<unk>", "<s>", "</s>", "<pad>"), 1).train(STORIES.stream());
    assertThat(unigram.vocabularySize()).isEqualTo(2_500);
    assertThat(unigram.token(0)).isEqualTo("<unk>");
    assertThat(unigram.token(4)).isEqualTo("<0x00>");
    STORIES.stream().flatMapToInt(String::codePoints).distinct()
        .forEach(c -> assertThat(unigram.id(Character.toString(c).replace(' ', '▁'))).isPresent());
    for (int id = 261; id < unigram.vocabularySize(); id++) {
      assertThat(unigram.scores()[id]).isNegative().isLessThanOrEqualTo(id == 260 ? 0 : unigram.scores()[id - 1]);
    }
  }

  @Test
  void allTextComesBack() {
    var unigram = new UnigramTraining(2_500).train(STORIES.stream());
    for (var line : new RandomText(15).lines(500)) {
      assertThat(unigram.decode(unigram.encode(line))).as("seed 15").isEqualTo(line.replace('▁', ' '));
    }
  }

  @Test
  void theSameTextGivesTheSameScoresOnAnyNumberOfThreads() throws Exception {
    var training = new UnigramTraining(2_500);
    var here = training.train(STORIES.stream());
    try (var alone = new ForkJoinPool(1)) {
      var there = alone.submit(() -> training.train(STORIES.stream())).get();
      assertThat(there.vocabulary.tokens()).isEqualTo(here.vocabulary.tokens());
      assertThat(there.scores()).isEqualTo(here.scores());
    }
  }

  @Test
  void moreStepsMakeTheCorpusMoreProbable() {
    var corpus = UnigramCorpus.of(STORIES.stream(), 1);
    var first = UnigramModel.of(UnigramSeeds.of(corpus, 5_000));
    var then = first.maximised(first.expected(corpus));
    assertThat(best(then, corpus)).isGreaterThan(best(first, corpus));
  }

  @Test
  void digammaIsItsKnownValues() {
    assertThat(UnigramModel.digamma(1)).isCloseTo(-0.5772156649015329, within(1e-12));
    assertThat(UnigramModel.digamma(0.5)).isCloseTo(-1.9635100260214235, within(1e-12));
    assertThat(UnigramModel.digamma(1e6)).isCloseTo(Math.log(1e6) - 5e-7, within(1e-12));
  }

  @Test
  void tooSmallAVocabularyIsRefused() {
    assertThatThrownBy(() -> new UnigramTraining(259)).isInstanceOf(BadInput.class).hasMessageContaining("259");
    assertThatThrownBy(() -> new UnigramTraining(262).train(Stream.of("abcdef"))).isInstanceOf(BadInput.class)
        .hasMessageContaining("ask for 266");
    assertThat(new UnigramTraining(1_000).train(Stream.empty()).vocabularySize()).isEqualTo(259);
  }

  /// The sum of the best cuts' log-probabilities.
  private static double best(UnigramModel model, UnigramCorpus corpus) {
    var lattice = new Lattice(Trie.of(model.pieces(), i -> true), model.scores(), model.worst());
    double sum = 0;
    for (int run = 0; run < corpus.size(); run++) {
      lattice.read(corpus.text(), corpus.starts()[run], corpus.ends()[run], UnigramSeeds.LONGEST);
      sum += corpus.counts()[run] * lattice.best();
    }
    return sum;
  }

  private static List<String> texts(Random random) {
    var texts = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      var text = new StringBuilder();
      random.ints(random.nextInt(40), 0, 4).forEach(c -> text.append(" abc".charAt(c)));
      texts.add(text.toString());
    }
    return texts;
  }

  private static Map<String, Long> naiveCounts(UnigramCorpus corpus) {
    var counts = new HashMap<String, Long>();
    for (int run = 0; run < corpus.size(); run++) {
      var text = new String(corpus.text(), corpus.starts()[run], corpus.ends()[run] - corpus.starts()[run]);
      for (int from = 0; from < text.length(); from++) {
        for (int to = from + 1; to <= Math.min(text.length(), from + UnigramSeeds.LONGEST); to++) {
          counts.merge(text.substring(from, to), corpus.counts()[run], Long::sum);
        }
      }
    }
    return counts;
  }
}
