package wenmai.corpus.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.corpus.Source;
import wenmai.corpus.recipe.CleanFolder.Workers;
import wenmai.files.Json;
import wenmai.files.Recipes;

/// Names of files are bytes. Java decodes them by the locale, and what it could not decode it does not find again.
class FileNamesTest {
  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(path("in/d%E9/"));
    Files.writeString(path("in/a.txt"), "A name in ASCII.");
    Files.writeString(path("in/caf%E9.txt"), "A name in Latin-1.");
    Files.writeString(path("in/caf%E8.txt"), "Another one.");
    Files.writeString(path("in/d%E9/%E4%B8%AD.jsonl"), "{\"text\": \"A name in UTF-8.\"}");
    Files.write(path("in/%FF.zip"), new byte[] {'P', 'K', 3, 4});
  }

  private Path path(String encoded) {
    return Path.of(URI.create(folder.toUri() + encoded));
  }

  @Test
  void inAUtf8LocaleEveryFileIsReadOrNamed() throws IOException {
    clean(folder.resolve("in"), folder.resolve("out"));
    assertThat(Files.readString(folder.resolve("out/documents.jsonl"))).contains("caf%E9.txt\"", "caf%E8.txt\"");
    allAreThere();
  }

  @Test
  void inTheLocaleCEveryFileIsReadOrNamed() throws IOException, InterruptedException {
    var builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
        "-cp", System.getProperty("java.class.path"), FileNamesTest.class.getName(), folder.resolve("in").toString(), folder.resolve("out").toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LC_ALL", "C");
    assertThat(builder.start().waitFor()).isZero();
    assertThat(Files.readString(folder.resolve("out/documents.jsonl"))).contains("%E4%B8%AD.jsonl#1\"");
    allAreThere();
  }

  private void allAreThere() throws IOException {
    assertThat(Files.readAllLines(folder.resolve("out/documents.jsonl"))).hasSize(4).anyMatch(line -> line.contains("A name in ASCII."))
        .anyMatch(line -> line.contains("A name in Latin-1.")).anyMatch(line -> line.contains("Another one.")).anyMatch(line -> line.contains("A name in UTF-8."));
    assertThat(Json.read(folder.resolve("out/report.json")).at("/dropped/unreadable/first/0").asString()).endsWith("%FF.zip");
  }

  /// Of a process in another locale.
  public static void main(String[] arguments) {
    clean(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  private static void clean(Path in, Path out) {
    CleanFolder.write(Source.of(List.of(in)), Recipes.of(List.of(), Cleaning.class), out, false, Workers.threads(2, (_, _, _) -> _ -> { }));
  }
}
