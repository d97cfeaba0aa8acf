package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import wenmai.message.Lang;

class LearningProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void bytesAreCountedWhileReadingAndTokensWhileLearning() throws IOException {
    try (var progress = new LearningProgress(Ran.console(Lang.EN, new ByteArrayOutputStream(), err, Screen.NONE), 200, nanos::get)) {
      var in = progress.counted(new ByteArrayInputStream(new byte[100]));
      wait(3);
      in.readAllBytes();
      assertThat(lines()).singleElement().asString().contains("reading", "50%", "100/200");
      progress.at(256, 1000);
      wait(3);
      progress.at(500, 1000);
      assertThat(lines()).last().asString().contains("learning", "50%", "500/1,000", "81.3/s");
    }
  }

  @Test
  void whatTakesNoTimeShowsNothing() {
    try (var progress = new LearningProgress(Ran.console(Lang.ZH, new ByteArrayOutputStream(), err, Screen.NONE), 200, nanos::get)) {
      progress.at(1000, 1000);
    }
    assertThat(err.toString(UTF_8)).isEmpty();
  }

  private void wait(int seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private Iterable<String> lines() {
    return err.toString(UTF_8).lines().toList();
  }
}
