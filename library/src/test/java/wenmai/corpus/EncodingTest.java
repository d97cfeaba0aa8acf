package wenmai.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import wenmai.message.Failure;

class EncodingTest {
  /// Runtime images that jlink makes have the modules that were asked for.
  @Test
  void aJavaWithoutTheModuleOfCharsetsNamesIt() throws IOException, InterruptedException {
    var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
        "--limit-modules", "java.se,jdk.unsupported", "-cp", System.getProperty("java.class.path"), EncodingTest.class.getName())
        .redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("UTF-8", "cannot read the encoding x-MS950-HKSCS", "jlink --add-modules jdk.charsets");
  }

  /// Of a process with fewer modules.
  public static void main(String[] arguments) {
    System.out.println(Detection.of("plain".getBytes(UTF_8)).orElseThrow());
    try {
      System.out.println(Detection.of("中文".getBytes(UTF_8)));
    } catch (Failure e) {
      System.out.println(e.message().en());
    }
  }
}
