package wenmai.embed;

import static wenmai.tensor.Numbers.SEED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// A text whose lines are each of one topic, and the words of a topic stand in any order.
final class Topics {
  static final int TOPICS = 4;
  static final int WORDS = 12;   // a topic

  private Topics() {}

  static Path text(Path folder, int lines) throws IOException {
    var random = new Random(SEED);
    var text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      int topic = random.nextInt(TOPICS);
      for (int i = 0; i < 10; i++) {
        text.append(i > 0 ? " " : "").append(word(topic, random.nextInt(WORDS)));
      }
      text.append('\n');
    }
    return Files.writeString(folder.resolve("text.txt"), text);
  }

  static String word(int topic, int number) {
    return (char) ('a' + topic) + "" + number;
  }
}
