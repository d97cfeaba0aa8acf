package wenmai.corpus.personal;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import wenmai.message.Message;

/// Addresses of machines on a network. What names no machine stays: loopback, `0.0.0.0`, masks. A version number of four
/// parts has the same form as an address, and is told apart by the word beside it: version, section, 第 … 条; where all its parts
/// are below 20, as those of few addresses are, any name (GIT 1.5.6.1, openssl-1.0.2.1) but one of a machine or address.
final class IpAddress {
  private static final String NAMED = "(?<![A-Z][A-Za-z]{0,20} |[A-Za-z]-)|(?<=\\b(?i:IP|IPs|IPv4|address|addr|host|server|DNS|gateway|proxy|router|ping|from|to|at|on|is|the) )";
  private static final String SMALL = "(?:1?[0-9]\\.){3}1?[0-9](?![0-9])";

  static Detector v4() {
    return new Detector(new Message("IPv4 addresses", "IPv4 地址"), "IP", ".", Detector.Start.NUMBER,
        Pattern.compile("(?=[0-9])(?:(?<![\\w.])|(?<=IP))(?<!(?:\\b(?i:version|release|released|firmware|section|clause|rule|ver\\.|sec\\.|v)|版本|版本号|第|§)[ :：]{0,2})"
            + "(?:" + NAMED + "|(?!" + SMALL + "))(?:[0-9]{1,3}\\.){3}[0-9]{1,3}(?!\\w|\\.[0-9]|[ ]?[条款节章项版])"), IpAddress::isMachine);
  }

  /// Global unicast (2000::/3), unique local (fc00::/7) and link-local (fe80::/10) addresses: RFC 4291 §2.2, RFC 4193.
  static Detector v6() {
    return new Detector(new Message("IPv6 addresses", "IPv6 地址"), "IP", ":", Detector.Start.WORD,
        Pattern.compile("(?=[23fF])(?<![\\w:.])(?:[23][0-9a-fA-F]{3}|[fF][cCdD][0-9a-fA-F]{2}|[fF][eE][89abAB][0-9a-fA-F])"
            + "(?::{1,2}[0-9a-fA-F]{1,4}){1,7}(?:::)?(?![\\w:])"), IpAddress::isWhole);
  }

  private IpAddress() {}

  private static boolean isMachine(String text) {
    var parts = List.of(text.split("\\."));
    int first = Integer.parseInt(parts.getFirst());
    return parts.stream().allMatch(IpAddress::isByte) && first != 0 && first != 127 && first != 255;
  }

  private static boolean isByte(String part) {
    return Integer.parseInt(part) <= 255 && (part.length() == 1 || !part.startsWith("0"));
  }

  /// Eight groups, or fewer with one gap.
  private static boolean isWhole(String text) {
    int gap = text.indexOf("::");
    boolean oneGap = gap >= 0 && text.indexOf("::", gap + 1) < 0;
    long groups = Stream.of(text.split(":")).filter(group -> !group.isEmpty()).count();
    return oneGap ? groups < 8 : gap < 0 && groups == 8;
  }
}
