package wenmai.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.corpus.Document;
import wenmai.corpus.Report;
import wenmai.corpus.Source;
import wenmai.corpus.recipe.CleanFolder;
import wenmai.corpus.recipe.CleanFolder.Workers;
import wenmai.corpus.recipe.CleanJob;
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
    private static final Path STANDARD_INPUT = Path.of("-");

    @Parameters(index = "0..*", paramLabel = "IN", arity = "1..*")
    private List<Path> places = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", required = true)
    private Path out = Path.of("");

    @Option(names = "--profile", paramLabel = "PROFILE")
    private @Nullable Profile profile;

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
      var source = source();
      if (CleanFolder.isBegun(out)) {
        console.say(source.isRepeatable() ? Message.of("going on with the cleaning to %s that was stopped", "继续先前中断的清洗：%s", out)
            : Message.of("beginning the cleaning to %s anew: what came through standard input or a pipe cannot be read again",
                "从头开始先前中断的清洗：%s（标准输入或管道中的内容不能再次读取）", out));
      }
      try {
        var report = CleanFolder.write(source, recipe(), out, keepDropped,
            Workers.threads(threads, (pass, passes, bytes) -> new Watch(console, interrupts, pass, passes, bytes), () -> goOn(interrupts)));
        if (console.json()) {
          console.printJson(Reports.json(report).put("out", out.toString()));
        } else {
          console.table(table(report, console));
          console.say(end(report));
        }
      } catch (Stopped _) {
        console.say(source.isRepeatable()
            ? Message.of("stopped; nothing was written to %s yet, the same command goes on", "已停止；尚未写入 %s，再次运行同一命令即可继续", out)
            : Message.of("stopped; nothing was written to %s, and what came through standard input or a pipe is gone: the same command begins anew",
                "已停止；尚未写入 %s，标准输入或管道中的内容不能再次读取：再次运行同一命令会从头开始", out));
      }
    }

    private Message end(Report report) {
      return report.kept() > 0 ? Message.of("the text is in %s", "文本在 %s", out.resolve(CleanFolder.DOCUMENTS))
          : Message.of("nothing was kept: every document was dropped, for the reasons above. --keep-dropped writes them to a file; "
              + "other steps or thresholds (--profile, --set) may keep more", "没有保留任何文档：全部因上列原因被丢弃。--keep-dropped 会把它们写入文件；"
                  + "换用其他步骤或阈值（--profile、--set）可保留更多");
    }

    private Source source() {
      var source = Source.of(places.stream().map(place -> place.equals(STANDARD_INPUT) ? Path.of("/dev/stdin") : place).toList());
      return fields.isEmpty() ? source : source.withFields(fields);
    }

    private Cleaning recipe() {
      if (!recipe.toString().isEmpty()) {
        if (profile != null) {
          throw new BadInput("--profile and --recipe are both given, and each names the steps: keep one",
              "同时给出了 --profile 与 --recipe，二者都决定步骤：请保留一个");
        }
        return Recipes.read(recipe, overrides, Cleaning.class);
      }
      var first = profile == null ? Stream.<String>empty() : Stream.of("profile=" + profile);
      return Recipes.of(Stream.concat(first, overrides.stream()).toList(), Cleaning.class);
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
  static final class Watch implements CleanJob.Watch {
    private static final long EVERY = 10_000_000_000L;      // ns
    private final Console console;
    private final Interrupts interrupts;
    private final int pass;
    private final int passes;
    private final long bytes;
    private final LongSupplier nanos;
    private final long start;
    private long next;
    private long behind;
    private long documents;
    private long characters;

    Watch(Console console, Interrupts interrupts, int pass, int passes, long bytes) {
      this(console, interrupts, pass, passes, bytes, System::nanoTime);
    }

    Watch(Console console, Interrupts interrupts, int pass, int passes, long bytes, LongSupplier nanos) {
      this.console = console;
      this.interrupts = interrupts;
      this.pass = pass;
      this.passes = passes;
      this.bytes = bytes;
      this.nanos = nanos;
      this.start = nanos.getAsLong();
      this.next = start + EVERY;
    }

    @Override
    public synchronized void read(long more) {
      behind += more;
    }

    @Override
    public synchronized void see(Document document) {
      goOn(interrupts);
      documents++;
      characters += document.text().length();
      long now = nanos.getAsLong();
      if (now - next >= 0) {
        next = now + EVERY;
        console.say(Message.of("pass %d of %d%s: %,d documents, %,d characters, %,.0f a second", "第 %d 遍，共 %d 遍%s：%,d 篇文档，%,d 个字符，每秒 %,.0f 个",
            pass + 1, passes, share(), documents, characters, characters / ((now - start) / 1e9)));
      }
    }

    /// By the bytes of the files, which a pipe does not tell.
    private String share() {
      return bytes == 0 ? "" : console.text(", %d %%", "，%d %%", Math.min(100, 100 * behind / bytes));
    }
  }
}
