package wenmai.corpus.personal;

import java.util.regex.Pattern;
import wenmai.message.Message;

/// Hardware addresses of 48 bits (IEEE 802): six bytes with one kind of separator. All zeros and all ones name no device.
final class MacAddress {
  private static final Pattern NOBODY = Pattern.compile("[0:-]+|[fF:-]+");

  static Detector detector() {
    return new Detector(new Message("MAC addresses", "MAC 地址"), "MAC", "", (text, at) -> text.length() >= at + 17 && ":-".indexOf(text.charAt(at + 2)) >= 0,
        Pattern.compile("(?=[0-9a-fA-F]{2}[:-])(?<![\\w:-])[0-9a-fA-F]{2}([:-])(?:[0-9a-fA-F]{2}\\1){4}[0-9a-fA-F]{2}(?![\\w:-])"),
        text -> !NOBODY.matcher(text).matches());
  }

  private MacAddress() {}
}
