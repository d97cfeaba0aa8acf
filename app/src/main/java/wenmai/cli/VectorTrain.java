package wenmai.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.corpus.Source;
import wenmai.embed.GloVe;
import wenmai.embed.GloVe.Formula;
import wenmai.embed.Phrases;
import wenmai.embed.SigmoidContext;
import wenmai.embed.Word2Vec;
import wenmai.embed.Word2Vec.Algorithm;
import wenmai.embed.Word2Vec.Subwords;
import wenmai.embed.WordModel;
import wenmai.embed.WordVectors.Format;
import wenmai.files.Draft;
import wenmai.files.Refusal;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

/// A text to a file of vectors.
@Command(name = "train")
final class VectorTrain implements Verb {
  /// By the names of their papers, or of their formulas.
  enum Way {
    SKIPGRAM,
    CBOW,
    GLOVE,
    SIGMOID,
    LOGDOT
  }

  @Parameters(index = "0", paramLabel = "FILE")
  private Path file = Path.of("");

  @Option(names = "--algorithm", paramLabel = "NAME")
  private Way algorithm = Way.SKIPGRAM;

  @Option(names = "--out", paramLabel = "FILE", required = true)
  private Path out = Path.of("");

  @Option(names = "--format", paramLabel = "NAME")
  private @Nullable Format format;

  @Option(names = "--dim", paramLabel = "N")
  private int dimensions = 100;

  @Option(names = "--window", paramLabel = "N")
  private int window = 5;

  @Option(names = "--negative", paramLabel = "N")
  private @Nullable Integer negative;

  @Option(names = "--hierarchical")
  private boolean hierarchical;

  @Option(names = "--subwords", paramLabel = "MIN-MAX")
  private String subwords = "";

  @Option(names = "--min-count", paramLabel = "N")
  private int minCount = 5;

  @Option(names = "--sample", paramLabel = "SHARE")
  private @Nullable Double sample;

  @Option(names = "--rate", paramLabel = "RATE")
  private @Nullable Double rate;

  @Option(names = "--epochs", paramLabel = "N")
  private @Nullable Integer epochs;

  @Option(names = "--memory", paramLabel = "MIB")
  private @Nullable Integer memory;

  @Option(names = "--threads", paramLabel = "N")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--seed", paramLabel = "S")
  private long seed = 1;

  @Option(names = "--phrases", paramLabel = "N")
  private int phrases;

  /// @param tokens         of the text, without rare words
  /// @param seconds        of training alone
  /// @param wordsPerSecond all epochs' tokens in that time
  record Report(Path out, int words, int dimensions, long tokens, double seconds, double wordsPerSecond) {}

  @Override
  public void run(Console console, Interrupts interrupts) throws IOException {
    var how = model();
    Refusal.requireWritable(out);
    if (Files.isRegularFile(out)) {
      throw new BadInput("%s exists already: remove it or choose another --out", "%s 已经存在：请先删除它，或换一个 --out", out);
    }
    var scratch = out.toAbsolutePath().resolveSibling("");
    if (Source.isPlain(file)) {
      join(how, file, scratch, console, interrupts);
    } else {
      try (var text = Draft.of(scratch.resolve("text.txt"))) {
        DocumentLines.write(file, text.path(), console);
        join(how, text.path(), scratch, console, interrupts);
      }
    }
  }

  private void join(WordModel how, Path text, Path scratch, Console console, Interrupts interrupts) throws IOException {
    if (phrases == 0) {
      train(how, text, scratch, console, interrupts);
    } else {
      try (var joined = Phrases.join(text, phrases, minCount, scratch)) {
        train(how, joined.path(), scratch, console, interrupts);
      }
    }
  }

