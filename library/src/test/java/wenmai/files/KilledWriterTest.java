package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that writes checkpoints in a loop is really killed (SIGKILL), at random moments.
class KilledWriterTest {
  private static final int ROUNDS = 6;

  @TempDir Path dir;

  @Test
  void theLastCompleteCheckpointAlwaysOpens() throws Exception {
    var random = new Random(11);
    for (int round = 0; round < ROUNDS; round++) {
      var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), Writer.class.getName(),
          dir.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      long complete;
      try (var lines = process.inputReader()) {
        complete = lastLine(lines, 2);
        Thread.sleep(random.nextInt(150));
        process.toHandle().destroyForcibly();
        complete = Math.max(complete, lastLine(lines, Integer.MAX_VALUE));
      }
      assertThat(process.waitFor()).as("killed, not ended").isNotZero();
      var latest = new Checkpoints(dir).latest(e -> {
        throw e;
      }).orElseThrow();
      assertThat(latest.step()).as("round %d", round).isGreaterThanOrEqualTo(complete);
      assertThat(latest.file("weights")).hasContent(Writer.content(latest.step()));
    }
    new Checkpoints(dir).tidy();
    assertThat(AtomicTest.names(dir)).hasSizeLessThanOrEqualTo(4).allMatch(name -> name.matches("step-[0-9]{8}"));
  }

  private static long lastLine(BufferedReader lines, int count) throws IOException {
    long last = 0;
    for (int i = 0; i < count; i++) {
      var line = lines.readLine();
      if (line == null) {
        break;
      }
      last = Long.parseLong(line);
    }
    return last;
  }

  /// Goes on from the newest checkpoint, as a resumed run does, and says each step once it is complete.
  static final class Writer {
    public static void main(String[] args) {
      var run = new Checkpoints(Path.of(args[0]));
      run.tidy();
      long step = run.latest(e -> {
        throw e;
      }).map(Checkpoint::step).orElse(0L);
      while (true) {
        long next = ++step;
        run.write(next, Json.object().put("step", next), folder -> {
          Files.writeString(folder.resolve("weights"), content(next));
          Files.write(folder.resolve("moments"), new byte[100_000]);
        });
        System.out.println(next);
        System.out.flush();
        run.keep(2);
      }
    }

    static String content(long step) {
      return ("step " + step + "\n").repeat(1000);
    }
  }
}
