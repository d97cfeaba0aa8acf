package wenmai.sample;

import java.util.List;

/// A story in one language: a title, and what is said of each event. Chinese sentences stand together, English ones apart.
public record Telling(String title, List<String> sentences, String gap) {
  public Telling {
    sentences = List.copyOf(sentences);
  }

  /// The title on a line of its own, then the story on one line.
  public String text() {
    return title + "\n" + String.join(gap, sentences) + "\n";
  }
}
