package wenmai.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.corpus.Document;
import wenmai.corpus.Report;
import wenmai.corpus.Source;
import wenmai.corpus.recipe.CleanFolder;
import wenmai.corpus.recipe.CleanFolder.Workers;
import wenmai.corpus.recipe.Cleaning;
import wenmai.corpus.recipe.Profile;
import wenmai.corpus.recipe.Reports;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// Works on text.
@Command(name = "corpus", subcommands = CorpusVerbs.Clean.class)
final class CorpusVerbs {

  /// Files and folders to a folder of clean text.
  @Command(name = "clean")
  static final class Clean implements Verb {
    @Parameters(index = "0..*", paramLabel = "IN", arity = "1..*")
    private List<Path> places = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", required = true)
    private Path out = Path.of("");

    @Option(names = "--profile", paramLabel = "PROFILE")
    private Profile profile = Profile.LM;

    @Option(names = "--recipe", paramLabel = "FILE")
    private Path recipe = Path.of("");

    @Option(names = "--set", paramLabel = "KEY=VALUE")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--field", paramLabel = "NAME")
    private List<String> fields = new ArrayList<>();

    @Option(names = "--keep-dropped")
    private boolean keepDropped;

    @Option(names = "--threads", paramLabel = "N")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Override
    public void run(Console console, Interrupts interrupts) {
      if (threads < 1) {
        throw new BadInput("--threads (%d) must be at least 1", "--threads（%d）必须至少为 1", threads);
      }
      try {
        var report = CleanFolder.write(source(), recipe(), out, keepDropped,
            Workers.threads(threads, pass -> new Watch(console, interrupts, pass)::see, () -> goOn(interrupts)));
        if (console.json()) {
          console.printJson(Reports.json(report).put("out", out.toString()));
        } else {
          console.table(table(report, console));
          console.say(Message.of("the text is in %s", "文本在 %s", out.resolve(CleanFolder.DOCUMENTS)));
        }
      } catch (Stopped _) {
        console.say(Message.of("stopped; nothing was written to %s yet, the same command goes on", "已停止；尚未写入 %s，再次运行同一命令即可继续", out));
      }
    }

    private Source source() {
      var source = Source.of(places);
      return fields.isEmpty() ? source : source.withFields(fields);
    }

    private Cleaning recipe() {
      if (!recipe.toString().isEmpty()) {
        return Recipes.read(recipe, overrides, Cleaning.class);
      }
      var all = new ArrayList<>(List.of("profile=" + profile));
      all.addAll(overrides);
      return Recipes.of(all, Cleaning.class);
    }

    private static List<List<String>> table(Report report, Console console) {
      var rows = new ArrayList<List<String>>();
      rows.add(List.of("", console.text("documents", "文档"), console.text("characters", "字符"), console.text("the first", "前几个")));
      rows.add(row(console.text("read", "读入"), report.documents(), report.characters(), ""));
      report.changes().forEach((step, change) -> rows.add(row(
          console.text("changed: ", "改动：") + step.in(console.lang()), change.documents(), change.characters(), "")));
      report.dropped().forEach((reason, drop) -> rows.add(row(
          console.text("dropped: ", "丢弃：") + reason.message().in(console.lang()), drop.count(), drop.characters(),
          String.join(", ", drop.first()) + (drop.count() > drop.first().size() ? ", …" : ""))));
      rows.add(row(console.text("kept", "保留"), report.kept(), report.keptCharacters(), ""));
      return rows;
    }

    private static List<String> row(String what, long documents, long characters, String first) {
      return List.of(what, "%,d".formatted(documents), "%,d".formatted(characters), first);
    }
  }

  /// The user asked to stop.
  private static final class Stopped extends RuntimeException {}

  private static void goOn(Interrupts interrupts) {
    if (interrupts.requested()) {
      throw new Stopped();
    }
  }

  /// A line of the log now and then, and the way out; for many threads.
  private static final class Watch {
    private static final long EVERY = 10_000_000_000L;      // ns
    private final Console console;
    private final Interrupts interrupts;
    private final int pass;
    private final long start = System.nanoTime();
    private long next = start + EVERY;
    private long documents;
    private long characters;

    Watch(Console console, Interrupts interrupts, int pass) {
      this.console = console;
      this.interrupts = interrupts;
      this.pass = pass;
    }

    synchronized void see(Document document) {
      goOn(interrupts);
      documents++;
      characters += document.text().length();
      long now = System.nanoTime();
      if (now - next >= 0) {
        next = now + EVERY;
        console.say(Message.of("pass %d: %,d documents, %,d characters, %,.0f a second", "第 %d 遍：%,d 篇文档，%,d 个字符，每秒 %,.0f 个",
            pass + 1, documents, characters, characters / ((now - start) / 1e9)));
      }
    }
  }
}
