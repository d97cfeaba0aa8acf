package wenmai.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarcTest {
  private static final String TEXT = "清晨的集市上，卖豆腐的老人推着车慢慢走过石桥。";
  private static final String PAGE = "<html><nav>menu</nav><p>" + TEXT;
  @TempDir Path folder;

  @Test
  void responsesAndConversionsAreDocumentsAndTheRestIsAboutThem() throws IOException {
    byte[] archive = joined(record("warcinfo", "", "software: x".getBytes(UTF_8)), record("request", "http://a", "GET /".getBytes(UTF_8)),
        record("response", "http://a", http("200 OK", "text/html", PAGE.getBytes(UTF_8))),
        record("response", "http://gb", http("200 OK", "text/html; charset=\"gbk\"", PAGE.getBytes(Encoding.GB18030.charset()))),
        record("response", "http://gone", http("404 Not Found", "text/html", PAGE.getBytes(UTF_8))),
        record("response", "http://png", http("200 OK", "image/png", new byte[] {1, 2})),
        record("response", "http://plain", http("200", "text/plain", "<p>as it is".getBytes(UTF_8))),
        record("conversion", "http://wet", TEXT.getBytes(UTF_8)));
    for (String name : new String[] {"a.warc", "archive-without-suffix"}) {
      var read = Reads.of(folder, name, archive);
      assertThat(read.texts()).containsExactly(Map.entry("#http://a", TEXT), Map.entry("#http://gb", TEXT),
          Map.entry("#http://plain", "<p>as it is"), Map.entry("#http://wet", TEXT));
      assertThat(read.count(Reason.NO_PAGE)).isEqualTo(2);
      assertThat(read.report().bytes()).isEqualTo(archive.length);
    }
  }

  @Test
  void recordsMayBePackedOneByOneAndAnswersInChunks() throws IOException {
    byte[] packed = gzip(PAGE.getBytes(UTF_8));
    var chunks = new ByteArrayOutputStream();
    for (int at = 0; at < packed.length; at += 10) {
      int n = Math.min(10, packed.length - at);
      chunks.writeBytes((Integer.toHexString(n) + ";x=y\r\n").getBytes(UTF_8));
      chunks.write(packed, at, n);
      chunks.writeBytes("\r\n".getBytes(UTF_8));
    }
    chunks.writeBytes("0\r\n\r\n".getBytes(UTF_8));
    byte[] archive = joined(gzip(record("warcinfo", "", new byte[3])), gzip(record("response", "http://c",
        http("200 OK", "text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", chunks.toByteArray()))),
        gzip(record("response", "http://u", http("200 OK", "text/html\r\nContent-Encoding: gzip", PAGE.getBytes(UTF_8)))));
    assertThat(Reads.of(folder, "a.warc.gz", archive).texts().values()).containsExactly(TEXT, TEXT);
  }

  @Test
  void lengthsAreNotTrusted() throws IOException {
    byte[] good = record("conversion", "http://good", TEXT.getBytes(UTF_8));
    byte[] shorter = new String(good, UTF_8).replaceFirst("Content-Length: \\d+", "Content-Length: 9").getBytes(UTF_8);
    byte[] none = new String(good, UTF_8).replaceFirst("Content-Length: \\d+", "Content-Length: x").getBytes(UTF_8);
    byte[] huge = new String(good, UTF_8).replaceFirst("Content-Length: \\d+", "Content-Length: 99999999999").getBytes(UTF_8);
    var read = Reads.of(folder, "a.warc", joined(shorter, none, good, huge));
    assertThat(read.texts().get("#http://good")).isEqualTo(TEXT);
    assertThat(read.report().dropped()).containsKeys(Reason.UNREADABLE, Reason.NO_LETTERS);
    byte[] bomb = gzip("<html>".repeat(Unpack.LARGEST_PAGE / 5).getBytes(UTF_8));
    assertThat(Reads.of(folder, "b.warc", record("response", "u", http("200 OK", "text/html\r\nContent-Encoding: gzip", bomb)))
        .reason()).isEqualTo(Reason.BOMB);
  }

  @Test
  void damagedArchivesGiveWhatIsWholeOrAReason() throws IOException {
    var random = new Random(5);
    byte[] whole = joined(record("response", "http://a", http("200 OK", "text/html", PAGE.getBytes(UTF_8))),
        record("conversion", "http://b", TEXT.getBytes(UTF_8)));
    for (int i = 0; i < 300; i++) {
      byte[] damaged = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      var read = Reads.of(folder, "a.warc", damaged);
      assertThat(read.texts().size() + read.report().dropped().size()).as("seed 5, " + i).isGreaterThanOrEqualTo(0);
    }
  }

  private static byte[] record(String type, String uri, byte[] content) {
    var record = new ByteArrayOutputStream();
    record.writeBytes(("WARC/1.0\r\nWARC-Type: " + type + "\r\n" + (uri.isEmpty() ? "" : "WARC-Target-URI: " + uri + "\r\n")
        + "Content-Length: " + content.length + "\r\n\r\n").getBytes(UTF_8));
    record.writeBytes(content);
    record.writeBytes("\r\n\r\n".getBytes(UTF_8));
    return record.toByteArray();
  }

  private static byte[] http(String status, String type, byte[] body) {
    return joined(("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n\r\n").getBytes(UTF_8), body);
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }
}
