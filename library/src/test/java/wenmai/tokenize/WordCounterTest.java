package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordCounterTest {
  private static final WordCounter.Cut WHOLE = text -> _ -> text.length();
  private static final int TEXTS = 20_000;

  /// A file's lines, as a stream of files gives them.
  private static Stream<String> texts(AtomicLong read) {
    return Stream.of("file").flatMap(_ -> IntStream.range(0, TEXTS).mapToObj(i -> {
      read.incrementAndGet();
      return "word" + i % 7 + "x".repeat(1000);
    }));
  }

  @Test
  void readingIsNotFarAhead() {
    var read = new AtomicLong();
    var counted = new AtomicLong();
    var most = new AtomicLong();
    var tables = WordCounter.count(text -> {
      most.accumulateAndGet(read.get() - counted.getAndIncrement(), Math::max);
      return text;
    }, WHOLE, texts(read));
    assertThat(most.get()).isLessThan(TEXTS / 2);
    assertThat(Arrays.stream(tables).mapToInt(Words::size).sum()).isEqualTo(7);
    assertThat(Arrays.stream(tables).flatMapToLong(table -> IntStream.range(0, table.size()).mapToLong(table::count)).sum())
        .isEqualTo(TEXTS);
  }

  @Test
  void whatCountingThrowsEndsReading() {
    var read = new AtomicLong();
    assertThatThrownBy(() -> WordCounter.count(_ -> {
      throw new IllegalStateException("no");
    }, WHOLE, texts(read))).isInstanceOf(IllegalStateException.class).hasMessage("no");
    assertThat(read.get()).isLessThan(TEXTS);
  }
}
