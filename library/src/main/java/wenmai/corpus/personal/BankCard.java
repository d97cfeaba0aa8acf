package wenmai.corpus.personal;

import java.util.Arrays;
import java.util.regex.Pattern;
import wenmai.message.Message;

/// Numbers of payment cards in one piece or in groups, that begin as an issuer's do and are as long (UnionPay 62, of ICBC's
/// old ones 9558, JCB 35, Discover 6011 and 65: 16 to 19 digits; Visa 4: 16 or 19; Mastercard 51–55 and 22–27: 16; American
/// Express 34 and 37: 15; Diners 36 and 38: 14) and pass Luhn's check (ISO/IEC 7812-1 annex B). One number in ten passes it by chance.
final class BankCard {
  private static final Pattern ISSUER = Pattern.compile("4[0-9]{15}(?:[0-9]{3})?|(?:5[1-5]|2[2-7])[0-9]{14}|3[47][0-9]{13}|3[68][0-9]{12}"
      + "|(?:62|35|65)[0-9]{14,17}|(?:6011|9558)[0-9]{12,15}");

  static Detector detector() {
    return new Detector(new Message("bank cards", "银行卡号"), "CARD", "", Detector.Start.NUMBER,
        Pattern.compile("(?=[2-69])(?<![0-9A-Za-z]|[0-9][ .-])[2-69][0-9]{3}(?:([ -]?)[0-9]{4}){2}(?:\\1[0-9]{1,4}){1,2}(?![0-9A-Za-z])"
            + "|(?=3)(?<![0-9A-Za-z])3[47][0-9]{2}[ -][0-9]{6}[ -][0-9]{5}(?![0-9A-Za-z])"), BankCard::isCard);
  }

  private BankCard() {}

  private static boolean isCard(String text) {
    int[] digits = Detector.digits(text);
    boolean varied = Arrays.stream(digits).distinct().count() > 1;
    return varied && ISSUER.matcher(text.replaceAll("[ -]", "")).matches() && luhn(digits);
  }

  /// From the right, every second digit counts twice (its digits' sum); all together are a multiple of ten.
  private static boolean luhn(int[] digits) {
    int sum = 0;
    for (int i = 0; i < digits.length; i++) {
      int digit = digits[digits.length - 1 - i] * (1 + i % 2);
      sum += digit / 10 + digit % 10;
    }
    return sum % 10 == 0;
  }
}
