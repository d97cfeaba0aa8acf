package wenmai.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wenmai.files.Hashes;
import wenmai.files.Json;
import wenmai.files.TokenFile;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.tokenize.Tokenizer;

/// Text made ready for training: `OUT/data` with one tokenizer and, for each source, the token files of both splits.
///
/// @param facts what was read, dropped and counted, for reports
public record Prepared(Tokenizer tokenizer, List<Part> parts, JsonNode facts) implements AutoCloseable {
  static final String TRAIN = "train.tokens";
  static final String VALIDATION = "validation.tokens";
  static final String FACTS = "data.json";

  /// One source.
  ///
  /// @param name   empty, where there is no other
  /// @param weight its share of the rows, among the weights of all
  public record Part(String name, double weight, TokenFile train, TokenFile validation) {}

  /// Reads what an earlier run of the same recipe prepared, or prepares it.
  public static Prepared of(Pretrain recipe, Consumer<Message> say) {
    if (!isThere(recipe)) {
      Preparation.of(recipe, say).write();
    }
    var folder = folder(recipe);
    var facts = Json.read(folder.resolve(FACTS));
    var made = facts.path("madeFrom").asString();
    var now = madeFrom(recipe, stamps(recipe, facts.path("files")));
    if (!made.equals(now)) {
      throw new BadInput("%s was prepared from other text or in another way; choose another out, or remove the folder.%n  then: %s%n  now:  %s",
          "%s 是用别的文本或别的方式准备的；请换一个 out，或删除该文件夹。%n  当时：%s%n  现在：%s", folder, made, now);
    }
    return open(folder, recipe);
  }

  static Path folder(Pretrain recipe) {
    return Path.of(recipe.out(), "data");
  }

  /// Did an earlier run prepare it?
  static boolean isThere(Pretrain recipe) {
    return Files.exists(folder(recipe).resolve(FACTS));
  }

  /// What decides the tokens: the recipe's keys about data, and what the files named hold.
  static String madeFrom(Pretrain recipe, JsonNode stamps) {
    var files = recipe.sources().entrySet().stream().map(e -> e.getKey() + (e.getKey().isEmpty() ? "" : " ") + files(e.getValue(), stamps))
        .collect(Collectors.joining(", "));
    return "data %s, tokenizer %s with %d special tokens, vocabulary %d, split %s, validation %s, seed %d".formatted(files, recipe.tokenizer(),
        recipe.specials().size(), recipe.vocabulary(), recipe.split(), recipe.validation(), recipe.seed());
  }

  private static List<String> files(Share share, JsonNode stamps) {
    return share.data().stream().map(name -> {
      var hash = stamps.path(name).path("sha256").asString("");
      return hash.isEmpty() ? name : "%s (sha256 %s)".formatted(name, hash);
    }).toList();
  }

  /// Size, time and SHA-256 of the files named. One whose size and time are known is not read again.
  static ObjectNode stamps(Pretrain recipe, JsonNode known) {
    var stamps = Json.object();
    recipe.sources().values().stream().flatMap(share -> share.data().stream()).filter(name -> Files.isRegularFile(Path.of(name))).forEach(name -> {
      var file = Path.of(name).toFile();
      var before = known.path(name);
      var stamp = stamps.putObject(name).put("bytes", file.length()).put("modified", file.lastModified());
      boolean same = before.path("bytes").asLong(-1) == file.length() && before.path("modified").asLong(-1) == file.lastModified();
      stamp.put("sha256", same ? before.path("sha256").asString() : Hashes.sha256(file.toPath()));
    });
    return stamps;
  }

  /// The SHA-256 of the training tokens of each source.
  String hash(Pretrain recipe) {
    return recipe.sources().keySet().stream().map(name -> Hashes.sha256(folder(recipe).resolve(file(name, TRAIN))))
        .collect(Collectors.joining(" "));
  }

  /// The name of a source's file.
  static String file(String source, String split) {
    return source.isEmpty() ? split : source + "-" + split;
  }

  @SuppressWarnings("MustBeClosedChecker")  // closed with the record
  private static Prepared open(Path folder, Pretrain recipe) {
    var parts = new ArrayList<Part>();
    recipe.sources().forEach((name, share) -> parts.add(new Part(name, share.weight(),
        TokenFile.open(folder.resolve(file(name, TRAIN))), TokenFile.open(folder.resolve(file(name, VALIDATION))))));
    return new Prepared(Tokenizer.read(folder), List.copyOf(parts), Json.read(folder.resolve(FACTS)));
  }

  public long trainTokens() {
    return parts.stream().mapToLong(part -> part.train().size()).sum();
  }

  public long validationTokens() {
    return parts.stream().mapToLong(part -> part.validation().size()).sum();
  }

  /// @throws BadInput where a run could not train on it
  void requireUsable(Pretrain recipe) {
    for (var part : parts) {
      requireEnough(recipe, part.name(), part.train().size(), part.validation().size());
    }
    Requirements.ofPrompt(recipe, tokenizer);
  }

  /// @param train      tokens of a source
  /// @param validation tokens of a source
  /// @throws BadInput where it is too short for the context
  static void requireEnough(Pretrain recipe, String source, long train, long validation) {
    long least = recipe.model().context() + 2L;
    if (train < least) {
      throw new BadInput("the %s split has %d tokens, and model.context (%d) needs at least %d: give more text or a shorter model.context",
          "%s 部分只有 %d 个词元，而 model.context（%d）至少需要 %d 个：请给更多文本，或缩短 model.context", file(source, "train"), train, recipe.model().context(), least);
    }
    if (validation < 2) {
      throw new BadInput("the %s split has %d tokens and needs at least 2: give more text or a larger share for validation (%s)",
          "%s 部分只有 %d 个词元，至少需要 2 个：请给更多文本，或增大 validation（%s）", file(source, "validation"), validation, recipe.validation());
    }
  }

  @Override
  public void close() {
    for (var part : parts) {
      part.train().close();
      part.validation().close();
    }
  }
}
