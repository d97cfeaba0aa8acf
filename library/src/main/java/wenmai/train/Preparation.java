package wenmai.train;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;
import wenmai.corpus.Cleaner;
import wenmai.corpus.Document;
import wenmai.corpus.Pipeline;
import wenmai.corpus.Report;
import wenmai.corpus.Split;
import wenmai.files.Atomic;
import wenmai.files.Hashes;
import wenmai.files.Json;
import wenmai.files.TokenFile;
import wenmai.files.TokenWriter;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.tokenize.Progress;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;
import wenmai.tokenize.TokenizerType;

/// Clean → split → tokenizer → ids, for every source, and nothing is written until [#write]. One tokenizer learns from the
/// training text of all of them, as much as there is, whatever their weights.
record Preparation(Pretrain recipe, List<Encoded> sources, Tokenizer tokenizer) {

  /// The text of a source, apart.
  ///
  /// @param repeated documents that an earlier source has too, left out so that none validates what another trains on
  private record Texts(String name, Report report, Message split, int repeated, List<String> train, List<String> validation) {}

  /// A source in ids, each document with the token that ends a text where there is one.
  private record Encoded(Texts of, List<int[]> train, List<int[]> validation, long validationBytes) {}

  static Preparation of(Pretrain recipe, Consumer<Message> say) {
    var seen = new HashSet<Long>();
    var sources = new ArrayList<Texts>();
    recipe.sources().forEach((name, share) -> sources.add(texts(recipe, name, share, seen, say)));
    var tokenizer = tokenizer(recipe, sources, say);
    return new Preparation(recipe, sources.stream().map(texts -> encoded(texts, tokenizer)).toList(), tokenizer);
  }

  private static Encoded encoded(Texts texts, Tokenizer tokenizer) {
    var encoded = new Encoded(texts, ids(texts.train(), tokenizer), ids(texts.validation(), tokenizer),
        texts.validation().stream().mapToLong(Preparation::bytes).sum());
    texts.train().clear();
    texts.validation().clear();
    return encoded;
  }

  private static List<int[]> ids(List<String> texts, Tokenizer tokenizer) {
    var end = tokenizer.specials().id(Role.EOS);
    return end.isEmpty() ? tokenizer.encode(texts) : tokenizer.encode(texts).stream().map(ids -> {
      var document = Arrays.copyOf(ids, ids.length + 1);
      document[ids.length] = end.getAsInt();
      return document;
    }).toList();
  }

  /// @throws BadInput where a run could not train on it
  void requireUsable() {
    for (var source : sources) {
      Prepared.requireEnough(recipe, source.of.name(), count(source.train), count(source.validation));
    }
    Requirements.ofPrompt(recipe, tokenizer);
  }

  private static long count(List<int[]> documents) {
    return documents.stream().mapToLong(ids -> ids.length).sum();
  }

  private static Texts texts(Pretrain recipe, String name, Share share, Set<Long> seen, Consumer<Message> say) {
    var documents = new ArrayList<Document>();
    var report = new Pipeline(share.source(), Cleaner.LM, 1).run(documents::add);
    if (!name.isEmpty()) {
      say.accept(Message.of("source %s:", "来源 %s：", name));
    }
    say.accept(report.words());
    int all = documents.size();
    documents.removeIf(document -> !seen.add(document.fingerprint()));
    int repeated = all - documents.size();
    if (repeated > 0) {
      say.accept(Message.of("%,d documents left out: an earlier source has them", "略去 %,d 篇文档：前面的来源已有", repeated));
    }
    var split = split(recipe, documents);
    say.accept(split.words());
    var train = new ArrayList<String>();
    var validation = new ArrayList<String>();
    for (var document : documents) {
      var parts = split.of(document);
      keep(parts.train(), train);
      keep(parts.validation(), validation);
    }
    return new Texts(name, report, split.words(), repeated, train, validation);
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

  /// The validation text teaches a tokenizer nothing, but one of characters may know its characters.
  private static Tokenizer tokenizer(Pretrain recipe, List<Texts> sources, Consumer<Message> say) {
    return TokenizerType.named(recipe.tokenizer()).map(type -> {
      var texts = type == TokenizerType.CHARACTERS ? Stream.concat(all(sources, Texts::train), all(sources, Texts::validation))
          : all(sources, Texts::train);
      return type.train(texts, recipe.vocabulary(), recipe.specials(), 1, notes(say));
    }).orElseGet(() -> Tokenizer.read(Path.of(recipe.tokenizer())));
  }

  private static Progress notes(Consumer<Message> say) {
    return new Progress() {
      @Override
      public void at(long done, long total) {}

      @Override
      public void note(Message message) {
        say.accept(message);
      }
    };
  }

  private static Stream<String> all(List<Texts> sources, Function<Texts, List<String>> split) {
    return sources.stream().map(split).flatMap(List::stream);
  }

  void write() {
    Atomic.folder(Prepared.folder(recipe), draft -> {
      tokenizer.save(draft);
      var hash = Hashes.sha256(draft.resolve("tokenizer.json"));
      var facts = Json.object();
      for (var source : sources) {
        var name = source.of.name();
        write(source, draft, hash, name.isEmpty() ? facts : facts.withObjectProperty("sources").putObject(name));
      }
      facts.put("vocabulary", tokenizer.vocabularySize());
      facts.put("validationBytes", sources.stream().mapToLong(Encoded::validationBytes).sum());
      var stamps = Prepared.stamps(recipe, Json.object());
      facts.set("files", stamps);
      facts.put("madeFrom", Prepared.madeFrom(recipe, stamps));
      Files.writeString(draft.resolve(Prepared.FACTS), Json.pretty(facts));
    });
  }

  private void write(Encoded source, Path draft, String hash, ObjectNode facts) {
    var texts = source.of;
    var report = texts.report();
    facts.put("documents", report.kept()).put("characters", report.keptCharacters()).put("bytes", report.bytes());
    facts.put("repeated", texts.repeated());
    facts.set("encodings", Json.tree(report.encodings()));
    facts.put("trainTokens", write(source.train, draft.resolve(Prepared.file(texts.name(), Prepared.TRAIN)), hash));
    facts.put("validationTokens", write(source.validation, draft.resolve(Prepared.file(texts.name(), Prepared.VALIDATION)), hash));
    facts.put("split", texts.split().en()).put("splitZh", texts.split().zh());
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Returns how many tokens there are.
  private long write(List<int[]> documents, Path file, String hash) {
    try (TokenWriter writer = TokenFile.create(file, tokenizer.vocabularySize(), hash)) {
      documents.forEach(writer::document);
      writer.finish();
    }
    return count(documents);
  }
}
