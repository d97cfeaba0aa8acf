package wenmai.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.files.Json;
import wenmai.files.Refusal;
import wenmai.message.BadInput;
import wenmai.tokenize.Tokenizer;
import wenmai.tokenize.TokenizerType;

/// Learns and uses tokenizers.
@Command(name = "tokenizer", subcommands = {TokenizerVerbs.Train.class, TokenizerVerbs.Encode.class, TokenizerVerbs.Decode.class,
    Inspect.class})
final class TokenizerVerbs {

  /// Lines of files to a `tokenizer.json`.
  @Command(name = "train")
  static final class Train implements Verb {
    @Parameters(index = "0..*", paramLabel = "FILE", arity = "1..*")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--type", paramLabel = "TYPE")
    private TokenizerType type = TokenizerType.BPE;

    @Option(names = "--vocab", paramLabel = "N")
    private int vocabulary = 8192;

    @Option(names = "--min-count", paramLabel = "N")
    private @Nullable Long minCount;

    @Option(names = "--out", paramLabel = "DIR", required = true)
    private Path out = Path.of("");

    @Override
    public void run(Console console, Interrupts interrupts) throws IOException {
      var file = out.resolve("tokenizer.json");
      Refusal.requireWritable(file);
      if (Files.exists(file)) {
        throw new BadInput("%s exists already, and a model may need it: remove it or choose another --out", "%s 已经存在，且可能有模型依赖它：请先删除它，或换一个 --out", file);
      }
      if (minCount != null && type != TokenizerType.WORDS) {
        throw new BadInput("--min-count means nothing to --type %s: leave it out", "--min-count 对 --type %s 没有意义：请去掉",
            type);
      }
      if (isEmpty()) {
        throw new BadInput("%s: no text. Give a file that holds text", "%s：没有文本。请给出有内容的文件", files.stream().map(Path::toString).collect(Collectors.joining(", ")));
      }
      var made = made(console);
      Files.createDirectories(out);
      made.save(out);
      if (console.json()) {
        console.printJson(Json.object().put("vocabulary", made.vocabularySize()).put("out", out.toString()));
      } else {
        console.print(console.text("%s: %,d tokens", "%s：%,d 个词元", file, made.vocabularySize()));
      }
    }

    private boolean isEmpty() throws IOException {
      for (var text : files) {
        Refusal.requireNoFolder(text);
        if (!Files.isRegularFile(text) || Files.size(text) > 0) {
          return false;
        }
      }
      return true;
    }

    private Tokenizer made(Console console) throws IOException {
      try (var progress = new LearningProgress(console, files)) {
        return type.train(files.stream().flatMap(progress::lines), vocabulary, List.of(), minCount == null ? 1 : minCount, progress);
      }
    }
  }

  /// Lines in, lines out, each turned by itself.
  abstract static class ByLine implements Verb {
    @Option(names = "--tokenizer", paramLabel = "PATH", required = true)
    private Path tokenizer = Path.of("");

    @Option(names = "--jsonl")
    boolean jsonl;

    /// Are results JSON?
    boolean json;

    abstract String turn(Tokenizer tokenizer, String line);

    @Override
    public final void run(Console console, Interrupts interrupts) throws IOException {
      json = jsonl || console.json();
      var read = Tokenizer.read(tokenizer);
      Utf8Lines.of("stdin", System.in).forEach(line -> console.print(turn(read, line)));
    }
  }

  /// Lines in, ids out.
  @Command(name = "encode")
  static final class Encode extends ByLine {
    @Option(names = "--special")
    private boolean special;

    @Option(names = "--parse-special")
    private boolean parseSpecial;

    @Option(names = "--offsets")
    private boolean offsets;

    @Override
    String turn(Tokenizer tokenizer, String line) {
      var text = jsonl ? string(line) : line;
      var words = offsets ? tokens(tokenizer, text) : ids(tokenizer, text);
      return json ? words.collect(Collectors.joining(",", "[", "]")) : words.collect(Collectors.joining(" "));
    }

    private Stream<String> ids(Tokenizer tokenizer, String text) {
      var ids = parseSpecial ? tokenizer.encodeMarked(text) : tokenizer.encode(text);
      return Arrays.stream(special ? tokenizer.surround(ids) : ids).mapToObj(Integer::toString);
    }

    private Stream<String> tokens(Tokenizer tokenizer, String text) {
      var tokens = parseSpecial ? tokenizer.tokensMarked(text) : tokenizer.tokens(text);
      return (special ? tokenizer.surround(tokens) : tokens).stream()
          .map(token -> (json ? "[%d,%d,%d]" : "%d:%d-%d").formatted(token.id(), token.start(), token.end()));
    }

    private static String string(String line) {
      var json = Json.parse(line, "stdin");
      if (!json.isString()) {
        throw new BadInput("with --jsonl every line is a JSON string, not %s", "使用 --jsonl 时每行必须是 JSON 字符串，而不是 %s", line);
      }
      return json.asString();
    }
  }

  /// Ids in, lines out.
  @Command(name = "decode")
  static final class Decode extends ByLine {
    @Override
    String turn(Tokenizer tokenizer, String line) {
      var text = tokenizer.decode(ids(line, tokenizer.vocabularySize()));
      return json ? Json.compact(text) : text;
    }

    private static int[] ids(String line, int limit) {
      return Arrays.stream(line.replaceAll("[\\[\\],]", " ").strip().split("\\s+")).filter(s -> !s.isEmpty()).mapToInt(word -> {
        int id = word.matches("\\d{1,9}") ? Integer.parseInt(word) : -1;
        if (id < 0 || id >= limit) {
          throw new BadInput("%s is no id; ids are whole numbers from 0 to %d", "%s 不是编号；编号是 0 到 %d 的整数", word, limit - 1);
        }
        return id;
      }).toArray();
    }
  }
}
