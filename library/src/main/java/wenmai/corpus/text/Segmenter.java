package wenmai.corpus.text;

import java.util.List;
import java.util.stream.Collectors;
import wenmai.corpus.Cleaner;
import wenmai.message.Message;

/// Cuts a line into words.
@FunctionalInterface
public interface Segmenter {
  List<String> words(String line);

  /// The step that puts one space between the words of a line, and leaves the lines.
  default Cleaner cleaner() {
    return new Cleaner(new Message("words apart", "分词"),
        text -> text.lines().map(line -> String.join(" ", words(line))).collect(Collectors.joining("\n")));
  }
}
