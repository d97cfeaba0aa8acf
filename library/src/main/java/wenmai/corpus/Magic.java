package wenmai.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The first bytes that give away what a file is, whatever its name.
final class Magic {
  private static final List<byte[]> BINARY = List.of(
      bytes("%PDF-"), bytes("\u0089PNG"), bytes("\u00ff\u00d8\u00ff"), bytes("GIF89a"),
      bytes("OggS\u0000"), bytes("PK\u0003\u0004"), bytes("\u001f\u008b"), bytes("\u00fd7zXZ"),
      bytes("(\u00b5/\u00fd"), bytes("7z\u00bc\u00af"), bytes("Rar!\u001a"), bytes("BZh9"),
      bytes("\u007fELF"), bytes("MZ\u0090\u0000"), bytes("\u00ca\u00fe\u00ba\u00be"), bytes("\u00d0\u00cf\u0011\u00e0"),
      bytes("GGUF\u0003\u0000"), bytes("SQLite format 3\u0000"),
      bytes("\u00ff\u00fe\u0000\u0000"));   // the last one is UTF-32's byte order mark
  private static final Map<byte[], Kind> KINDS = Map.of(
      bytes("%PDF-"), Kind.PDF, bytes("PK\u0003\u0004"), Kind.ARCHIVE, bytes("PAR1"), Kind.PARQUET,
      bytes("7z\u00bc\u00af"), Kind.UNREAD_PACKING, bytes("Rar!\u001a"), Kind.UNREAD_PACKING, bytes("WARC/"), Kind.WARC, bytes("\u00d0\u00cf\u0011\u00e0"), Kind.OLD_OFFICE, bytes("{\\rtf"), Kind.OLD_OFFICE);
  private static final byte[] TAR = bytes("ustar");
  private static final int TAR_AT = 257;               // POSIX.1-1988, after names and sizes
  private static final int BEGINNING = 4 << 10;
  /// A page, after a byte order mark, an XML declaration and comments.
  private static final Pattern PAGE = Pattern.compile(
      "(?is)(?:\u00ef\u00bb\u00bf)?(?:\\s++|<\\?xml[^>]*+>|<!--.*?-->)*+(?:<!doctype\\s++html|<html[\\s>])");

  private Magic() {}

  /// Bytes that are no text, though they might pass for some.
  static boolean isBinary(byte[] file) {
    return BINARY.stream().anyMatch(magic -> startsWith(file, magic));
  }

  /// What a file is that begins with `head`; nothing where the bytes leave it open.
  static Optional<Kind> kind(byte[] head) {
    for (var magic : KINDS.entrySet()) {
      if (startsWith(head, magic.getKey())) {
        return Optional.of(magic.getValue());
      }
    }
    if (head.length > TAR_AT && startsWith(Arrays.copyOfRange(head, TAR_AT, Math.min(head.length, TAR_AT + TAR.length)), TAR)) {
      return Optional.of(Kind.TAR);
    }
    var beginning = new String(head, 0, Math.min(head.length, BEGINNING), StandardCharsets.ISO_8859_1);
    return PAGE.matcher(beginning).lookingAt() ? Optional.of(Kind.HTML) : Optional.empty();
  }

  private static boolean startsWith(byte[] file, byte[] magic) {
    return file.length >= magic.length && Arrays.equals(file, 0, magic.length, magic, 0, magic.length);
  }

  private static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }
}
