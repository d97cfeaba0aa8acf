package wenmai.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// One file, on disk or in an archive: its id, its kind by its name, how to open its unpacked bytes, and where they lie
/// if they do so on disk, under a name that is text.
///
/// @param allowance for what may be unpacked of it, and of the files in it
record Entry(String id, Kind kind, Opener opener, Optional<Path> plain, Unpack.Allowance allowance) {
  private static final int HEAD = 8;

  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /// The file at a place; the files in it where it is an archive (.zip), which is a folder.
  static Stream<Entry> at(Found found, Tally tally) {
    var place = found.path();
    String name = place.getFileName().toString();
    byte[] head = head(place);
    if (isArchive(place, head)) {
      return Archive.open(found.place(), place, tally).stream().flatMap(Entry::each);
    }
    try {
      var plain = Optional.of(place).filter(file -> found.hasLetters() && Files.isRegularFile(file) && !Unpack.isPacked(head, name));
      var allowance = Unpack.Allowance.of(place);
      return Stream.of(new Entry(found.place(), Kind.of(name), () -> Unpack.open(place, allowance, tally::behind), plain, allowance));
    } catch (IOException e) {
      Unreadable.drop(found.place(), e, tally);
      return Stream.empty();
    }
  }

  private static Stream<Entry> each(Archive archive) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(archive, Spliterator.ORDERED), false).onClose(archive::close);
  }

  /// A .zip, whatever its name, that is a folder of files and not one document of many parts.
  private static boolean isArchive(Path file, byte[] head) {
    boolean zip = Magic.kind(head).equals(Optional.of(Kind.ARCHIVE));
    return zip ? !Bundle.is(file) : Kind.of(file.getFileName().toString()) == Kind.ARCHIVE;
  }

  /// The first bytes; none of what can be read only once, and none of what cannot be read.
  private static byte[] head(Path file) {
    if (!Files.isRegularFile(file)) {
      return new byte[0];
    }
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(HEAD);
    } catch (IOException e) {
      return new byte[0];    // said where it is opened
    }
  }
}
