package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;

class MergeTrainingTest {
  private static final int LETTERS = 26;
  private static final int VOCABULARY = 400;

  /// The plain twin knows nothing of rounds: it learns from all words at once, the rare pairs included.
  @Test
  void roundsLearnWhatIsLearnedFromAllWordsAtOnce() {
    for (int seed = 0; seed < 40; seed++) {
      var words = words(new Random(seed));
      long[] plain = plain(words);
      assertThat(learn(VOCABULARY, MergeTraining.ROOM, words)).as("seed %d", seed).isEqualTo(plain);
      assertThat(plain).hasSizeGreaterThan(100);
    }
  }

  @Test
  void aFileLearnsWhatMemoryLearns() {
    for (int seed = 0; seed < 10; seed++) {
      var words = words(new Random(seed));
      long[] inMemory = learn(VOCABULARY, MergeTraining.ROOM, words);
      assertThat(learn(VOCABULARY, 0, words)).as("seed %d", seed).isEqualTo(inMemory);
      assertThat(learn(VOCABULARY, 1000, words, words)).as("seed %d, twice", seed).isEqualTo(inMemory);
    }
  }

  /// A shard of segments, one of 64, is full when it holds six; then the round takes fewer pairs.
  @Test
  void segmentsWithoutRoomMakeMoreRounds() {
    var words = words(new Random(0));
    assertThat(learn(VOCABULARY, MergeTraining.ROOM, 64 * 200, words)).isEqualTo(plain(words));
  }

  @Test
  void tokensOfThreeBytesLearnWhatTokensOfTwoLearn() {
    var words = words(new Random(7));
    assertThat(learn(1 << 17, 0, words)).isEqualTo(learn(1 << 15, 0, words)).hasSizeGreaterThan(VOCABULARY);
  }

  /// Cut off at 32 bits they would be equal, and `a b` would come first.
  @Test
  void countsGoBeyond32Bits() {
    var some = new Words();
    add(some, "ab", 4_000_000_000L);
    add(some, "cd", 3_000_000_000L);
    var more = new Words();
    add(more, "cd", 2_000_000_000L);
    assertThat(learn(LETTERS + 2, 0, some, more)).containsExactly(Pairs.key(2, 3), Pairs.key(0, 1));
  }

  @Test
  void aVocabularyThatTokensCannotNumberIsRefused() {
    assertThatThrownBy(() -> new MergeTraining(1 << 23, TokenBytes.of(1 << 23), 0, 0)).isInstanceOf(BadInput.class).hasMessageContaining("8388607");
  }

  /// Zipf's law for words of a few letters, so that there are frequent and rare pairs, ties, and runs of one letter.
  private static Words words(Random random) {
    var words = new Words();
    for (int rank = 1; rank <= 500; rank++) {
      var word = new StringBuilder();
      random.ints(1 + random.nextInt(20), 0, LETTERS).forEach(letter -> word.append((char) ('a' + letter * letter / LETTERS)));
      add(words, word.toString(), Math.max(1, 3000 / rank));
    }
    add(words, "aaaaaaa", 700);
    return words;
  }

  private static void add(Words words, String word, long count) {
    words.add(word.getBytes(StandardCharsets.US_ASCII), 0, word.length(), count);
  }

  private static long[] learn(int vocabulary, long room, Words... tables) {
    return learn(vocabulary, room, MergeTraining.ROOM, tables);
  }

  private static long[] learn(int vocabulary, long room, long segmentRoom, Words... tables) {
    try (var training = new MergeTraining(vocabulary, TokenBytes.of(vocabulary), room, segmentRoom)) {
      for (var table : tables) {
        training.add(table, new Letters());
      }
      return training.learn((_, n) -> n, LETTERS, Progress.NONE);
    }
  }

  private static long[] plain(Words words) {
    var code = TokenBytes.of(VOCABULARY);
    var tokens = new Words();
    for (int word = 0; word < words.size(); word++) {
      byte[] bytes = new byte[code.width() * (words.end(word) - words.start(word))];
      int end = 0;
      for (int at = words.start(word); at < words.end(word); at++) {
        end = code.put(bytes, end, words.at(at) - 'a');
      }
      tokens.add(bytes, 0, end, words.count(word));
    }
    try (var flat = new FlatWords(new Words[] {tokens}, code)) {
      return new MergeLearning(flat, LETTERS, VOCABULARY, 1, Progress.NONE).learn();
    }
  }

  private record Letters() implements MergeCorpus.Spelling {
    @Override
    public int length(Words table, int word) {
      return table.end(word) - table.start(word);
    }

    @Override
    public void spell(Words table, int word, IntConsumer token) {
      for (int at = table.start(word); at < table.end(word); at++) {
        token.accept(table.at(at) - 'a');
      }
    }
  }
}
