package wenmai.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import wenmai.files.Refusal;
import wenmai.message.BadInput;

/// A line of a file of questions that is not empty.
///
/// @param number from 1
record QuestionLine(Path file, int number, String text, List<String> fields) {

  static List<QuestionLine> read(Path file) {
    Refusal.requireNoFolder(file);
    try {
      var all = Files.readAllLines(file);
      var lines = new ArrayList<QuestionLine>();
      for (int i = 0; i < all.size(); i++) {
        var text = all.get(i).strip();
        if (!text.isEmpty()) {
          lines.add(new QuestionLine(file, i + 1, text, List.of(text.split("\\s+"))));
        }
      }
      if (lines.isEmpty()) {
        throw new BadInput("%s is empty: it must hold analogies or pairs of words", "%s 是空的：应当包含类比题或词对", file);
      }
      return lines;
    } catch (CharacterCodingException e) {
      throw new BadInput("%s is not UTF-8 text: save it as UTF-8", "%s 不是 UTF-8 文本：请另存为 UTF-8", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isHeading() {
    return text.startsWith(":");
  }

  void require(int count, String en, String zh) {
    if (fields.size() != count) {
      throw new BadInput("%1$s:%2$d must hold %3$s, not '%5$s'", "%1$s:%2$d 应为%4$s，而不是“%5$s”", file, number, en, zh, text);
    }
  }

  double score() {
    try {
      return Double.parseDouble(fields.get(2));
    } catch (NumberFormatException e) {
      throw new BadInput("%s:%d: '%s' is not a number", "%s:%d：“%s”不是数", file, number, fields.get(2));
    }
  }
}
