package wenmai.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import wenmai.files.Refusal;
import wenmai.message.BadInput;
import wenmai.message.Failure;
import wenmai.message.Lang;
import wenmai.message.Problem;

/// The command line: `wenmai VERB …`. Exit codes: 0 done; 2 wrong usage or bad input; 1 everything else that fails; 130
/// after SIGINT and 143 after SIGTERM.
@Command(name = "wenmai", subcommands = {Quickstart.class, CorpusVerbs.class, TokenizerVerbs.class, VectorVerbs.class, Plan.class, Pretrain.class, Evaluate.class,
    Generate.class, Chat.class, Import.class, Bench.class, Doctor.class, Shell.class, HelpVerb.class})
public final class Wenmai {
  @Option(names = "--json", scope = ScopeType.INHERIT)
  private boolean json;

  /// `language` reads it before anything is parsed; it stands here so that its value is checked and its help shown.
  @Option(names = "--lang", paramLabel = "zh|en", scope = ScopeType.INHERIT)
  private Lang lang = Lang.EN;

  @Option(names = "--debug", scope = ScopeType.INHERIT)
  private boolean debug = !System.getenv().getOrDefault("WENMAI_DEBUG", "").isEmpty();

  @Option(names = {"-h", "--help"}, usageHelp = true, scope = ScopeType.INHERIT)
  private boolean help;

  @Option(names = {"-V", "--version"}, versionHelp = true)
  private boolean version;

  public static void main(String[] args) {
    var lang = language(List.of(args), System.getenv());
    System.exit(start(HelpText.commands(lang), lang, args));
  }

  /// A whole process but its exit.
  static int start(CommandLine commands, Lang lang, String[] args) {
    Locale.setDefault(lang == Lang.ZH ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
    var interrupts = new Interrupts();
    interrupts.listen();
    return interrupts.exitCode(run(commands, Console.ofProcess(lang), interrupts, args));
  }

  static int run(CommandLine commands, Console console, Interrupts interrupts, String... args) {
    Wenmai options = commands.getCommand();
    try {
      var parsed = commands.parseArgs(args);
      if (!HelpText.printIfAsked(parsed, console)) {
        verb(parsed).run(console.json(options.json), interrupts);
      }
      return 0;
    } catch (Throwable thrown) {   // the one place where everything ends
      var problem = problem(thrown);
      console.sayError(problem.message());
      if (options.debug && !(thrown instanceof ParameterException)) {
        thrown.printStackTrace(console.err());
      }
      return problem instanceof BadInput ? 2 : 1;
    }
  }

  /// Chinese or English: `--lang` wherever it stands, else WENMAI_LANG (in which the launcher keeps the user's
  /// language), else the locale as POSIX ranks its variables.
  static Lang language(List<String> args, Map<String, String> env) {
    for (int i = 0; i < args.size() && !args.get(i).equals("--"); i++) {
      String value = args.get(i).startsWith("--lang=") ? args.get(i).substring("--lang=".length())
          : args.get(i).equals("--lang") && i + 1 < args.size() ? args.get(i + 1) : "";
      if (value.equalsIgnoreCase("zh") || value.equalsIgnoreCase("en")) {
        return Lang.valueOf(value.toUpperCase(Locale.ROOT));
      }
    }
    String locale = Stream.of("WENMAI_LANG", "LC_ALL", "LC_MESSAGES", "LANG").map(name -> env.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty()).findFirst().orElse("");
    return Lang.of(Locale.of(locale.split("[_.@-]", 2)[0]));
  }

  private static Verb verb(ParseResult parsed) {
    var command = parsed.asCommandLineList().getLast();
    if (command.getCommand() instanceof Verb verb) {
      return verb;
    }
    throw WrongUsage.noVerb(command);
  }

  private static Problem problem(Throwable thrown) {
    return switch (thrown) {
      case Problem p -> p;
      case ParameterException e -> WrongUsage.of(e);
      case UncheckedIOException e when e.getCause() != null -> problem(e.getCause());
      case IOException e -> Refusal.of(e);
      case OutOfMemoryError e -> new Failure(e,
          "out of memory: the Java heap may take %2$d MB (%1$s). Give it more, such as "
              + "WENMAI_JAVA_OPTS=-Xmx%3$dg, or take a smaller batch, context or model",
          "内存不足：Java 堆最多可用 %2$d MB（%1$s）。请调大，例如 WENMAI_JAVA_OPTS=-Xmx%3$dg，或减小批量、上下文或模型",
          words(e), heapMegabytes(), Math.max(2, 2 * heapMegabytes() / 1024));
      default -> new Failure(thrown,
          "unexpected: %s. This is a defect of Wenmai; --debug (or WENMAI_DEBUG=1) shows where",
          "意外错误：%s。这是文脉的缺陷；用 --debug（或 WENMAI_DEBUG=1）查看出错位置", words(thrown));
    };
  }

  private static long heapMegabytes() {
    return Runtime.getRuntime().maxMemory() >> 20;
  }

  private static String words(Throwable e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }
}
