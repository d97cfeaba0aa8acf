package wenmai.corpus;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The files below a place, in the order of their names, one after the other as they are asked for. An archive (.zip) is
/// a folder. Left out: what is hidden, folders of tools and build outputs, links to folders (they may lead in circles).
final class Walk {
  private static final Set<String> OUTPUTS = Set.of("target", "build", "dist", "out", "node_modules", "__pycache__");
  private final Tally tally;

  Walk(Tally tally) {
    this.tally = tally;
  }

  /// A file that was named is read whatever its suffix; from a folder only kinds that hold text are.
  Stream<Entry> place(Path place) {
    if (Files.isDirectory(place)) {
      return folder(place);
    }
    return Kind.of(place.getFileName().toString()) == Kind.ARCHIVE ? archive(place) : Stream.of(file(place));
  }

  private static Entry file(Path file) {
    return new Entry(file.toString(), Kind.of(file.getFileName().toString()), () -> Unpack.open(file));
  }

  private Stream<Entry> folder(Path folder) {
    return children(folder).stream().flatMap(this::child);
  }

  private Stream<Entry> child(Path child) {
    String name = child.getFileName().toString();
    if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
      return isLeftOut(name) ? dropped(child + "/", Reason.LEFT_OUT) : folder(child);
    }
    if (name.startsWith(".") || !Files.isRegularFile(child)) {
      return Stream.empty();
    }
    return Kind.of(name) == Kind.OTHER ? dropped(child.toString(), Reason.OTHER_KIND) : place(child);
  }

  private List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted(Comparator.comparing(path -> path.getFileName().toString())).toList();
    } catch (IOException e) {
      tally.drop(folder + "/", Reason.UNREADABLE);
      return List.of();
    }
  }

  private Stream<Entry> archive(Path file) {
    try {
      ZipFile zip = open(file);
      var allowance = new Unpack.Allowance(Files.size(file));
      return Collections.list(zip.entries()).stream()
          .map(entry -> (ZipEntry) entry).filter(entry -> !entry.isDirectory()).sorted(Comparator.comparing(ZipEntry::getName))
          .flatMap(entry -> entry(file, zip, entry, allowance)).onClose(() -> close(zip));
    } catch (IOException e) {
      return dropped(file.toString(), Reason.UNREADABLE);
    }
  }

  private Stream<Entry> entry(Path file, ZipFile zip, ZipEntry entry, Unpack.Allowance allowance) {
    String id = file + "/" + entry.getName();
    List<String> names = Arrays.asList(entry.getName().split("/"));
    String name = names.getLast();
    Kind kind = Kind.of(name);
    if (name.startsWith(".")) {
      return Stream.empty();
    }
    if (names.subList(0, names.size() - 1).stream().anyMatch(Walk::isLeftOut)) {
      return dropped(id, Reason.LEFT_OUT);
    }
    if (kind == Kind.OTHER || kind == Kind.ARCHIVE) {
      return dropped(id, Reason.OTHER_KIND);
    }
    return Stream.of(new Entry(id, kind, () -> Unpack.within(allowance, name, zip.getInputStream(entry))));
  }

  /// Names in archives made by Chinese Windows are in GB18030 and do not say so.
  private static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
    } catch (ZipException e) {
      return new ZipFile(file.toFile(), Charset.forName("GB18030"));
    }
  }

  private void close(ZipFile zip) {
    try {
      zip.close();
    } catch (IOException e) {
      tally.drop(zip.getName(), Reason.UNREADABLE);
    }
  }

  private static boolean isLeftOut(String folder) {
    return folder.startsWith(".") || folder.startsWith("__MACOSX") || OUTPUTS.contains(folder);
  }

  private Stream<Entry> dropped(String id, Reason reason) {
    tally.drop(id, reason);
    return Stream.empty();
  }
}
