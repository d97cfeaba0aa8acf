package wenmai.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import wenmai.message.BadInput;
import wenmai.message.Lang;
import wenmai.message.Message;

/// What to say where no text was found: what was there instead.
final class NoText {
  private static final Set<Kind> ARCHIVES = EnumSet.of(Kind.ARCHIVE, Kind.TAR);

  private NoText() {}

  static BadInput in(List<Path> places, Report report) {
    if (places.size() > 1) {
      return several(places, report);
    }
    Path place = places.getFirst();
    if (Files.isDirectory(place) || ARCHIVES.contains(Kind.of(place.toString()))) {
      return folder(place, report);
    }
    return report.dropped().entrySet().stream().findFirst().map(drop -> file(place, drop.getKey(), drop.getValue().first().getFirst())).orElseGet(
        () -> new BadInput("%s holds only blank lines.", "%s 中只有空行。", place));
  }

  private static BadInput file(Path file, Reason reason, String first) {
    return switch (reason) {
      case EMPTY -> new BadInput("%s is empty. Give a file that holds text.", "%s 是空文件。请给出有内容的文本文件。", file);
      case BINARY -> new BadInput(
          "%s is a binary file, not text in UTF-8, GB18030, Big5, UTF-16 or Windows-1252, nor of a format that is read."
              + " Save its text as UTF-8 and give that file.",
          "%s 是二进制文件，不是 UTF-8、GB18030、Big5、UTF-16 或 Windows-1252 文本，也不是可读取的格式。请把其中的文字另存为 UTF-8 文本再试。", file);
      default -> said("%s gave no text: %s.", "%s 中没有读到文本：%s。", first, reason.message());
    };
  }

  private static BadInput folder(Path folder, Report report) {
    return said("%s holds no text: %s."
            + " Give a folder that holds .txt, .md, .html, .pdf, .epub, .docx, source code or .jsonl files.",
        "%s 中没有文本：%s。请给出含有 .txt、.md、.html、.pdf、.epub、.docx、源代码或 .jsonl 文件的文件夹。", folder.toString(), found(report));
  }

  private static BadInput several(List<Path> places, Report report) {
    String names = places.stream().map(Path::toString).collect(Collectors.joining(", "));
    return said("There is no text in %s: %s. Give files or folders that hold text.",
        "%s 中都没有文本：%s。请给出含有文本的文件或文件夹。", names, found(report));
  }

  /// A sentence about a place, whose second argument is itself in two languages.
  private static BadInput said(String en, String zh, String place, Message found) {
    return new BadInput(en.formatted(place, found.en()), zh.formatted(place, found.zh()));
  }

  private static Message found(Report report) {
    return report.dropped().isEmpty() ? new Message("no files", "没有文件")
        : new Message(found(report, Lang.EN), found(report, Lang.ZH));
  }

  private static String found(Report report, Lang lang) {
    return report.dropped().entrySet().stream()
        .map(e -> "%d × %s (%s)".formatted(e.getValue().count(), e.getKey().message().in(lang),
            e.getValue().first().getFirst()))
        .collect(Collectors.joining("; "));
  }
}
