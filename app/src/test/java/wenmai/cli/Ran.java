package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import wenmai.message.Lang;

/// A command line run in this process, and what came of it.
record Ran(int code, String out, String err) {
  static Ran in(Lang lang, String... args) {
    return in(lang, Map.of(), args);
  }

  /// With more verbs than the product has.
  static Ran in(Lang lang, Map<String, Verb> more, String... args) {
    var commands = HelpText.commands(lang);
    more.forEach(commands::addSubcommand);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console = console(lang, out, err, Screen.NONE);
    int code = Wenmai.run(commands, console, new Interrupts(), args);
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  static Console console(Lang lang, ByteArrayOutputStream out, ByteArrayOutputStream err, Screen screen) {
    return new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), lang, false, screen);
  }
}
