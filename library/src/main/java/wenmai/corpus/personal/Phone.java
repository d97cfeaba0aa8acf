package wenmai.corpus.personal;

import java.util.regex.Pattern;
import wenmai.message.Message;

/// Telephone numbers: Chinese mobiles (11 digits from 13 to 19), Chinese landlines (area code 010, 02x or 03xx–09xx and 7
/// or 8 digits), service numbers (400, 800), North American ones (NPA-NXX-XXXX, neither part from 0 or 1, with points between all parts or none), and any that begin
/// with +, 00 or 011 and a country (ITU-T E.164: at most 15 digits), all with their extension. Bare numbers of other countries cannot be told from other numbers and stay.
final class Phone {
  private static final String CHINA = "(?:(?:\\+|00)?86[- ]?)?";
  private static final String MOBILE = CHINA + "1[3-9][0-9](?:[0-9]{8}|([-. ])[0-9]{4}\\1[0-9]{4})";
  private static final String LANDLINE = "(?:" + CHINA + "(?:\\(0[0-9]{2,3}\\) ?|（0[0-9]{2,3}）|0(?:10|2[0-57-9]|[3-9][0-9]{2})[- ]?)"
      + "|(?:\\+|00)?86[- ](?:10|2[0-57-9]|[3-9][0-9]{2})[- ])[2-8][0-9]{6,7}(?:-[0-9]{3,5}| ?转 ?[0-9]{2,6})?"
      + "|(?<![0-9] )0(?:10|2[0-57-9]|[3-9][0-9]{2})[- ][2-8][0-9]{2,3}[- ][0-9]{4}(?! [0-9])";
  private static final String SERVICE = "[48]00(?:[- ]?[0-9]{3}[- ]?[0-9]{4}|[- ]?[0-9]{4}[- ]?[0-9]{3})";
  private static final String NORTH_AMERICAN = "(?:\\+?1[-. ]?)?(?:\\([2-9][0-9]{2}\\) ?[2-9][0-9]{2}[-. ]|[2-9][0-9]{2}(?:\\.[2-9][0-9]{2}\\.|[- ][2-9][0-9]{2}[- ]))[0-9]{4}"
      + "(?:,? ?(?:ext\\.?|x) ?[0-9]{1,6})?";
  private static final String INTERNATIONAL = "(?:\\+|011[-. ]|00(?=[1-9][0-9]{0,2}[-. ]))[1-9][0-9]{0,2}(?:[-. ]?(?:\\([0-9]{1,5}\\)|[0-9]{1,5})){2,6}";

  static Detector detector() {
    return new Detector(new Message("telephone numbers", "电话号码"), "PHONE", "",
        (text, at) -> "+(（".indexOf(text.charAt(at)) >= 0 || Detector.Start.NUMBER.at(text, at),
        Pattern.compile("(?=[0-9+(（])(?<![0-9A-Za-z+]|[0-9][.-])(?:" + String.join("|", MOBILE, LANDLINE, SERVICE, NORTH_AMERICAN, INTERNATIONAL)
            + ")(?![0-9A-Za-z]|[.-][0-9A-Za-z]| ?[元块万亿])"), Phone::isNumber);
  }

  private Phone() {}

  private static boolean isNumber(String text) {
    int digits = Detector.digits(text).length;
    return digits >= 8 && digits <= 20;
  }
}
