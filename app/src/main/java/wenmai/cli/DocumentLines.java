package wenmai.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import wenmai.corpus.Report;
import wenmai.corpus.Source;
import wenmai.corpus.Tally;
import wenmai.message.Message;

/// The lines of all documents of a file that is not [plain][Source#isPlain]. What gave no text is said behind the last one.
final class DocumentLines {
  private DocumentLines() {}

  static Stream<String> of(Path file, Console console) {
    var tally = new Tally();
    return Source.of(List.of(file)).documents(tally).flatMap(document -> document.text().lines())
        .onClose(() -> say(file, tally.report(), console));
  }

  /// As a plain text.
  static void write(Path file, Path text, Console console) throws IOException {
    try (var lines = of(file, console); var out = Files.newBufferedWriter(text)) {
      lines.forEach(line -> write(line, out));
    }
  }

  private static void write(String line, BufferedWriter out) {
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void say(Path file, Report report, Console console) {
    report.dropped().forEach((reason, dropped) -> console.say(Message.of("%1$s: %3$,d without text, such as %4$s: %2$s", "%1$s：%3$,d 处没有文本，例如 %4$s：%5$s",
        file, reason.message().en(), dropped.count(), dropped.first().getFirst(), reason.message().zh())));
  }
}
