package wenmai.files;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

  public static Problem writing(Path file, IOException e) {
    if (isFull(e)) {
      return new Failure(e,
          "%s was not written: the disk is full. What was there before is unchanged: free some space or choose another "
              + "folder, then run the command again",
          "%s 未写入：磁盘已满。原有内容没有改动：请释放空间或换一个目录，然后重新运行", file);
    }
    if (e instanceof AccessDeniedException) {
      return new BadInput("%s may not be written (%s): check the folder's permissions",
          "没有写入 %s 的权限（%s）：请检查目录权限", file, e);
    }
    for (@Nullable Path above = file.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
      if (Files.isRegularFile(above)) {
        return new BadInput("%s cannot be written: %s is a file, no folder. Choose another place", "无法写入 %s：%s 是文件，不是文件夹。请另选位置",
            file, above);
      }
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
