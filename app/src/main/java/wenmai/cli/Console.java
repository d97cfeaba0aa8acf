package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;
import wenmai.message.Lang;
import wenmai.message.Message;

/// What a verb writes to: results on stdout, everything else on stderr, in one language, in UTF-8 whatever the locale.
///
/// @param json is the result wanted as JSON (`--json`)?
record Console(PrintStream out, PrintStream err, Lang lang, boolean json, Screen screen) {
  /// Paths as people write them, not as file: addresses.
  private static final JsonMapper JSON = JsonMapper.builder()
      .addModule(new SimpleModule().addSerializer(Path.class, ToStringSerializer.instance)).build();
  private static final String BOLD = "\033[1m";
  private static final String RED = "\033[1;31m";
  private static final String PLAIN = "\033[0m";
  /// Back to the line's start, and nothing on it: a progress bar may stand there.
  static final String CLEAR_LINE = "\r\033[K";

  /// The process's own streams, which `System.out` and `System.err` become too.
  static Console ofProcess(Lang lang) {
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8));
    System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8));
    return new Console(System.out, System.err, lang, false, Screen.ofProcess(System.getenv()));
  }

  Console json(boolean wanted) {
    return new Console(out, err, lang, wanted, screen);
  }

  /// A piece of the result, at once.
  void write(String text) {
    out.print(text);
    out.flush();
  }

  /// A line of the result.
  void print(String line) {
    out.println(line);
  }

  /// The result as one line of JSON: a record, a map, a list.
  void printJson(Object result) {
    out.println(JSON.writeValueAsString(result));
  }

  /// A table as the result: the first row is the header; cells are padded to their column, and on a terminal a
  /// line is cut where the window ends.
  void table(List<List<String>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = IntStream.range(0, columns).map(c -> rows.stream().filter(row -> c < row.size())
        .mapToInt(row -> Width.of(row.get(c))).max().orElse(0)).toArray();
    for (int r = 0; r < rows.size(); r++) {
      var line = new StringBuilder();
      for (int c = 0; c < rows.get(r).size(); c++) {
        line.append(c > 0 ? "  " : "").append(Width.pad(rows.get(r).get(c), widths[c]));
      }
      String whole = line.toString().stripTrailing();
      String text = screen.out() ? Width.cut(whole, screen.columns()) : whole;
      print(r == 0 && screen.out() && screen.colours() ? BOLD + text + PLAIN : text);
    }
  }

  /// A piece of text in the language of this console.
  String text(String en, String zh, Object... args) {
    return Message.of(en, zh, args).in(lang);
  }

  /// A line of the log.
  void say(Message message) {
    log(message.in(lang));
  }

  /// What ended a verb.
  void sayError(Message message) {
    String name = text("wenmai: ", "wenmai：");
    log((screen.err() && screen.colours() ? RED + name + PLAIN : name) + message.in(lang));
  }

  private void log(String line) {
    err.println((screen.err() ? CLEAR_LINE : "") + line);
  }
}
