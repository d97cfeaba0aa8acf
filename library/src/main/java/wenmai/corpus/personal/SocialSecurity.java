package wenmai.corpus.personal;

import java.util.regex.Pattern;
import wenmai.message.Message;

/// Social security numbers of the United States with their hyphens: area (not 000, 666, 9xx), group (not 00) and serial
/// number (not 0000), as they have been given out since 2011. They have no check digit.
final class SocialSecurity {
  static Detector detector() {
    return new Detector(new Message("US social security numbers", "美国社会安全号"), "ID", "-", Detector.Start.NUMBER,
        Pattern.compile("(?=[0-8])(?<![0-9A-Za-z]|[0-9][.-])(?!000|666)[0-8][0-9]{2}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![0-9A-Za-z]|[.-][0-9])"),
        _ -> true);
  }

  private SocialSecurity() {}
}
