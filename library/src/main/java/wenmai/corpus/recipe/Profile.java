package wenmai.corpus.recipe;

import static wenmai.corpus.recipe.Piece.*;

import java.util.List;
import java.util.stream.Stream;

/// A list of steps for a purpose.
public enum Profile {
  /// What a language model should read: characters repaired, nothing personal, nothing twice.
  LM(Stream.of(Lists.CHARACTERS, Lists.LAYOUT, Lists.PERSONAL, Lists.NOT_TWICE)),
  /// The same of pages from the web, of which most are not worth reading (the order is FineWeb's: Penedo 2024 §3).
  WEB(Stream.of(Lists.CHARACTERS, Lists.LAYOUT, Lists.QUALITY, Lists.NOT_TWICE, Lists.PERSONAL)),
  /// Bare words between spaces, a line for a line: for word vectors and classifiers that count words.
  WORDS(Stream.of(Lists.CHARACTERS, Lists.BARE_WORDS, List.of(NOT_BLANK, NOT_SHORT, DUPLICATES)));

  private final List<Piece> steps;

  Profile(Stream<List<Piece>> parts) {
    this.steps = parts.flatMap(List::stream).toList();
  }

  public List<Piece> steps() {
    return steps;
  }

  private static final class Lists {
    static final List<Piece> CHARACTERS = List.of(MOJIBAKE, LINE_ENDS, ODD_SPACES, INVISIBLE, CONTROL, NFC);
    static final List<Piece> LAYOUT = List.of(TRAILING_SPACES, BLANK_LINES);
    static final List<Piece> PERSONAL = List.of(EMAIL, CHINESE_ID, SSN, BANK_CARD, MAC, IPV6, IPV4, PHONE);
    static final List<Piece> QUALITY =
        List.of(LANGUAGES, GOPHER_REPETITION, GOPHER_QUALITY, C4, FINEWEB, CHINESE_QUALITY);
    static final List<Piece> NOT_TWICE = List.of(NOT_BLANK, NOT_SHORT, DUPLICATES, NEAR_DUPLICATES);
    static final List<Piece> BARE_WORDS = List.of(LOWER_CASE, SYMBOLS, Piece.WORDS, STOP_WORDS, SPACES);
  }
}
