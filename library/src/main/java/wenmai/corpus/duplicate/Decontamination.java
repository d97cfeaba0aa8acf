package wenmai.corpus.duplicate;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import wenmai.corpus.Document;
import wenmai.corpus.Filter;
import wenmai.corpus.Reason;
import wenmai.corpus.Source;
import wenmai.corpus.Tally;
import wenmai.files.Default;
import wenmai.files.Range;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// Keeps what a model will be tested with out of what it learns from: drops a document that shares a stretch of `words`
/// words with one of the tests (Brown 2020, appendix C: 13 words). Case and punctuation do not count; in Chinese, characters
/// are words. A test that is shorter than the stretch finds nothing.
///
/// @param files of tests: text, or a test a line of JSONL or row of a table
public record Decontamination(@Default("[]") List<String> files, @Default("13") int words) {

  public Decontamination {
    Range.least("decontamination.words", words, 1);
  }

  /// The filter, for any number of threads.
  ///
  /// Memory: 8 bytes for each word of the tests.
  public Filter filter() {
    if (files.isEmpty()) {
      throw new BadInput("the step decontamination needs tests: decontamination.files=[tests.jsonl]",
          "decontamination 步骤需要评测集：decontamination.files=[tests.jsonl]");
    }
    return new Stretches(new Shingles(words), stretches());
  }

  private long[] stretches() {
    var shingles = new Shingles(words);
    return files.stream().flatMapToLong(file -> stretches(Path.of(file), shingles)).sorted().distinct().toArray();
  }

  /// @throws BadInput where a file holds no test
  private static LongStream stretches(Path file, Shingles shingles) {
    try (var tests = Source.of(List.of(file)).documents(new Tally())) {
      return LongStream.of(tests.map(Document::text).flatMapToLong(text -> LongStream.of(shingles.whole(text))).toArray());
    }
  }

  private record Stretches(Shingles shingles, long[] sorted) implements Filter {
    @Override
    public Message name() {
      return Reason.CONTAMINATED.message();
    }

    @Override
    public Optional<Reason> fault(String text) {
      boolean held = Arrays.stream(shingles.whole(text)).anyMatch(stretch -> Arrays.binarySearch(sorted, stretch) >= 0);
      return held ? Optional.of(Reason.CONTAMINATED) : Optional.empty();
    }
  }
}
