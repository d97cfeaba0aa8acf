package wenmai.corpus.personal;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wenmai.corpus.Cleaner;
import wenmai.message.Message;

/// One kind of personal data: the form it has, and what else must hold for it. A text without `sign` holds none.
public record Detector(Message name, String kind, String sign, Pattern form, Predicate<String> holds) {

  public static final Detector EMAIL = Email.detector();
  public static final Detector CHINESE_ID = ChineseId.detector();
  public static final Detector BANK_CARD = BankCard.detector();
  public static final Detector MAC = MacAddress.detector();
  public static final Detector IPV6 = IpAddress.v6();
  public static final Detector IPV4 = IpAddress.v4();
  public static final Detector PHONE = Phone.detector();

  /// All kinds, in an order in which none takes a part of another: identity numbers before cards, both before phones.
  public static final List<Detector> ALL = List.of(EMAIL, CHINESE_ID, BANK_CARD, MAC, IPV6, IPV4, PHONE);

  /// What stands in the text instead.
  public String placeholder() {
    return "⟨" + kind + "⟩";
  }

  public String redacted(String text) {
    return !text.contains(sign) ? text : form.matcher(text).replaceAll(
        match -> holds.test(match.group()) ? placeholder() : Matcher.quoteReplacement(match.group()));
  }

  public Cleaner cleaner() {
    return new Cleaner(name, this::redacted);
  }

  /// The digits of a number that may be grouped.
  static int[] digits(String number) {
    return number.chars().filter(c -> c >= '0' && c <= '9').map(c -> c - '0').toArray();
  }
}
