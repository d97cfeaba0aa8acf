package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wenmai.message.Lang;
import wenmai.message.Message;

class ConsoleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void columnsOfATableLineUpInChinese() {
    Ran.console(Lang.ZH, out, err, Screen.NONE).table(List.of(
        List.of("名称", "n", "说明"), List.of("e\u0301", "123", "x"), List.of("很长的名称", "1", "😀")));
    assertThat(out.toString(UTF_8).lines()).containsExactly(
        "名称        n    说明",
        "e\u0301           123  x",
        "很长的名称  1    😀");
  }

  @Test
  void resultsGoToStdoutAndSentencesToStderr() {
    var console = Ran.console(Lang.ZH, out, err, Screen.NONE);
    console.print("结果");
    console.say(Message.of("log", "日志"));
    console.printJson(Map.of("文", 1));
    assertThat(out.toString(UTF_8).lines()).containsExactly("结果", "{\"文\":1}");
    assertThat(err.toString(UTF_8).lines()).containsExactly("日志");
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    var message = Message.of("bad", "坏了");
    Ran.console(Lang.EN, out, err, Screen.NONE).sayError(message);
    assertThat(err.toString(UTF_8)).doesNotContain("\033");
    Ran.console(Lang.EN, out, err, new Screen(false, false, true, true)).sayError(message);
    assertThat(err.toString(UTF_8)).contains("\033[1;31mwenmai: \033[0mbad");
    assertThat(Screen.ofProcess(Map.of("NO_COLOR", "1", "TERM", "xterm")).colours()).isFalse();
    assertThat(Screen.ofProcess(Map.of("TERM", "dumb")).colours()).isFalse();
    assertThat(Screen.ofProcess(Map.of("TERM", "xterm", "NO_COLOR", "")).colours()).isTrue();
  }
}
