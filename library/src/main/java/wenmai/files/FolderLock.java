package wenmai.files;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import wenmai.message.BadInput;

/// A folder that one run at a time writes to, kept by a lock on the file `run.lock` in it. The operating system lets go of
/// the lock with the process, even a killed one; so the file means nothing by itself and stays where it is.
///
/// A process must not open a locked file a second time: under POSIX, closing that one would end the lock (`fcntl`). So the
/// folders of this process are known by name too.
public final class FolderLock implements AutoCloseable {
  private static final String FILE = "run.lock";
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /// Takes a folder, which is made where it is missing; refuses one that another run has.
  public static FolderLock of(Path folder) {
    try {
      var real = Files.createDirectories(folder).toRealPath();
      if (!HELD.add(real)) {
        throw inUse(folder);
      }
      try {
        return new FolderLock(real, locked(folder));
      } catch (IOException | RuntimeException e) {
        HELD.remove(real);
        throw e;
      }
    } catch (IOException e) {
      throw Refusal.writing(folder, e);
    }
  }

  private static FileChannel locked(Path folder) throws IOException {
    var channel = FileChannel.open(folder.resolve(FILE), CREATE, WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(folder);
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Removes the drafts of these files and folders that a killed run left.
  public void clear(String... names) {
    try {
      Draft.clear(folder, Set.of(names));
    } catch (IOException e) {
      throw Refusal.writing(folder, e);
    }
  }

  private static BadInput inUse(Path folder) {
    return new BadInput("%s is in use by another run; wait until it ends, or choose another out",
        "%s 正被另一次运行使用；请等它结束，或另选一个 out", folder);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Refusal.writing(folder, e);
    } finally {
      HELD.remove(folder);
    }
  }
}
