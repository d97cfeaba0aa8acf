package wenmai.corpus.personal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import wenmai.corpus.Cleaner;
import wenmai.message.Message;

/// One kind of personal data: the form it has, and what else must hold for it. A text without `sign` holds none. Full-width
/// letters and digits count as usual ones.
public record Detector(Message name, String kind, String sign, Start start, Pattern form, Predicate<String> holds) {

  public static final Detector EMAIL = Email.detector();
  public static final Detector CHINESE_ID = ChineseId.detector();
  public static final Detector SSN = SocialSecurity.detector();
  public static final Detector BANK_CARD = BankCard.detector();
  public static final Detector MAC = MacAddress.detector();
  public static final Detector IPV6 = IpAddress.v6();
  public static final Detector IPV4 = IpAddress.v4();
  public static final Detector PHONE = Phone.detector();

  /// All kinds, in an order in which none takes a part of another: identity numbers before cards, both before phones.
  public static final List<Detector> ALL = List.of(EMAIL, CHINESE_ID, SSN, BANK_CARD, MAC, IPV6, IPV4, PHONE);

  /// What stands in the text instead.
  public String placeholder() {
    return "⟨" + kind + "⟩";
  }

  public String redacted(String text) {
    var redacted = new StringBuilder();
    int done = 0;
    for (var match : matches(narrow(text))) {
      redacted.append(text, done, match.start()).append(placeholder());
      done = match.end();
    }
    return done == 0 ? text : redacted.append(text, done, text.length()).toString();
  }

  /// Where the kind stands in a text of usual width. The form is tried only where an item can start, for most characters
  /// cannot, and a search by pattern alone takes 30 ns a character to find that out.
  List<MatchResult> matches(String narrow) {
    if (!narrow.contains(sign)) {
      return List.of();
    }
    var matches = new ArrayList<MatchResult>();
    var matcher = form.matcher(narrow).useTransparentBounds(true);
    for (int at = 0; at < narrow.length(); at++) {
      if (start.at(narrow, at) && matcher.region(at, narrow.length()).lookingAt() && holds.test(matcher.group())) {
        matches.add(matcher.toMatchResult());
        at = matcher.end() - 1;
      }
    }
    return matches;
  }

  /// Whether an item can start at a place.
  @FunctionalInterface
  public interface Start {
    boolean at(String text, int place);

    /// At the first of some digits.
    Start NUMBER = (text, at) -> isDigit(text.charAt(at)) && (at == 0 || !isDigit(text.charAt(at - 1)));

    /// At the first of some letters and digits.
    Start WORD = (text, at) -> isWord(text.charAt(at)) && (at == 0 || !isWord(text.charAt(at - 1)));

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }

    private static boolean isWord(char c) {
      return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || isDigit(c);
    }
  }

  /// The text with digits, letters and the signs of numbers in their usual width; character for character.
  static String narrow(String text) {
    int first = 0;
    while (first < text.length() && !isWide(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    var narrow = text.toCharArray();
    for (int i = first; i < narrow.length; i++) {
      narrow[i] = isWide(narrow[i]) ? (char) (narrow[i] - 0xFEE0) : narrow[i];
    }
    return new String(narrow);
  }

  /// ０–９ Ａ–Ｚ ａ–ｚ ＋ － ． ＠
  private static boolean isWide(char c) {
    return c >= '\uFF0B' && c <= '\uFF5A' && (Character.isLetterOrDigit(c) || "\uFF0B\uFF0D\uFF0E\uFF20".indexOf(c) >= 0);
  }

  public Cleaner cleaner() {
    return new Cleaner(name, this::redacted);
  }

  /// The digits of a number that may be grouped.
  static int[] digits(String number) {
    return number.chars().filter(c -> c >= '0' && c <= '9').map(c -> c - '0').toArray();
  }
}
