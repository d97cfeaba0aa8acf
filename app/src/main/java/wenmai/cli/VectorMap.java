package wenmai.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.embed.Pca;
import wenmai.embed.Projection;
import wenmai.embed.TSne;
import wenmai.embed.WordVectors;
import wenmai.evaluate.WordMap;
import wenmai.evaluate.WordMap.Drawn;
import wenmai.evaluate.WordMapImage;
import wenmai.files.Refusal;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.tensor.Seed;

/// Word vectors as a picture: a page, or a PNG.
@Command(name = "map")
final class VectorMap implements Verb {
  private static final int WORDS = 200;
  private static final int MOST = 1_000;
  /// Of t-SNE, whose perplexity is at least 1 and at most a third of the other words.
  private static final int LEAST = 4;

  enum Method {
    PCA,
    TSNE
  }

  @Parameters(index = "0", paramLabel = "VECTORS")
  private Path vectors = Path.of("");

  @Option(names = "--out", paramLabel = "FILE", required = true)
  private Path out = Path.of("");

  @Option(names = "--words", paramLabel = "N")
  private @Nullable Integer most;

  @Option(names = "--only", paramLabel = "WORDS")
  private @Nullable String only;

  @Option(names = "--method", paramLabel = "NAME")
  private @Nullable Method method;

  @Option(names = "--perplexity", paramLabel = "N")
  private @Nullable Double perplexity;

  @Option(names = "--clusters", paramLabel = "N")
  private int clusters = 8;

  @Option(names = "--font", paramLabel = "FILE")
  private @Nullable Path font;

  @Option(names = "--seed", paramLabel = "S")
  private long seed = 1;

  /// @param nameless words for whose names there was no room
  record Report(Path out, int words, int nameless) {}

  @Override
  public void run(Console console, Interrupts interrupts) {
    boolean page = isPage();
    refuse("--font", "--out " + out, page && font != null);
    refuse("--perplexity", "--method pca", method == Method.PCA && perplexity != null);
    refuse("--words", "--only", only != null && most != null);
    require("--clusters", clusters, WordMap.MOST_CLUSTERS);
    Refusal.requireWritable(out);
    var read = WordVectors.read(vectors);
    var words = words(read);
    if (page) {
      report(console, map(read, words, console).html(out, console.lang()));
    } else {
      var letters = WordMapImage.font(Optional.ofNullable(font), words);
      report(console, WordMapImage.write(map(read, words, console), out, letters, console.lang()));
    }
  }

  private boolean isPage() {
    var name = out.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".html") && !name.endsWith(".png")) {
      throw new BadInput("--out (%s) must end with .html, for a page, or .png, for a picture", "--out（%s）须以 .html（网页）或 .png（图片）结尾", out);
    }
    return name.endsWith(".html");
  }

  private static void refuse(String option, String beside, boolean given) {
    if (given) {
      throw new BadInput("%s means nothing beside %s: leave it out", "%s 与 %s 同用没有意义：请去掉", option, beside);
    }
  }

  private static void require(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new BadInput("%s (%,d) must be from 1 to %,d", "%s（%,d）须在 1 到 %,d 之间", name, value, most);
    }
  }

  /// The one asked for, or the one that so many words can be placed by.
  private Method method(int words) {
    return method != null ? method : words < LEAST ? Method.PCA : Method.TSNE;
  }

  /// Those asked for, or the first of the file.
  private List<String> words(WordVectors read) {
    var words = only == null ? first(read) : asked(only);
    if (method(words.size()) == Method.TSNE && words.size() < LEAST) {
      throw new BadInput("a map by t-SNE needs %d words or more, not %d: take more words, or --method pca", "t-SNE 布局至少需要 %d 个词，而不是 %d 个：请增加词数，或用 --method pca",
          LEAST, words.size());
    }
    return words;
  }

  private List<String> first(WordVectors read) {
    int count = most == null ? WORDS : most;
    require("--words", count, MOST);
    return read.words().subList(0, Math.min(count, read.words().size()));
  }

  private static List<String> asked(String only) {
    var words = Stream.of(only.split("[,，、]")).map(String::strip).filter(word -> !word.isEmpty()).distinct().toList();
    if (words.isEmpty()) {
      throw new BadInput("--only ('%s') names no word: give words between commas, such as cat,dog", "--only（“%s”）中没有词：请给出用逗号分开的词，例如 猫,狗", only);
    }
    require("--only", words.size(), MOST);
    return words;
  }

  private WordMap map(WordVectors read, List<String> words, Console console) {
    var how = method(words.size()) == Method.PCA ? new Pca() : new TSne(perplexity == null ? TSne.perplexity(words.size()) : perplexity, new Seed(seed));
    try (var bar = new ProgressBar(console, new Message("placing", "布局"), 0, TSne.STEPS)) {
      return WordMap.of(title(how, words.size()), read, words, how, clusters, new Seed(seed), (done, total) -> bar.at(done, console.text("steps", "步")));
    }
  }

  private Message title(Projection how, int words) {
    var method = switch (how) {
      case Pca() -> new Message("PCA", "主成分分析");
      case TSne(double neighbours, Seed(long value)) -> Message.of("t-SNE, perplexity %.3g, seed %d", "t-SNE，困惑度 %.3g，种子 %d", neighbours, value);
    };
    return Message.of("%2$s: %1$,d words (%3$s)", "%2$s：%1$,d 个词（%4$s）", words, vectors.getFileName(), method.en(), method.zh());
  }

  private void report(Console console, Drawn drawn) {
    if (console.json()) {
      console.printJson(new Report(out, drawn.drawn(), drawn.nameless()));
    } else {
      console.print(console.text("%s: %,d words", "%s：%,d 个词", out, drawn.drawn()));
      if (drawn.nameless() > 0) {
        console.say(Message.of("no room for the names of %,d of them, which are dots alone: take fewer (--words)", "其中 %,d 个词的名字放不下，只画了点：请减少词数（--words）",
            drawn.nameless()));
      }
    }
  }
}
