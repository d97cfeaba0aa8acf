package wenmai.road;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import wenmai.files.Atomic;
import wenmai.files.Json;
import wenmai.sample.Stories;

/// The built-in stories as a file of documents, each told in English and in Chinese.
final class BuiltIn {
  private BuiltIn() {}

  static Path file(Path out) {
    return out.resolve("stories.jsonl");
  }

  static Path write(Path out) {
    var file = file(out);
    if (!Files.exists(file)) {
      Atomic.file(file, to -> Stories.training().forEachOrdered(story -> {
        line(to, story.english().text());
        line(to, story.chinese().text());
      }));
    }
    return file;
  }

  private static void line(OutputStream to, String text) {
    try {
      to.write((Json.compact(Json.object().put("text", text)) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
