package wenmai.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.files.Json;
import wenmai.message.BadInput;
import wenmai.tokenize.BpeTraining;
import wenmai.tokenize.Characters;
import wenmai.tokenize.Tokenizer;

/// Learns and uses tokenizers.
@Command(name = "tokenizer", subcommands = {TokenizerVerbs.Train.class, TokenizerVerbs.Encode.class, TokenizerVerbs.Decode.class})
final class TokenizerVerbs {

  /// Lines of files to a `tokenizer.json`.
  @Command(name = "train")
  static final class Train implements Verb {
    @Parameters(index = "0..*", paramLabel = "FILE", arity = "1..*")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--type", paramLabel = "TYPE")
    private Type type = Type.BPE;

    @Option(names = "--vocab", paramLabel = "N")
    private int vocabulary = 8192;

    @Option(names = "--out", paramLabel = "DIR", required = true)
    private Path out = Path.of("");

    /// A kind of tokenizer.
    enum Type {
      BPE,
      CHARACTERS
    }

    @Override
    public void run(Console console, Interrupts interrupts) throws IOException {
      var made = switch (type) {
        case BPE -> new BpeTraining(vocabulary).train(lines());
        case CHARACTERS -> Characters.train(lines(), vocabulary, List.of());
      };
      Files.createDirectories(out);
      made.save(out);
      if (console.json()) {
        console.printJson(Json.object().put("vocabulary", made.vocabularySize()).put("out", out.toString()));
      } else {
        console.print(console.text("%s: %,d tokens", "%s：%,d 个词元", out.resolve("tokenizer.json"), made.vocabularySize()));
      }
    }

    private Stream<String> lines() {
      return files.stream().flatMap(file -> {
        try {
          return Files.lines(file);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }
  }

  /// Lines in, ids out.
  @Command(name = "encode")
  static final class Encode implements Verb {
    @Option(names = "--tokenizer", paramLabel = "PATH", required = true)
    private Path tokenizer = Path.of("");

    @Option(names = "--jsonl")
    private boolean jsonl;

    @Override
    public void run(Console console, Interrupts interrupts) throws IOException {
      var read = Tokenizer.read(tokenizer);
      eachLine(line -> {
        var ids = Arrays.stream(read.encode(jsonl ? string(line) : line)).mapToObj(Integer::toString);
        console.print(jsonl ? ids.collect(Collectors.joining(",", "[", "]")) : ids.collect(Collectors.joining(" ")));
      });
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
  static final class Decode implements Verb {
    @Option(names = "--tokenizer", paramLabel = "PATH", required = true)
    private Path tokenizer = Path.of("");

    @Option(names = "--jsonl")
    private boolean jsonl;

    @Override
    public void run(Console console, Interrupts interrupts) throws IOException {
      var read = Tokenizer.read(tokenizer);
      eachLine(line -> {
        var text = read.decode(ids(line, read.vocabularySize()).toArray());
        console.print(jsonl ? Json.compact(text) : text);
      });
    }

    private static IntStream ids(String line, int limit) {
      return Arrays.stream(line.replaceAll("[\\[\\],]", " ").strip().split("\\s+")).filter(s -> !s.isEmpty()).mapToInt(word -> {
        int id = word.matches("\\d{1,9}") ? Integer.parseInt(word) : -1;
        if (id < 0 || id >= limit) {
          throw new BadInput("%s is no id; ids are whole numbers from 0 to %d", "%s 不是编号；编号是 0 到 %d 的整数", word, limit - 1);
        }
        return id;
      });
    }
  }

  private interface Line {
    void take(String line);
  }

  private static void eachLine(Line body) throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      body.take(line);
    }
  }
}
