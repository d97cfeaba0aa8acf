package wenmai.corpus;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The encoding of a web page: its byte order mark, then what the server said, then what the page says (the order of
/// HTML's standard, §13.2.3), where the bytes bear it out; otherwise they are looked at ([Detection]). Names mean what
/// browsers take them for (WHATWG's Encoding standard, §4.2): GB2312 is GB18030, and Latin-1 is Windows' 1252. That one
/// is believed only where the bytes look like nothing else, for servers say it of everything.
final class PageEncoding {
  private static final Charset LATIN = Charset.forName("windows-1252");
  private static final int BEGINNING = 4 << 10;
  private static final int BORNE_OUT = 100;      // one character in so many may be damaged
  private static final Pattern DECLARATION = Pattern.compile(
      "(?i)<(?:meta\\s[^>]*?charset|\\?xml\\s[^>]*?encoding)\\s*+=\\s*+[\"']?+\\s*+([\\w.:-]++)");

  private PageEncoding() {}

  /// `said` is what the server said, if it did. Nothing where the bytes are no text.
  static Optional<Detection> of(byte[] bytes, String... said) {
    var charsets = Stream.concat(Stream.of(said), declared(bytes).stream())
        .flatMap(name -> charset(name).stream()).toList();
    return Detection.marked(bytes)
        .or(() -> charsets.stream().filter(charset -> !charset.equals(LATIN) && isBorneOut(bytes, charset)).findFirst()
            .map(PageEncoding::in))
        .or(() -> Detection.of(bytes))
        .or(() -> charsets.stream().filter(LATIN::equals).findFirst().map(PageEncoding::in));
  }

  private static Detection in(Charset charset) {
    return new Detection(Encoding.declared(charset), 0);
  }

  private static Optional<String> declared(byte[] bytes) {
    var beginning = new String(bytes, 0, Math.min(bytes.length, BEGINNING), StandardCharsets.ISO_8859_1);
    var found = DECLARATION.matcher(beginning);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  private static Optional<Charset> charset(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "gb2312", "gb_2312-80", "gbk", "x-gbk", "gb18030" -> Optional.of(Encoding.GB18030.charset());
      case "big5", "big5-hkscs", "x-x-big5" -> Optional.of(Encoding.BIG5.charset());
      case "iso-8859-1", "latin1", "ascii", "us-ascii", "windows-1252" -> Optional.of(LATIN);
      case "shift_jis", "sjis" -> Optional.of(Encoding.charset("windows-31j"));
      case "euc-kr", "ks_c_5601-1987" -> Optional.of(Encoding.charset("x-windows-949"));
      default -> known(name);
    };
  }

  private static Optional<Charset> known(String name) {
    try {
      return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
    } catch (IllegalArgumentException e) {      // not even the form of a name
      return Optional.empty();
    }
  }

  private static boolean isBorneOut(byte[] bytes, Charset charset) {
    var text = new String(bytes, charset);
    return text.chars().filter(c -> c == '\uFFFD').count() * BORNE_OUT <= text.length();
  }
}
