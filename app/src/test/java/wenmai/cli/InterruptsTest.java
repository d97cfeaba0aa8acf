package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterruptsTest {
  @ParameterizedTest
  @CsvSource({"steps, INT, 130, 检查点已写入", "steps, TERM, 143, 检查点已写入", "deaf, INT, 130, ''", "deaf, TERM, 143, ''"})
  void aSignalEndsWithItsCodeAfterTheVerbHasCleanedUp(String verb, String signal, int code, String last)
      throws Exception {
    var child = Child.start(Child.class, Map.of(), verb);
    var out = started(child);
    kill(child, signal);
    assertThat(Child.code(child)).isEqualTo(code);
    assertThat(out.lines().reduce("", String::concat)).isEqualTo(last);
    assertThat(Child.text(child.getErrorStream())).isEmpty();
  }

  @Test
  void theSecondSignalEndsAVerbThatHangs() throws Exception {
    var child = Child.start(Child.class, Map.of(), "stuck");
    started(child);
    kill(child, "INT");
    Thread.sleep(200);
    assertThat(child.isAlive()).isTrue();
    kill(child, "INT");
    assertThat(Child.code(child)).isEqualTo(130);
  }

  private static BufferedReader started(Process child) throws IOException {
    var out = child.inputReader(UTF_8);
    assertThat(out.readLine()).isEqualTo("started");
    return out;
  }

  private static void kill(Process child, String signal) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(child.pid())).start().waitFor()).isZero();
  }
}
