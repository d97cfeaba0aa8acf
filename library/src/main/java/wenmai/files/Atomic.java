package wenmai.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import wenmai.message.BadInput;

/// Writes that happen whole or not at all, each through a [Draft]. When the content throws, or the disk is full, what
/// stood at the target is unchanged and the draft is gone.
public final class Atomic {
  private Atomic() {}

  /// What a file will hold.
  @FunctionalInterface
  public interface FileContent {
    void writeTo(OutputStream out) throws IOException;
  }

  /// What a folder will hold: files written into the folder given, under any names.
  @FunctionalInterface
  public interface FolderContent {
    void writeTo(Path folder) throws IOException;
  }

  /// UTF-8.
  public static void text(Path file, String text) {
    file(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  public static void file(Path file, FileContent content) {
    Refusal.requireNoFolder(file);
    try (var draft = new DraftFile(file)) {
      content.writeTo(draft.out());
      draft.publish();
    } catch (IOException e) {
      throw Refusal.writing(file, e);
    }
  }

  /// A folder with something in it is never replaced: it may hold what is not ours.
  public static void folder(Path folder, FolderContent content) {
    try (var draft = Draft.of(folder)) {
      requireFree(folder);
      Files.createDirectory(draft.path());
      content.writeTo(draft.path());
      draft.publish();
    } catch (IOException e) {
      throw Refusal.writing(folder, e);
    }
  }

  /// @throws BadInput where a folder has something in it, so that nothing may be written there
  public static void requireFree(Path folder) {
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        if (files.findAny().isEmpty()) {
          return;
        }
      } catch (IOException e) {
        throw Refusal.writing(folder, e);
      }
    }
    if (Files.exists(folder)) {
      throw new BadInput("%s exists already: remove it or choose another name",
          "%s 已经存在：请先删除它，或换一个名字", folder);
    }
  }
}
