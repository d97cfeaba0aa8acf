package wenmai.corpus.personal;

import java.util.Arrays;
import java.util.regex.Pattern;
import wenmai.message.Message;

/// Numbers of payment cards, 14 to 19 digits in one piece or in groups, that begin as an issuer's do (UnionPay 62,
/// Visa 4, Mastercard 51–55 and 22–27, American Express 34 and 37, JCB 35, Diners 36 and 38, Discover 6011 and 65) and
/// pass Luhn's check (ISO/IEC 7812-1 annex B). One number in ten passes it by chance.
final class BankCard {
  private static final Pattern ISSUER = Pattern.compile("(?:4|5[1-5]|2[2-7]|3[4-8]|62|6011|65).*");

  static Detector detector() {
    return new Detector(new Message("bank cards", "银行卡号"), "CARD", "",
        Pattern.compile("(?=[2-6])(?<![0-9A-Za-z]|[0-9][ .-])[2-6][0-9]{3}(?:([ -]?)[0-9]{4}){2}(?:\\1[0-9]{1,4}){1,2}(?![0-9A-Za-z])"
            + "|(?=3)(?<![0-9A-Za-z])3[47][0-9]{2}[ -][0-9]{6}[ -][0-9]{5}(?![0-9A-Za-z])"), BankCard::isCard);
  }

  private BankCard() {}

  private static boolean isCard(String text) {
    int[] digits = Detector.digits(text);
    boolean varied = Arrays.stream(digits).distinct().count() > 1;
    return digits.length >= 14 && digits.length <= 19 && varied
        && ISSUER.matcher(text.replaceAll("[ -]", "")).matches() && luhn(digits);
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
