package wenmai.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Archives whose parts are stored as they are, so that a changed byte is a changed part; of each document one part is given.
final class Zip {
  private Zip() {}

  static byte[] of(Map<String, byte[]> parts) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, UTF_8)) {
      for (var part : parts.entrySet()) {
        var entry = new ZipEntry(part.getKey());
        var crc = new CRC32();
        crc.update(part.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(part.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(part.getValue());
      }
    }
    return bytes.toByteArray();
  }

  /// The list of a book's parts, and its first chapter, alike.
  static byte[] book(byte[] part) throws IOException {
    return with(part, "OPS/list.opf", "OPS/one.xhtml", "mimetype", "application/epub+zip", "META-INF/container.xml",
        "<container xmlns='c'><rootfiles><rootfile full-path='OPS/list.opf'/></rootfiles></container>");
  }

  /// A text's body, and the list of its notes, alike.
  static byte[] openXml(byte[] part) throws IOException {
    return with(part, "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml", "<Types/>", "_rels/.rels",
        "<Relationships><Relationship Id='r' Type='http://x/officeDocument' Target='word/document.xml'/></Relationships>");
  }

  /// A text's body, and the manifest, alike.
  static byte[] openDocument(byte[] part) throws IOException {
    return with(part, "content.xml", "META-INF/manifest.xml", "mimetype", "application/vnd.oasis.opendocument.text");
  }

  private static byte[] with(byte[] part, String name, String again, String... others) throws IOException {
    var parts = new LinkedHashMap<String, byte[]>();
    for (int i = 0; i < others.length; i += 2) {
      parts.put(others[i], others[i + 1].getBytes(UTF_8));
    }
    parts.put(name, part);
    parts.put(again, part);
    return of(parts);
  }
}
