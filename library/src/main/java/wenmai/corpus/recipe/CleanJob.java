package wenmai.corpus.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wenmai.corpus.Document;
import wenmai.corpus.Drop;
import wenmai.corpus.Line;
import wenmai.corpus.Repetition;
import wenmai.corpus.Report;
import wenmai.corpus.Source;
import wenmai.corpus.Step;
import wenmai.corpus.Tally;
import wenmai.files.Atomic;
import wenmai.files.Default;
import wenmai.files.Draft;
import wenmai.files.Hashes;
import wenmai.files.Json;
import wenmai.files.Recipes;

/// Cleaning of a corpus in passes over parts of it, each part by any thread or machine that sees the same folder. What is
/// kept and its order are those of [wenmai.corpus.Pipeline], which does the same in one go.
///
/// A pass ends where a step asks what stood before ([Repetition]): each part writes its documents and what of them is
/// compared; then one place reads that in the order of the documents and writes which of it came earlier; and the next pass
/// begins with the answer. A part that is done has its report beside it, so a job that was stopped goes on after it.
///
/// Cost: the texts are written and read once more for each such step. Memory: a document a worker, and in between what the
/// step remembers.
public final class CleanJob {
  public static final String DOCUMENTS = "documents";
  public static final String WORDS = "words";
  public static final String DROPPED = "dropped";
  private static final String PLAN = "plan.yaml";
  private static final String PARTS = "parts.jsonl";
  private static final String LINES = "jsonl";
  private static final String COMPARED = "compared";
  private static final String EARLIER = "earlier";
  private static final String REPORT = "report.json";
  private final Path folder;
  private final Plan plan;
  private final List<String> parts;
  private final List<Pass> passes;

  /// What a job is, beside its parts.
  ///
  /// @param tests what the files of decontamination hold, as SHA-256
  public record Plan(List<String> places, List<String> fields, boolean keepDropped, Cleaning recipe, @Default("[]") List<String> tests) {
    Source source() {
      return new Source(places.stream().map(Path::of).toList(), fields);
    }
  }

  private CleanJob(Path folder, Plan plan, List<String> parts) {
    this.folder = folder;
    this.plan = plan;
    this.parts = parts;
    this.passes = Pass.of(plan.recipe().list());
  }

