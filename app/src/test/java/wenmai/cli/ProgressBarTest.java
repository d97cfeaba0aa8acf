package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import wenmai.message.Lang;
import wenmai.message.Message;

class ProgressBarTest {
  private static final Message TRAIN = Message.of("training", "训练");
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private long nanos = Long.MAX_VALUE - 3_000_000_000L;   // nanoTime may wrap

  private ProgressBar bar(Lang lang, Screen screen, long done) {
    Locale.setDefault(Locale.ENGLISH);
    return new ProgressBar(Ran.console(lang, new ByteArrayOutputStream(), err, screen), TRAIN, done, 1000, () -> nanos);
  }

  private void seconds(double s) {
    nanos += (long) (s * 1e9);
  }

  @Test
  void whatIsDoneInTwoSecondsShowsNothing() {
    try (var bar = bar(Lang.EN, Screen.NONE, 0)) {
      seconds(1.9);
      bar.at(1000, "");
    }
    assertThat(err.size()).isZero();
  }

  @Test
  void aFileGetsAPlainLineEveryTenSeconds() {
    try (var bar = bar(Lang.ZH, Screen.NONE, 0)) {
      for (int i = 1; i <= 250; i++) {
        seconds(0.1);
        bar.at(i, "loss 2.31");
      }
      seconds(5);
      bar.at(1000, "loss 2.00");
    }
    assertThat(err.toString(UTF_8).lines()).containsExactly(
        "训练    2%  20/1,000  10.0/s  还剩 1:38  loss 2.31",
        "训练   12%  120/1,000  10.0/s  还剩 1:28  loss 2.31",
        "训练   22%  220/1,000  10.0/s  还剩 1:18  loss 2.31",
        "训练  100%  1,000/1,000  33.3/s  用时 0:30  loss 2.00");
  }

  @Test
  void aTerminalRedrawsOneLineThatNeverWraps() {
    var terminal = new Screen(false, false, true, false);
    try (var bar = bar(Lang.ZH, terminal, 0)) {
      seconds(3);
      bar.at(500, "");
      seconds(0.05);
      bar.at(501, "too soon");
      seconds(0.05);
      bar.at(510, "长".repeat(100));
    }
    var frames = err.toString(UTF_8).split("\r\033\\[K", -1);
    assertThat(frames).hasSize(4);   // nothing, the first, the third, and the last again
    assertThat(frames[1]).isEqualTo("训练  ████████████░░░░░░░░░░░░   50%  500/1,000  167/s  还剩 0:03");
    assertThat(frames[2]).startsWith("训练   51%  510/1,000  165/s  还剩 0:03  长长").endsWith("长…");
    assertThat(Width.of(frames[2])).isLessThan(terminal.columns());
    assertThat(frames[3]).isEqualTo(frames[2] + System.lineSeparator());
  }

  @Test
  void whatAnEarlierRunDidDoesNotCountAsSpeed() {
    try (var bar = bar(Lang.EN, Screen.NONE, 900)) {
      seconds(4);
      bar.at(902, "");
    }
    assertThat(err.toString(UTF_8).lines().findFirst()).hasValue("training   90%  902/1,000  0.500/s  left 3:16");
  }
}
