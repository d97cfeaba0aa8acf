package wenmai.corpus;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import wenmai.corpus.text.LowerCase;

/// The pages of a web archive (WARC, ISO 28500): of its records those of type `response`, whose HTML is read as a page is,
/// and of type `conversion`, which are text already. The other types are about them. Memory holds one record; where one
/// does not begin as its predecessor's length says, the next beginning is looked for.
final class Warc implements Records {
  private static final int LONGEST_LINE = 64 << 10;
  private static final int MOST_HEADERS = 1000;
  private final String id;
  private final InputStream in;
  private final Tally tally;

  Warc(String id, InputStream in, Tally tally) {
    this.id = id;
    this.in = new BufferedInputStream(in, 1 << 16);
    this.tally = tally;
  }

  @Override
  public Optional<Document> next() throws IOException {
    while (beginning()) {
      var headers = headers();
      var document = document(headers, length(headers));
      if (document.isPresent()) {
        return document;
      }
    }
    return Optional.empty();
  }

  /// Past the line that begins a record; false at the end.
  private boolean beginning() throws IOException {
    boolean lost = false;
    for (var line = line(); line.isPresent(); line = line()) {
      if (line.get().startsWith("WARC/")) {
        return true;
      }
      if (!lost && !line.get().isEmpty()) {
        tally.drop(id, Reason.UNREADABLE);
        lost = true;
      }
    }
    return false;
  }

  private Map<String, String> headers() throws IOException {
    var headers = new HashMap<String, String>();
    var line = line();
    for (int i = 0; i < MOST_HEADERS && line.isPresent() && !line.get().isEmpty(); i++) {
      put(headers, line.get());
      line = line();
    }
    return headers;
  }

  private static void put(Map<String, String> headers, String line) {
    int colon = line.indexOf(':');
    if (colon > 0) {
      headers.put(LowerCase.of(line.substring(0, colon).strip()), line.substring(colon + 1).strip());
    }
  }

  private static long length(Map<String, String> headers) {
    String length = headers.getOrDefault("content-length", "");
    return length.matches("\\d{1,15}") ? Long.parseLong(length) : 0;
  }

  private Optional<Document> document(Map<String, String> headers, long length) throws IOException {
    String type = headers.getOrDefault("warc-type", "");
    if (!type.equals("response") && !type.equals("conversion")) {
      in.skipNBytes(length);
      return Optional.empty();
    }
    String name = id + "#" + headers.getOrDefault("warc-target-uri", headers.getOrDefault("warc-record-id", ""));
    try {
      byte[] content = content(length);
      var page = type.equals("response") ? WebAnswer.text(content)
          : Detection.of(content).map(found -> found.decode(content));
      String text = page.filter(t -> !t.isBlank()).orElseThrow(() -> new Unreadable(Reason.NO_LETTERS));
      return Optional.of(new Document(name, text));
    } catch (Unreadable e) {
      tally.drop(name, Unreadable.reason(e));
      return Optional.empty();
    }
  }

  private byte[] content(long length) throws IOException {
    if (length > Unpack.LARGEST_PAGE) {
      in.skipNBytes(length);
      throw new Unreadable(Reason.LARGE_PAGE);
    }
    byte[] content = in.readNBytes((int) length);
    if (content.length < length) {
      throw new Unreadable(Reason.UNREADABLE);
    }
    return content;
  }

  /// The next line without its end; of a longer one than [#LONGEST_LINE] bytes, the beginning. Nothing at the end.
  private Optional<String> line() throws IOException {
    var line = new ByteArrayOutputStream();
    int c = in.read();
    if (c < 0) {
      return Optional.empty();
    }
    for (; c >= 0 && c != '\n'; c = in.read()) {
      if (line.size() < LONGEST_LINE) {
        line.write(c);
      }
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
