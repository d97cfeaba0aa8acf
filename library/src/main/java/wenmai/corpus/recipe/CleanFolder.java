package wenmai.corpus.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;
import wenmai.corpus.Document;
import wenmai.corpus.Pipeline;
import wenmai.corpus.Report;
import wenmai.corpus.Source;
import wenmai.corpus.Step;
import wenmai.corpus.Tally;
import wenmai.files.Atomic;
import wenmai.files.Json;
import wenmai.files.Recipes;
import wenmai.message.Message;

/// A folder of clean text, written whole or not at all: `documents.jsonl` with `text` and `source` a line, `report.json`,
/// `recipe.yaml`, and on request `dropped.jsonl` with `id`, `reason` and `text` of everything that was dropped. Where words are
/// taken apart, also `words.txt`, the text alone, as word vectors learn from it.
public final class CleanFolder {
  public static final String DOCUMENTS = "documents.jsonl";
  public static final String WORDS = "words.txt";
  private static final String DROPPED = "dropped.jsonl";

  private record Line(String text, String source) {}

  private CleanFolder() {}

  /// @param watch sees every document before it is cleaned; what it throws ends the run
  public static Report write(Source source, Cleaning recipe, Path out, boolean keepDropped, Consumer<Document> watch) {
    source.mustExist();
    var steps = new ArrayList<>(recipe.list());
    steps.addFirst(new Watch(watch));
    var reports = new ArrayList<Report>();
    Atomic.folder(out, draft -> {
      var report = write(new Pipeline(source, steps), draft, recipe.intoWords(), keepDropped);
      Files.writeString(draft.resolve("report.json"), Json.pretty(facts(report)));
      Files.writeString(draft.resolve("recipe.yaml"), Recipes.yaml(recipe));
      reports.add(report);
    });
    return reports.getFirst();
  }

  private static Report write(Pipeline pipeline, Path draft, boolean intoWords, boolean keepDropped) throws IOException {
    try (var kept = Files.newBufferedWriter(draft.resolve(DOCUMENTS), UTF_8);
        var words = writer(draft.resolve(WORDS), intoWords);
        var dropped = writer(draft.resolve(DROPPED), keepDropped)) {
      return pipeline.run(document -> {
        line(kept, Json.compact(new Line(document.text(), document.id())));
        line(words, document.text());
      }, new Tally(drop -> line(dropped, Json.compact(drop))));
    }
  }

  private static Writer writer(Path file, boolean wanted) throws IOException {
    return wanted ? Files.newBufferedWriter(file, UTF_8) : Writer.nullWriter();
  }

  private record Watch(Consumer<Document> watch) implements Step {
    @Override
    public Message name() {
      return new Message("watched", "观察");
    }

    @Override
    public Work begin() {
      return document -> {
        watch.accept(document);
        return new Outcome.Kept(document.text());
      };
    }
  }

  private static void line(Writer to, String line) {
    try {
      to.write(line);
      to.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The report for programs.
  public static ObjectNode facts(Report report) {
    var facts = Json.object().put("files", report.files()).put("bytes", report.bytes())
        .put("documents", report.documents()).put("characters", report.characters())
        .put("undecodable", report.undecodable()).put("kept", report.kept()).put("keptCharacters", report.keptCharacters());
    var changed = facts.putObject("changed");
    report.changes().forEach((step, change) -> changed.putObject(step.en())
        .put("documents", change.documents()).put("characters", change.characters()));
    var dropped = facts.putObject("dropped");
    report.dropped().forEach((reason, drop) -> dropped.putObject(reason.name().toLowerCase(Locale.ROOT))
        .put("count", drop.count()).put("characters", drop.characters()).set("first", Json.tree(drop.first())));
    return facts;
  }
}
