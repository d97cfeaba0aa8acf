package wenmai.corpus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// What a web server answered (HTTP/1, RFC 9112): a page or plain text, in the encoding that it said, whole or in chunks,
/// plain or packed.
final class WebAnswer {
  private static final Pattern END_OF_HEADERS = Pattern.compile("\r?\n\r?\n");
  private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\S*+ 2\\d\\d\\b.*", Pattern.DOTALL);
  private static final Pattern CHARSET = Pattern.compile("(?i)charset\\s*+=\\s*+[\"']?+([\\w.:-]++)");
  private static final int LONGEST_HEADERS = 256 << 10;

  private WebAnswer() {}

  /// @throws Unreadable where the answer is no page
  static Optional<String> text(byte[] answer) throws IOException {
    var beginning = new String(answer, 0, Math.min(answer.length, LONGEST_HEADERS), StandardCharsets.ISO_8859_1);
    var end = END_OF_HEADERS.matcher(beginning);
    if (!end.find() || !STATUS.matcher(beginning).matches()) {
      throw new Unreadable(Reason.NO_PAGE);
    }
    String headers = beginning.substring(0, end.start());
    byte[] body = unpacked(headers, new ByteArrayInputStream(answer, end.end(), answer.length - end.end()));
    String type = header(headers, "content-type");
    boolean page = type.contains("html") || type.isEmpty() && Magic.kind(body).equals(Optional.of(Kind.HTML));
    if (!page && !type.startsWith("text/plain")) {
      throw new Unreadable(Reason.NO_PAGE);
    }
    var charset = CHARSET.matcher(type);
    return (charset.find() ? PageEncoding.of(body, charset.group(1)) : PageEncoding.of(body))
        .map(found -> found.decode(body)).map(text -> page ? MainContent.of(text) : text);
  }

  private static byte[] unpacked(String headers, InputStream body) throws IOException {
    byte[] whole = header(headers, "transfer-encoding").contains("chunked") ? unchunked(body) : body.readAllBytes();
    var in = new ByteArrayInputStream(whole);
    try (InputStream plain = Unpack.bounded(switch (header(headers, "content-encoding")) {
      case "", "identity" -> in;
      case "gzip", "x-gzip" -> isGzip(whole) ? new GZIPInputStream(in) : in;      // crawlers unpack, and leave the header
      case "deflate" -> new InflaterInputStream(in);
      default -> throw new Unreadable(Reason.NO_PAGE);
    }, new Unpack.Allowance(Unpack.LARGEST_PAGE, Reason.BOMB))) {
      return plain.readAllBytes();
    }
  }

  private static boolean isGzip(byte[] body) {
    return Detection.startsWith(body, 0x1F, 0x8B);
  }

  /// RFC 9112 §7.1. A body that is not in chunks, though its header says so, stays as it is.
  private static byte[] unchunked(InputStream body) throws IOException {
    byte[] all = body.readAllBytes();
    var plain = new ByteArrayOutputStream();
    int at = 0;
    while (at < all.length) {
      int end = at;
      while (end < all.length && all[end] != '\n') {
        end++;
      }
      String size = new String(all, at, Math.min(end - at, 20), StandardCharsets.ISO_8859_1).split("[;\r]", 2)[0].strip();
      if (!size.matches("[0-9A-Fa-f]{1,7}")) {
        return plain.size() == 0 ? all : plain.toByteArray();
      }
      int length = Math.min(Integer.parseInt(size, 16), all.length - Math.min(all.length, end + 1));
      if (length == 0) {
        break;
      }
      plain.write(all, end + 1, length);
      at = end + 1 + length + 2;
    }
    return plain.toByteArray();
  }

  private static String header(String headers, String name) {
    return headers.lines().filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1)).findFirst()
        .map(line -> line.substring(name.length() + 1).strip().toLowerCase(Locale.ROOT)).orElse("");
  }
}
