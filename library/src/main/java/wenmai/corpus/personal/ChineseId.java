package wenmai.corpus.personal;

import java.util.regex.Pattern;
import wenmai.message.Message;

/// Chinese identity numbers of 18 characters: region, date of birth, order, and a check character by ISO 7064 MOD 11-2
/// (GB 11643-1999 §5.2); and those of 15 digits from before 1999, with two digits of the year and no check character,
/// where region and date are possible.
final class ChineseId {
  private static final int[] WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};    // 2^(17-i) mod 11
  private static final String CHECKS = "10X98765432";

  static Detector detector() {
    return new Detector(new Message("Chinese identity numbers", "身份证号"), "ID", "", Detector.Start.NUMBER,
        Pattern.compile("(?=[1-9])(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
            + "[0-9]{3}[0-9Xx](?![0-9A-Za-z])"
            + "|(?=[1-8])(?<![0-9A-Za-z])(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])[0-9]{6}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
            + "[0-9]{3}(?![0-9A-Za-z])"), number -> number.length() == 15 || isChecked(number));
  }

  private ChineseId() {}

  private static boolean isChecked(String number) {
    int sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      sum += WEIGHTS[i] * (number.charAt(i) - '0');
    }
    return CHECKS.charAt(sum % 11) == Character.toUpperCase(number.charAt(17));
  }
}
