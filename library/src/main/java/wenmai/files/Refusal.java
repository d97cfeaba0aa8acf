package wenmai.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import wenmai.message.BadInput;
import wenmai.message.Failure;
import wenmai.message.Problem;

/// An `IOException` said to a person: what is missing or forbidden is wrong input, what the machine cannot do is a
/// failure.
public final class Refusal {
  private static final List<String> FULL =
      List.of("No space left on device", "not enough space on the disk", "Disk quota exceeded");

  private Refusal() {}

  /// One of which nobody knows whether it came from reading or from writing.
  public static Problem of(IOException e) {
    return switch (e) {
      case NoSuchFileException at -> new BadInput("%s: no such file or folder. Check the path", "%s：没有这个文件或目录。请检查路径", at.getFile());
      case AccessDeniedException at -> new BadInput("%s: no permission. Check its permissions or choose another path",
          "%s：没有权限。请检查权限，或换一个路径", at.getFile());
      case FileAlreadyExistsException at -> new BadInput("%s exists already: remove it or choose another name", "%s 已经存在：请先删除它，或换一个名字",
          at.getFile());
      case NotDirectoryException at -> new BadInput("%s is a file: give a folder", "%s 是文件：请给出目录", at.getFile());
      case FileSystemException at when "Is a directory".equals(at.getReason()) -> folder(Path.of(at.getFile()));
      case FileSystemException at when isBelowFile(at) -> belowFile(Path.of(at.getFile()));
      default -> failure(e, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    };
  }

  private static Failure failure(IOException e, String words) {
    return isFull(e) ? new Failure(e, "the disk is full (%s). Free some space, also in the folder of temporary files (%s), then run the command again",
        "磁盘已满（%s）。请释放空间（包括临时文件目录 %s），然后重新运行", words, System.getProperty("java.io.tmpdir"))
        : new Failure(e, "reading or writing failed: %s. Check the disk, then run the command again", "读写失败：%s。请检查磁盘，然后重新运行",
            words);
  }

  /// @throws BadInput where a folder stands in place of a file
  public static void requireNoFolder(Path file) {
    if (Files.isDirectory(file)) {
      throw folder(file);
    }
  }

  /// For what is written after long work.
  ///
  /// @throws BadInput where a file cannot be written: a folder stands there, or a file in place of a folder around it, or it is not allowed
  public static void requireWritable(Path file) {
    requireNoFolder(file);
    var folder = existing(file.toAbsolutePath().resolveSibling(""));
    if (!Files.isDirectory(folder)) {
      throw belowFile(file);
    }
    if (!Files.isWritable(folder)) {
      throw new BadInput("%s may not be written: check the permissions of %s, or choose another folder", "没有写入 %s 的权限：请检查 %s 的权限，或换一个目录", file, folder);
    }
  }

  private static BadInput folder(Path file) {
    return new BadInput("%s is a folder: give a file", "%s 是目录：请给出文件", file);
  }

  private static BadInput belowFile(Path file) {
    return new BadInput("%s cannot be: %s is a file, no folder. Choose another path", "%s 不可能存在：%s 是文件，不是目录。请换一个路径", file,
        existing(file.toAbsolutePath()));
  }

  private static boolean isBelowFile(IOException e) {
    return e instanceof FileSystemException at && "Not a directory".equals(at.getReason());
  }

  /// A path, or the innermost of the folders around it that there is.
  private static Path existing(Path whole) {
    var parent = whole.getParent();
    return Files.exists(whole) || parent == null ? whole : existing(parent);
  }

  static Problem reading(Path file, IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> new BadInput("%s does not exist: check the path", "%s 不存在：请检查路径", file);
      case AccessDeniedException _ -> new BadInput(
          "%s may not be read: check its permissions", "没有读取 %s 的权限：请检查文件权限", file);
      case CharacterCodingException _ -> new BadInput(
          "%s is not UTF-8 text: save it as UTF-8", "%s 不是 UTF-8 文本：请另存为 UTF-8", file);
      default -> new Failure(e, "%s cannot be read: %s", "无法读取 %s：%s", file, e);
    };
  }

  static Problem writing(Path file, IOException e) {
    if (isFull(e)) {
      return new Failure(e,
          "%s was not written: the disk is full. What was there before is unchanged: free some space or choose another "
              + "folder, then run the command again",
          "%s 未写入：磁盘已满。原有内容没有改动：请释放空间或换一个目录，然后重新运行", file);
    }
    if (isBelowFile(e)) {
      return belowFile(file);
    }
    if (e instanceof AccessDeniedException) {
      return new BadInput("%s may not be written (%s): check the folder's permissions",
          "没有写入 %s 的权限（%s）：请检查目录权限", file, e);
    }
    return new Failure(e, "%s was not written: %s", "%s 未写入：%s", file, e);
  }

  /// Where a text is not what it should be: `file:line:column`, as far as the parser knows.
  static String place(Object origin, JacksonException e) {
    return Optional.ofNullable(e.getLocation()).map(at -> origin + ":" + at.getLineNr() + ":" + at.getColumnNr())
        .orElse(origin.toString());
  }

  private static boolean isFull(IOException e) {
    var text = String.valueOf(e.getMessage());
    return FULL.stream().anyMatch(text::contains);
  }
}