  /// A new job in a folder, or the one that is there already, where it has the same files and recipe.
  ///
  /// @param partBytes after which a part ends, with the file
  public static CleanJob in(Path folder, Source source, Cleaning recipe, boolean keepDropped, long partBytes) {
    source.mustExist();
    String plan = Recipes.yaml(new Plan(source.places().stream().map(Path::toString).toList(), source.fields(), keepDropped, recipe,
        recipe.decontamination().files().stream().map(file -> Hashes.sha256(Path.of(file))).toList()));
    String parts = Parts.text(source.found(), partBytes);
    try {
      if (!holds(folder.resolve(PLAN), plan) || !holds(folder.resolve(PARTS), parts)) {
        Draft.delete(folder);
        Files.createDirectories(folder);
        Atomic.text(folder.resolve(PARTS), parts);
        Atomic.text(folder.resolve(PLAN), plan);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return open(folder);
  }

  private static boolean holds(Path file, String text) throws IOException {
    return Files.exists(file) && Files.readString(file).equals(text);
  }

  /// The job of a folder, as another worker opens it.
  public static CleanJob open(Path folder) {
    try {
      return new CleanJob(folder, Recipes.read(folder.resolve(PLAN), List.of(), Plan.class), Files.readAllLines(folder.resolve(PARTS)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  public int passes() {
    return passes.size();
  }

  public int parts() {
    return parts.size();
  }

  /// Parts of a pass that are still to be done.
  public List<Integer> left(int pass) {
    return IntStream.range(0, parts.size()).filter(part -> !Files.exists(file(pass, part, REPORT))).boxed().toList();
  }

  /// One part of a pass, by one thread; any other may do another part meanwhile.
  ///
  /// @param watch sees every document that the pass reads; what it throws ends the part
  public void run(int pass, int part, Consumer<Document> watch) {
    var now = passes.get(pass);
    try (var answers = answers(pass, part); var sink = sink(pass, part)) {
      var tally = new Tally(sink::dropped);
      var line = new Line(now.steps(answers::next), tally);
      try (var documents = documents(pass, part, tally, sink)) {
        documents.peek(watch).map(line::through).flatMap(Optional::stream).forEach(document -> {
          sink.kept(document);
          if (now.after().isEmpty()) {
            tally.keep(document);
          }
        });
      }
      sink.publish();
      Atomic.text(file(pass, part, REPORT), Json.compact(Reports.json(tally.report())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Document> documents(int pass, int part, Tally tally, Sink sink) throws IOException {
    if (pass == 0) {
      return plan.source().documents(Parts.read(parts.get(part), folder.resolve(PARTS)).stream(), tally);
    }
    var file = file(pass - 1, part, LINES);
    return Files.lines(file).map(line -> Json.parse(line, file)).flatMap(json -> {
      String id = json.get("id").asString();
      String text = json.get("text").asString();
      if (json.has("reason")) {
        sink.dropped(new Drop(id, Reports.reason(json.get("reason").asString()), text));
        return Stream.empty();
      }
      return Stream.of(new Document(id, text));
    });
  }

  private LongLists.Reader answers(int pass, int part) throws IOException {
    return pass == 0 ? LongLists.Reader.none() : new LongLists.Reader(file(pass - 1, part, EARLIER));
  }

  private Sink sink(int pass, int part) throws IOException {
    var after = passes.get(pass).after();
    if (after.isPresent()) {
      return new Sink.Between(file(pass, part, LINES), file(pass, part, COMPARED), after.get(), plan.keepDropped());
    }
    return new Sink.Last(result(DOCUMENTS, part), plan.recipe().intoWords() ? Optional.of(result(WORDS, part)) : Optional.empty(),
        plan.keepDropped() ? Optional.of(result(DROPPED, part)) : Optional.empty());
  }

  /// What of a pass's documents came earlier, once all its parts are done: in one place, and in the order of the documents.
  /// What the pass before wrote is removed. Nothing is done where nobody waits for the answer: after the last pass, and in a
  /// job that goes on behind it.
  public void compare(int pass) {
    if (pass + 1 == passes.size() || left(pass + 1).isEmpty() || isAnswered(pass)) {
      return;
    }
    var memory = passes.get(pass).after().orElseThrow().memory();
    for (int part = 0; part < parts.size(); part++) {
      forget(pass - 1, part);
      try (var compared = new LongLists.Reader(file(pass, part, COMPARED)); var earlier = new LongLists.Writer(file(pass, part, EARLIER))) {
        while (compared.hasNext()) {
          earlier.add(memory.earlier(compared.next()).toLongArray());
        }
        earlier.publish();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private boolean isAnswered(int pass) {
    return IntStream.range(0, parts.size()).allMatch(part -> Files.exists(file(pass, part, EARLIER)));
  }

  private void forget(int pass, int part) {
    for (var suffix : List.of(LINES, COMPARED, EARLIER)) {
      try {
        Files.deleteIfExists(file(pass, part, suffix));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Of all passes, once they are done.
  ///
  /// @throws wenmai.message.BadInput where no text was read
  public Report report() {
    var steps = plan.recipe().list();
    var report = IntStream.range(0, passes.size()).boxed().flatMap(pass -> IntStream.range(0, parts.size()).mapToObj(part -> file(pass, part, REPORT)))
        .map(file -> Reports.read(Json.read(file), steps)).reduce(Report::plus).orElseThrow().ordered(steps.stream().map(Step::name).toList());
    plan.source().mustHoldText(report);
    return report;
  }

  /// The files of a kind of result, one a part: [#DOCUMENTS], [#WORDS], [#DROPPED]; none where the recipe makes none.
  public List<Path> results(String kind) {
    boolean made = switch (kind) {
      case WORDS -> plan.recipe().intoWords();
      case DROPPED -> plan.keepDropped();
      default -> true;
    };
    return made ? IntStream.range(0, parts.size()).mapToObj(part -> result(kind, part)).toList() : List.of();
  }

  private Path result(String kind, int part) {
    return folder.resolve(kind).resolve("%05d%s".formatted(part, kind.equals(WORDS) ? ".txt" : ".jsonl"));
  }

  private Path file(int pass, int part, String suffix) {
    return folder.resolve("pass-" + pass).resolve("%05d.%s".formatted(part, suffix));
  }
}
