package wenmai.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// One document that is a .zip of parts: a book ([Epub]), a text or slides ([OpenXml], OpenDocument). Parts are unpacked
/// one after the other, all of them within one allowance and a gigabyte.
final class Bundle implements Closeable {
  private static final long LARGEST = 1L << 30;
  private static final String OPEN_DOCUMENT = "application/vnd.oasis.opendocument.";
  private static final String MANIFEST = "META-INF/manifest.xml";
  private final ZipFile zip;
  private final Unpack.Allowance allowance;
  private final Unpack.Allowance largest = new Unpack.Allowance(LARGEST, Reason.BOMB);

  private Bundle(ZipFile zip, long bytes) {
    this.zip = zip;
    this.allowance = Unpack.Allowance.packed(bytes);
  }

  static Bundle open(Path file) throws IOException {
    return new Bundle(Archive.zip(file), Files.size(file));
  }

  /// Whether a .zip is one document rather than a folder.
  static boolean is(Path file) {
    try (var bundle = open(file)) {
      return !bundle.format().isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  /// What the report calls it; empty where it is no document.
  String format() throws IOException {
    return has(Epub.CONTAINER) ? "EPUB" : has(OpenXml.TYPES) ? "Office Open XML"
        : mimetype().startsWith(OPEN_DOCUMENT) ? "OpenDocument" : "";
  }

  String text() throws IOException {
    return switch (format()) {
      case "EPUB" -> Epub.text(this);
      case "Office Open XML" -> OpenXml.text(this);
      case "OpenDocument" -> openDocument();
      default -> throw new Unreadable(Reason.OTHER_KIND);
    };
  }

  boolean has(String part) {
    return zip.getEntry(part) != null;
  }

  /// A part's bytes.
  ///
  /// @throws IOException where there is none of that name
  InputStream part(String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("no part " + name);
    }
    return Unpack.bounded(Unpack.bounded(zip.getInputStream(entry), allowance), largest);
  }

  /// The name of the part that `reference` means within `part`; empty where it means none.
  static String resolved(String part, String reference) {
    try {
      String path = URI.create("/" + spaced(part)).resolve(spaced(reference)).normalize().getPath();
      return path == null || path.isEmpty() ? "" : path.substring(1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String spaced(String reference) {
    return reference.replace(" ", "%20");
  }

  private String mimetype() throws IOException {
    if (!has("mimetype")) {
      return "";
    }
    try (var in = part("mimetype")) {
      return new String(in.readNBytes(100), StandardCharsets.US_ASCII);
    }
  }

  private String openDocument() throws IOException {
    if (mimetype().contains("spreadsheet")) {
      throw new Unreadable(Reason.SPREADSHEET);
    }
    var encrypted = new AtomicBoolean();
    if (has(MANIFEST)) {
      Xml.each(part(MANIFEST), "encryption-data", xml -> encrypted.set(true));
    }
    if (encrypted.get()) {
      throw new Unreadable(Reason.ENCRYPTED);
    }
    var text = new StringBuilder();
    OfficeText.openDocument(part("content.xml"), text);
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
