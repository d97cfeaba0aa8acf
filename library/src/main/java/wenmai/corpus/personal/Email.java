package wenmai.corpus.personal;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import wenmai.message.Message;

/// Addresses of electronic mail as they are used (RFC 5321 §4.1.2 without quotes, comments and bare hosts). Names of
/// images such as `icon@2x.png`, a password before a host in an address of the web and a name on a server that a handle
/// gives (`@name@server`) have the same form and are none.
final class Email {
  private static final Set<String> SUFFIXES = Set.of("png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "css", "js");

  static Detector detector() {
    return new Detector(new Message("e-mail addresses", "电子邮箱"), "EMAIL", "@", Detector.Start.WORD,
        Pattern.compile("(?<![\\w.+%@-])(?<!://[^\\s/@]{1,64}:)[a-zA-Z0-9_](?:[\\w.+%-]{0,62}[\\w+%-])?@"
            + "(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)+[a-zA-Z]{2,24}(?![\\w-])"), Email::isAddress);
  }

  private Email() {}

  private static boolean isAddress(String text) {
    return !text.contains("..") && !SUFFIXES.contains(text.substring(text.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }
}
