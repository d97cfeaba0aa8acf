package wenmai.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/// Archives of small parts.
final class Tarball {
  private static final int RECORD = 512;
  private static final int SUM_AT = 148;
  private static final int SUM_LENGTH = 8;

  private Tarball() {}

  /// With long names in either way.
  static List<byte[]> all() throws IOException {
    return List.of(of(TarArchiveOutputStream.LONGFILE_GNU), of(TarArchiveOutputStream.LONGFILE_POSIX));
  }

  private static byte[] of(int longNames) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, RECORD, UTF_8.name())) {
      tar.setLongFileMode(longNames);
      for (var name : List.of("a.txt", "书/" + "x".repeat(120) + ".md", "b.jsonl")) {
        byte[] text = "{\"text\":\"天下\"}\n".getBytes(UTF_8);
        var entry = new TarArchiveEntry(name);
        entry.setSize(text.length);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
      tar.putArchiveEntry(new TarArchiveEntry("link.txt", TarConstants.LF_SYMLINK));
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  /// With each record's sum as it must be in a header.
  static byte[] summed(byte[] bytes) {
    byte[] summed = bytes.clone();
    for (int at = 0; at + RECORD <= summed.length; at += RECORD) {
      if (summed[at + SUM_AT + SUM_LENGTH - 1] == ' ') {
        var header = Arrays.copyOfRange(summed, at, at + RECORD);
        Arrays.fill(header, SUM_AT, SUM_AT + SUM_LENGTH, (byte) ' ');
        TarUtils.formatCheckSumOctalBytes(TarUtils.computeCheckSum(header), summed, at + SUM_AT, SUM_LENGTH);
      }
    }
    return summed;
  }
}
