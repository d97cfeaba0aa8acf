package wenmai.corpus.filter;

import java.util.Optional;
import java.util.regex.Pattern;
import wenmai.corpus.Filter;
import wenmai.corpus.Reason;
import wenmai.files.Default;
import wenmai.files.Range;
import wenmai.message.Message;

/// The rules that FineWeb added to those of Gopher and C4 (Penedo 2024 §3.5), for English and what is written like it;
/// Chinese passes.
///
/// @param closedLines         least share of lines that end in punctuation
/// @param repeatedCharacters  largest share of characters in lines that stood before
/// @param shortLine           characters of a short line, at most
/// @param shortLines          largest share of such lines
public record FineWeb(@Default("0.12") double closedLines, @Default("0.1") double repeatedCharacters,
    @Default("30") int shortLine, @Default("0.67") double shortLines) implements Filter {
  private static final Pattern CLOSED = Pattern.compile(".*[.!?…;:,\"'”’)]", Pattern.DOTALL);

  public FineWeb {
    Range.share("closedLines", closedLines);
    Range.share("repeatedCharacters", repeatedCharacters);
    Range.least("shortLine", shortLine, 0);
    Range.share("shortLines", shortLines);
  }

  @Override
  public Message name() {
    return new Message("lines (FineWeb)", "行（FineWeb）");
  }

  @Override
  public Optional<Reason> fault(String text) {
    return Script.of(text) == Script.HAN ? Optional.empty() : ofLines(Lines.of(text), CLOSED);
  }

  /// The same rules with another idea of punctuation.
  Optional<Reason> ofLines(Lines lines, Pattern closed) {
    if (lines.share(line -> closed.matcher(line).matches()) <= closedLines) {
      return Optional.of(Reason.OPEN_LINES);
    }
    if (lines.repeatedCharacters() >= repeatedCharacters) {
      return Optional.of(Reason.DUPLICATED_LINES);
    }
    return lines.share(line -> line.length() < shortLine) >= shortLines ? Optional.of(Reason.SHORT_LINES) : Optional.empty();
  }
}
