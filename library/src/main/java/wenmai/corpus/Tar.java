package wenmai.corpus;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/// The files of a tar archive, in its order, chosen as from a folder; archives in archives stay closed. It is read once from
/// beginning to end, so each file must be read before the next one is asked for. Links, devices and files with holes (a terabyte of
/// zeros takes a kilobyte) are left out.
final class Tar implements Closeable {
  private static final int LONGEST_HEADERS = 256 << 10;       // of a file: names and attributes take a few hundred bytes
  private final Opened file;
  private final Tally tally;
  private final Unpack.Allowance ahead = new Unpack.Allowance(LONGEST_HEADERS, Reason.UNREADABLE);     // to the end of the next headers
  private final TarArchiveInputStream tar;
  private @Nullable TarArchiveEntry entry;

  /// @throws Unreadable where there is less of it than a header
  Tar(Opened file, Tally tally) throws Unreadable {
    if (file.head().length < TarConstants.DEFAULT_RCDSIZE) {
      throw new Unreadable(Reason.UNREADABLE);
    }
    this.file = file;
    this.tally = tally;
    this.tar = new TarArchiveInputStream(Unpack.bounded(file.uncounted(), ahead), StandardCharsets.UTF_8.name());
  }

  /// The next file; nothing at the end.
  Optional<Entry> next() throws IOException {
    for (var now = header(); now != null; now = header()) {
      String name = now.getName().replaceFirst("^(?:\\./)+", "");
      if (!now.isDirectory() && Archive.isWanted(file.id(), name, tally) && isFile(now, name)) {
        return Optional.of(new Entry(file.id() + "/" + name, Kind.of(name),
            () -> Unpack.unpacked(content(), name, file.allowance()), Optional.empty(), file.allowance()));
      }
    }
    return Optional.empty();
  }

  private boolean isFile(TarArchiveEntry now, String name) {
    boolean is = switch (now.getLinkFlag()) {
      case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG -> !now.isSparse();
      default -> false;
    };
    if (!is) {
      tally.drop(file.id() + "/" + name, Reason.OTHER_KIND);
    }
    return is;
  }

  /// Of the next entry of any kind; null at the end.
  private @Nullable TarArchiveEntry header() throws IOException {
    try {
      if (entry != null) {
        tar.skip(Long.MAX_VALUE);
      }
      entry = tar.getNextEntry();
    } catch (RuntimeException e) {      // what the parser makes of damaged numbers
      throw new IOException(e);
    }
    if (entry != null) {
      if (!entry.isCheckSumOK()) {
        throw new Unreadable(Reason.UNREADABLE);
      }
      ahead.renew(entry.getSize() + LONGEST_HEADERS);
    }
    return entry;
  }

  /// Of the entry at hand.
  private InputStream content() {
    return new FilterInputStream(tar) {
      @Override
      public void close() {}
    };
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
