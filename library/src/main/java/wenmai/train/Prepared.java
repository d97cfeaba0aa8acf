package wenmai.train;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import wenmai.corpus.Cleaner;
import wenmai.corpus.Document;
import wenmai.corpus.Pipeline;
import wenmai.corpus.Source;
import wenmai.corpus.Split;
import wenmai.files.Atomic;
import wenmai.files.Hashes;
import wenmai.files.Json;
import wenmai.files.TokenFile;
import wenmai.files.TokenWriter;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.tokenize.BpeTraining;
import wenmai.tokenize.Characters;
import wenmai.tokenize.Progress;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// Text made ready for training: `OUT/data` with a tokenizer and the token files of both splits.
///
/// @param facts what was read, dropped and counted, for reports
public record Prepared(Tokenizer tokenizer, TokenFile train, TokenFile validation, JsonNode facts) implements AutoCloseable {
  private static final String TRAIN = "train.tokens";
  private static final String VALIDATION = "validation.tokens";
  private static final String FACTS = "data.json";

  /// Reads what an earlier run of the same recipe prepared, or prepares it.
  public static Prepared of(Pretrain recipe, Consumer<Message> say) {
    var folder = Path.of(recipe.out(), "data");
    if (!Files.exists(folder.resolve(FACTS))) {
      prepare(recipe, folder, say);
    }
    var made = Json.read(folder.resolve(FACTS)).path("madeFrom").asString();
    if (!made.equals(madeFrom(recipe))) {
      throw new BadInput("%s was prepared from other text or in another way; choose another out, or remove the folder.%n  then: %s%n  now:  %s",
          "%s 是用别的文本或别的方式准备的；请换一个 out，或删除该文件夹。%n  当时：%s%n  现在：%s", folder, made, madeFrom(recipe));
    }
    return open(folder);
  }

  /// What decides the tokens: the recipe's keys about data, and size and time of the files named.
  private static String madeFrom(Pretrain recipe) {
    var files = recipe.data().stream().map(name -> {
      var file = Path.of(name).toFile();
      return file.isFile() ? "%s (%d bytes, %tFT%<tT)".formatted(name, file.length(), file.lastModified()) : name;
    }).toList();
    return "data %s, tokenizer %s, vocabulary %d, split %s, validation %s, seed %d".formatted(files, recipe.tokenizer(),
        recipe.vocabulary(), recipe.split(), recipe.validation(), recipe.seed());
  }

  /// The SHA-256 of the training tokens.
  String hash(Pretrain recipe) {
    return Hashes.sha256(Path.of(recipe.out(), "data", TRAIN));
  }

  static Prepared open(Path folder) {
    return new Prepared(Tokenizer.read(folder), TokenFile.open(folder.resolve(TRAIN)), TokenFile.open(folder.resolve(VALIDATION)),
        Json.read(folder.resolve(FACTS)));
  }

  /// Clean → split → tokenizer → token files.
  private static void prepare(Pretrain recipe, Path folder, Consumer<Message> say) {
    var documents = new ArrayList<Document>();
    var source = Source.of(recipe.data().stream().map(Path::of).toList());
    var report = new Pipeline(source, Cleaner.LM, 1).run(documents::add);
    say.accept(report.words());
    var split = split(recipe, documents);
    say.accept(split.words());
    var train = new ArrayList<String>();
    var validation = new ArrayList<String>();
    for (var document : documents) {
      var parts = split.of(document);
      keep(parts.train(), train);
      keep(parts.validation(), validation);
    }
    var tokenizer = tokenizer(recipe, train, validation, say);
    Atomic.folder(folder, draft -> {
      tokenizer.save(draft);
      var hash = Hashes.sha256(draft.resolve("tokenizer.json"));
      var facts = Json.object();
      facts.put("documents", report.kept()).put("characters", report.keptCharacters()).put("bytes", report.bytes());
      facts.put("vocabulary", tokenizer.vocabularySize());
      facts.set("encodings", Json.tree(report.encodings()));
      facts.put("trainTokens", write(tokenizer, train, draft.resolve(TRAIN), hash));
      facts.put("validationTokens", write(tokenizer, validation, draft.resolve(VALIDATION), hash));
      facts.put("validationBytes", validation.stream().mapToLong(Prepared::bytes).sum());
      facts.put("madeFrom", madeFrom(recipe));
      facts.put("split", split.words().en()).put("splitZh", split.words().zh());
      Files.writeString(draft.resolve(FACTS), Json.pretty(facts));
    });
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static void keep(String text, List<String> texts) {
    if (!text.isEmpty()) {
      texts.add(text);
    }
  }

  private static Split split(Pretrain recipe, List<Document> documents) {
    var fingerprints = documents.stream().map(Document::fingerprint).toList();
    return switch (recipe.split()) {
      case "characters" -> new Split.ByCharacters(recipe.validation());
      case "lines" -> new Split.ByLines(recipe.validation());
      case "documents" -> {
        if (documents.size() < 2) {
          throw new BadInput("split: documents needs at least 2 documents, there is %d; use lines", "split: documents 至少需要 2 篇文档，现有 %d 篇；请用 lines",
              documents.size());
        }
        yield Split.choose(fingerprints, recipe.validation(), recipe.seed());
      }
      default -> Split.choose(fingerprints, recipe.validation(), recipe.seed());
    };
  }

  /// The validation text teaches a BPE nothing, but a character tokenizer may know its characters.
  private static Tokenizer tokenizer(Pretrain recipe, List<String> train, List<String> validation, Consumer<Message> say) {
    return switch (recipe.tokenizer()) {
      case "characters" -> Characters.train(Stream.concat(train.stream(), validation.stream()), recipe.vocabulary(),
          List.of());
      case "bpe" -> new BpeTraining(recipe.vocabulary()).train(train.stream(), new Progress() {
        @Override
        public void at(long done, long total) {}

        @Override
        public void note(Message message) {
          say.accept(message);
        }
      });
      default -> Tokenizer.read(Path.of(recipe.tokenizer()));
    };
  }

  /// Each document, and the token that ends a text where there is one.
  private static long write(Tokenizer tokenizer, List<String> texts, Path file, String hash) {
    var end = tokenizer.specials().id(Role.EOS);
    long count = 0;
    try (TokenWriter writer = TokenFile.create(file, tokenizer.vocabularySize(), hash)) {
      for (var ids : tokenizer.encode(texts)) {
        var document = end.isPresent() ? Arrays.copyOf(ids, ids.length + 1) : ids;
        if (end.isPresent()) {
          document[ids.length] = end.getAsInt();
        }
        writer.document(document);
        count += document.length;
      }
      writer.finish();
    }
    return count;
  }

  @Override
  public void close() {
    train.close();
    validation.close();
  }
}
