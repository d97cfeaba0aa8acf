package wenmai.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;

/// Which of the three standard streams are a terminal, and whether colours are welcome there (<https://no-color.org>).
record Screen(boolean in, boolean out, boolean err, boolean colours) {
  /// No terminal at all: pipes and files.
  static final Screen NONE = new Screen(false, false, false, false);
  private static final int DEFAULT_COLUMNS = 80;

  /// The launcher says which descriptors are terminals (`-Dwenmai.terminals=012`), because only a shell can ask about
  /// stderr alone at no cost; without it the JDK's console says whether stdin and stdout are.
  static Screen ofProcess(Map<String, String> env) {
    String all = System.console() != null && System.console().isTerminal() ? "012" : "";
    String terminals = System.getProperty("wenmai.terminals", all);
    boolean colours = env.getOrDefault("NO_COLOR", "").isEmpty() && !env.getOrDefault("TERM", "").equals("dumb");
    return new Screen(terminals.contains("0"), terminals.contains("1"), terminals.contains("2"), colours);
  }

  /// The width now: people resize windows, and close them while a training goes on.
  int columns() {
    try {
      int columns = out || err ? Tty.SYSTEM.systemStreamWidth(err ? SystemStream.Error : SystemStream.Output) : 0;
      return columns > 0 ? columns : DEFAULT_COLUMNS;
    } catch (UncheckedIOException e) {
      return DEFAULT_COLUMNS;
    }
  }

  /// Only JLine's system calls, loaded when first asked: one of its `Terminal`s would send questions to the window
  /// whose answers land on the user's next command line.
  private static final class Tty {
    static final TerminalProvider SYSTEM = load();

    private static TerminalProvider load() {
      try {
        return TerminalProvider.load("ffm");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
