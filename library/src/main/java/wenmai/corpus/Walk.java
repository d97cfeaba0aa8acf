package wenmai.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The files below some places, in the order of their names, one after the other as they are asked for. An archive
/// (.zip) is a folder. Left out: what is hidden, folders of tools and build outputs, links to folders (they may lead in
/// circles).
final class Walk implements Iterator<Entry> {
  private static final Set<String> OUTPUTS =
      Set.of("target", "build", "dist", "out", "node_modules", "__pycache__", "__MACOSX");
  private static final Comparator<Path> BY_NAME = Comparator.comparing(path -> path.getFileName().toString());
  private static final int HEAD = 8;
  private final Deque<Path> ahead;
  private final Tally tally;
  private final Runnable atEnd;
  private Optional<Archive> archive = Optional.empty();
  private Optional<Entry> next = Optional.empty();

  /// `atEnd` runs when the last file has been given and another is asked for.
  Walk(List<Path> places, Tally tally, Runnable atEnd) {
    this.ahead = new ArrayDeque<>(places);
    this.tally = tally;
    this.atEnd = atEnd;
  }

  @Override
  public boolean hasNext() {
    while (next.isEmpty() && (archive.isPresent() || !ahead.isEmpty())) {
      if (archive.isPresent()) {
        fromArchive(archive.get());
      } else {
        visit(ahead.pop());
      }
    }
    if (next.isEmpty()) {
      atEnd.run();
    }
    return next.isPresent();
  }

  @Override
  public Entry next() {
    Entry entry = next.orElseThrow(NoSuchElementException::new);
    next = Optional.empty();
    return entry;
  }

  private void visit(Path place) {
    if (Files.isDirectory(place)) {
      children(place).stream().filter(this::isWanted).toList().reversed().forEach(ahead::push);
      return;
    }
    String name = place.getFileName().toString();
    byte[] head = head(place);
    if (isArchive(place, head)) {
      archive = Archive.open(place, tally);
    } else {
      var plain = Optional.of(place).filter(file -> Files.isRegularFile(file) && !Unpack.isPacked(head, name));
      next = Optional.of(new Entry(place.toString(), Kind.of(name), () -> Unpack.open(place), plain));
    }
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

  private void fromArchive(Archive open) {
    if (open.hasNext()) {
      next = Optional.of(open.next());
    } else {
      close();
    }
  }

  /// A file that was named is read whatever its suffix; from a folder only kinds that hold text are.
  private boolean isWanted(Path child) {
    String name = child.getFileName().toString();
    if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
      return !isLeftOut(name) || dropped(child + "/", Reason.LEFT_OUT);
    }
    return !name.startsWith(".") && Files.isRegularFile(child)
        && (Kind.of(name) != Kind.OTHER || dropped(child.toString(), Reason.OTHER_KIND));
  }

  static boolean isLeftOut(String folder) {
    return folder.startsWith(".") || OUTPUTS.contains(folder);
  }

  private List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted(BY_NAME).toList();
    } catch (IOException e) {
      dropped(folder + "/", Reason.UNREADABLE);
      return List.of();
    }
  }

  private boolean dropped(String id, Reason reason) {
    tally.drop(id, reason);
    return false;
  }

  void close() {
    archive.ifPresent(Archive::close);
    archive = Optional.empty();
  }
}
