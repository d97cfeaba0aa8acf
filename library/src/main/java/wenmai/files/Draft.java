package wenmai.files;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// A file or folder that nobody sees before it is complete. It is written beside its target as `name.tmp-…`; `publish`
/// forces every byte to the disk, renames it (one step to every other process, and to a power cut) and forces the
/// folder that holds the name. `close` removes what was not published; a killed process leaves its draft behind.
///
/// Cost: one `fsync` a file and one a folder. Source: Pillai et al. 2014, "All File Systems Are Not Created Equal", §4.
public final class Draft implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("(.+)\\.tmp-[0-9a-f]{16}");

  private final Path target;
  private final Path path;

  private Draft(Path target, Path path) {
    this.target = target;
    this.path = path;
  }

  /// A draft of `target`, whose folder is made where it is missing. Nothing stands at `path()` yet.
  public static Draft of(Path target) throws IOException {
    var whole = target.toAbsolutePath();
    Files.createDirectories(folderOf(whole));
    return new Draft(whole, named(whole));
  }

  /// Where to write.
  public Path path() {
    return path;
  }

  /// The draft takes its name, in place of a file that may stand there. A folder that stands there must be empty.
  public void publish() throws IOException {
    force(path);
    Files.move(path, target, ATOMIC_MOVE);
    forceFolder(folderOf(target));
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }

  static boolean isDraft(Path path) {
    return NAME.matcher(String.valueOf(path.getFileName())).matches();
  }

  /// Removes what killed processes left of a target; for its one writer.
  public static void clear(Path target) throws IOException {
    var whole = target.toAbsolutePath();
    if (Files.isDirectory(folderOf(whole))) {
      clear(folderOf(whole), Set.of(String.valueOf(whole.getFileName())));
    }
  }

  /// Removes the drafts that killed processes left of these targets in a folder; for its one writer.
  static void clear(Path folder, Set<String> targets) throws IOException {
    try (var entries = Files.list(folder)) {
      for (var each : entries.toList()) {
        var name = NAME.matcher(String.valueOf(each.getFileName()));
        if (name.matches() && targets.contains(name.group(1))) {
          delete(each);
        }
      }
    }
  }

  /// A name beside `target` that no other draft has.
  static Path named(Path target) {
    long random = ThreadLocalRandom.current().nextLong();
    return target.resolveSibling("%s.tmp-%016x".formatted(target.getFileName(), random));
  }

  /// A file, or a folder with all that is in it; nothing where there is none.
  public static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var tree = Files.walk(path)) {
      for (var each : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  static void force(Path path) throws IOException {
    try (var tree = Files.walk(path)) {
      for (var each : tree.toList()) {
        if (Files.isDirectory(each)) {
          forceFolder(each);
        } else {
          try (var file = FileChannel.open(each, WRITE)) {
            file.force(true);
          }
        }
      }
    }
  }

  /// Windows opens no folder, and needs no force there: NTFS journals the rename.
  static void forceFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (var channel = FileChannel.open(folder, READ)) {
        channel.force(true);
      }
    }
  }

  private static Path folderOf(Path whole) {
    return whole.resolveSibling("");
  }
}
