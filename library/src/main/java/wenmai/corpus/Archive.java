package wenmai.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The files of a .zip, in the order of their names, chosen as from a folder; archives in archives stay closed.
final class Archive implements Iterator<Entry> {
  private static final Set<Kind> CLOSED = EnumSet.of(Kind.OTHER, Kind.ARCHIVE, Kind.TAR);
  private final String id;
  private final ZipFile zip;
  private final Unpack.Allowance allowance;
  private final Iterator<? extends ZipEntry> entries;
  private final Tally tally;

  private Archive(String id, ZipFile zip, long bytes, Tally tally) {
    this.id = id;
    this.zip = zip;
    this.allowance = Unpack.Allowance.packed(bytes);
    this.tally = tally;
    this.entries = Collections.list(zip.entries()).stream()
        .filter(entry -> !entry.isDirectory() && isWanted(id, entry.getName(), tally)).sorted(Comparator.comparing(ZipEntry::getName)).iterator();
  }

  /// Nothing, and a drop in the tally, where the file is no archive.
  static Optional<Archive> open(String id, Path file, Tally tally) {
    try {
      return Optional.of(new Archive(id, zip(file), Files.size(file), tally));
    } catch (IOException e) {
      tally.drop(id, Files.isReadable(file) ? Unreadable.reason(e) : Reason.FORBIDDEN);
      return Optional.empty();
    }
  }

  /// Names in archives made by Chinese Windows are in GB18030 and do not say so.
  static ZipFile zip(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    } catch (ZipException e) {
      return new ZipFile(file.toFile(), Encoding.GB18030.charset());
    }
  }

  /// Whether a file of an archive is to be read.
  static boolean isWanted(String archive, String file, Tally tally) {
    var names = List.of(file.split("[/\\\\]", -1));
    String name = names.getLast();
    if (name.startsWith(".")) {
      return false;
    }
    var reason = names.contains("..") || names.getFirst().isEmpty() ? Optional.of(Reason.OUTSIDE)
        : names.subList(0, names.size() - 1).stream().anyMatch(Walk::isLeftOut) ? Optional.of(Reason.LEFT_OUT)
            : CLOSED.contains(Kind.of(name)) ? Optional.of(Reason.OTHER_KIND) : Optional.<Reason>empty();
    reason.ifPresent(why -> tally.drop(archive + "/" + file, why));
    return reason.isEmpty();
  }

  @Override
  public boolean hasNext() {
    return entries.hasNext();
  }

  @Override
  public Entry next() {
    ZipEntry entry = entries.next();
    tally.behind(entry.getCompressedSize());
    return new Entry(id + "/" + entry.getName(), Kind.of(entry.getName()),
        () -> Unpack.within(allowance, entry.getName(), zip.getInputStream(entry)), Optional.empty(), allowance);
  }

  void close() {
    try {
      zip.close();
    } catch (IOException e) {
      tally.drop(id, Reason.UNREADABLE);
    }
  }
}