  private WordModel model() {
    return switch (algorithm) {
      case SKIPGRAM -> word2Vec(Algorithm.SKIPGRAM);
      case CBOW -> word2Vec(Algorithm.CBOW);
      case GLOVE -> pairs(Formula.BILINEAR);
      case LOGDOT -> pairs(Formula.LOGDOT);
      case SIGMOID -> {
        refuse("--hierarchical", hierarchical);
        refuse("--subwords", !subwords.isEmpty());
        refuse("--memory", memory != null);
        yield new SigmoidContext(dimensions, window, or(negative, 5), minCount, or(sample, 1e-3), or(rate, 0.05), or(epochs, 1), threads,
            new Seed(seed));
      }
    };
  }

  private Word2Vec word2Vec(Algorithm how) {
    refuse("--memory", memory != null);
    return new Word2Vec(how, dimensions, window, subwords(), or(negative, 5), hierarchical, minCount, or(sample, 1e-3),
        or(rate, how.rate()), or(epochs, 1), threads, new Seed(seed));
  }

  private GloVe pairs(Formula formula) {
    refuse("--hierarchical", hierarchical);
    refuse("--subwords", !subwords.isEmpty());
    refuse("--negative", negative != null);
    refuse("--sample", sample != null);
    return new GloVe(formula, dimensions, window, minCount, or(rate, formula.rate()), or(epochs, 25),
        memory == null ? GloVe.defaultMemory() : (long) memory << 20, threads, new Seed(seed));
  }

  private static <T> T or(@Nullable T given, T usual) {
    return given == null ? usual : given;
  }

  private void refuse(String option, boolean given) {
    if (given) {
      throw new BadInput("%s means nothing to --algorithm %s: leave it out", "%s 对 --algorithm %s 没有意义：请去掉", option,
          algorithm.name().toLowerCase(Locale.ROOT));
    }
  }

  private Subwords subwords() {
    var lengths = Pattern.compile("(\\d{1,2})-(\\d{1,2})").matcher(subwords);
    if (!subwords.isEmpty() && !lengths.matches()) {
      throw new BadInput("--subwords (%s) must be the least and the most letters of a piece, such as 3-6",
          "--subwords（%s）应为片段的最少和最多字母数，例如 3-6", subwords);
    }
    return subwords.isEmpty() ? Subwords.NONE : new Subwords(Integer.parseInt(lengths.group(1)), Integer.parseInt(lengths.group(2)));
  }

  private void train(WordModel how, Path text, Path scratch, Console console, Interrupts interrupts) {
    try (var bar = new Bar(console)) {
      var trained = how.train(text, scratch, bar, interrupts::requested);
      bar.close();
      if (trained.stopped()) {
        console.say(Message.of("stopped; nothing was written", "已停止；没有写入任何文件"));
      } else {
        trained.write(out, or(format, Format.of(out)));
        if (format != Format.FASTTEXT && !subwords.isEmpty()) {
          console.say(Message.of("%s has vectors of its words alone; with --format fasttext it would have those of pieces, and so of words that it does not know",
              "%s 中只有词的向量；用 --format fasttext 则片段也会保存，未登录词也就有向量", out));
        }
        report(console, new Report(out, trained.vectors().words().size(), dimensions, trained.tokens(), trained.seconds(),
            (double) trained.tokens() * how.epochs() / trained.seconds()));
      }
    }
  }

  private static void report(Console console, Report report) {
    if (console.json()) {
      console.printJson(report);
    } else {
      console.print(console.text("%s: %,d words in %d dimensions, from %,d tokens; %,.0f words/s", "%s：%,d 个词，%d 维，语料 %,d 个词次；每秒 %,.0f 词",
          report.out, report.words, report.dimensions, report.tokens, report.wordsPerSecond));
    }
  }

  /// How far training is; its threads come one after the other.
  private static final class Bar implements Progress, AutoCloseable {
    private final Console console;
    private @Nullable ProgressBar bar;

    Bar(Console console) {
      this.console = console;
    }

    @Override
    public synchronized void at(long done, long total) {
      if (bar == null) {
        bar = new ProgressBar(console, new Message("training", "训练"), 0, total);
      }
      bar.at(done, console.text("words", "词"));
    }

    @Override
    public synchronized void close() {
      if (bar != null) {
        bar.close();
        bar = null;
      }
    }
  }
}
