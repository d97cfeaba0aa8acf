package wenmai.corpus.filter;

import java.util.Optional;
import java.util.regex.Pattern;
import wenmai.corpus.Filter;
import wenmai.corpus.Reason;
import wenmai.files.Default;
import wenmai.files.Range;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// What Gopher's, C4's and FineWeb's rules ask of English, asked of Chinese; what is written with spaces passes. No paper
/// gives these thresholds: they are ours, chosen so that passages of Wikipedia pass nearly all (`PieceDataTest`), and lists,
/// menus and keywords do not.
///
/// @param minHan         Chinese characters, at least: 50 English words are about 80
/// @param hanShare       least share of them among all but spaces
/// @param minPunctuation least share of punctuation among all but spaces: keywords in a row have none
/// @param maxPunctuation largest share of it
/// @param spaced         largest share of neighbouring Chinese characters with a space between
/// @param lines          FineWeb's rules, with lines of 10 characters for its 30; a text of one or two lines is not judged by them
public record ChineseQuality(@Default("80") int minHan, @Default("0.5") double hanShare,
    @Default("0.02") double minPunctuation, @Default("0.3") double maxPunctuation, @Default("0.1") double spaced,
    @Default("{shortLine: 10}") FineWeb lines) implements Filter {
  private static final int FEW_LINES = 3;
  private static final Pattern CLOSED = Pattern.compile(".*[。！？…；：，、”’」』）》.!?;:,\"')]", Pattern.DOTALL);
  private static final Pattern APART = Pattern.compile("(?<=\\p{IsHan})[ \u3000](?=\\p{IsHan})");
  private static final Pattern TOGETHER = Pattern.compile("(?<=\\p{IsHan})(?=\\p{IsHan})");

  public ChineseQuality {
    Range.least("chineseQuality.minHan", minHan, 0);
    Range.share("chineseQuality.hanShare", hanShare);
    Range.share("chineseQuality.minPunctuation", minPunctuation);
    Range.share("chineseQuality.maxPunctuation", maxPunctuation);
    Range.share("chineseQuality.spaced", spaced);
    if (minPunctuation > maxPunctuation) {
      throw new BadInput("chineseQuality.minPunctuation (%s) must not be above maxPunctuation (%s)",
          "chineseQuality.minPunctuation（%s）不得大于 maxPunctuation（%s）", minPunctuation, maxPunctuation);
    }
  }

  @Override
  public Message name() {
    return new Message("quality (Chinese)", "质量（中文）");
  }

  @Override
  public Optional<Reason> fault(String text) {
    return Script.of(text) == Script.SPACED ? Optional.empty() : ofCharacters(text).or(() -> ofLines(Lines.of(text)));
  }

  private Optional<Reason> ofLines(Lines of) {
    return of.all().size() < FEW_LINES ? Optional.empty() : lines.ofLines(of, CLOSED);
  }

  private Optional<Reason> ofCharacters(String text) {
    long all = text.codePoints().filter(c -> !Character.isWhitespace(c)).count();
    long han = text.codePoints().filter(Character::isIdeographic).count();
    if (han < minHan || han < hanShare * all) {
      return Optional.of(Reason.FEW_HAN);
    }
    long points = text.codePoints().filter(ChineseQuality::isPunctuation).count();
    if (points < minPunctuation * all || points > maxPunctuation * all) {
      return Optional.of(Reason.PUNCTUATION);
    }
    long apart = APART.matcher(text).results().count();
    return apart > spaced * (apart + TOGETHER.matcher(text).results().count()) ? Optional.of(Reason.SPACED_HAN) : Optional.empty();
  }

  private static boolean isPunctuation(int c) {
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
          Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION -> true;
      default -> false;
    };
  }
}
