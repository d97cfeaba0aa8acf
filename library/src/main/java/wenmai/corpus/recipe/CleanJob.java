package wenmai.corpus.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
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
import wenmai.files.DraftFile;
import wenmai.files.Hashes;
import wenmai.files.Json;
import wenmai.files.Recipes;
import wenmai.message.BadInput;

/// Cleaning of a corpus in passes over parts of it, each part by any thread or machine that sees the same folder. What is
/// kept and its order are those of [wenmai.corpus.Pipeline], which does the same in one go.
///
/// A pass ends where a step asks what stood before ([Repetition]): each part writes its documents and what of them is
/// compared; then one place reads that in the order of the documents and writes which of it came earlier; and the next pass
/// begins with the answer. A part that is done has its report beside it, so a job that was stopped goes on after it.
///
/// Cost: the texts are written and read once more for each such step, and a part's are removed as soon as the next pass has
/// them. Memory: a few million characters a worker ([Batches]), and in between what the step remembers.
public final class CleanJob {
  public static final String DOCUMENTS = "documents";
  public static final String WORDS = "words";
  public static final String DROPPED = "dropped";
  private static final String PLAN = "plan.yaml";
  private static final String PARTS = "parts.jsonl";
  private static final String LINES = "jsonl";
  private static final String COMPARED = "compared";
  private static final String EARLIER = "earlier";
  private static final String ORIGINALS = "originals";
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

  /// A new job in a folder, or the one that is there already, but where something comes through a pipe, which cannot be read again.
  ///
  /// @param partBytes after which a part ends, with the file
  /// @throws BadInput where that one has other files or another recipe: what it has done is not thrown away
  public static CleanJob in(Path folder, Source source, Cleaning recipe, boolean keepDropped, long partBytes) {
    source.mustExist();
    var plan = new Plan(source.places().stream().map(Path::toString).toList(), source.fields(), keepDropped, recipe,
        recipe.decontamination().files().stream().map(file -> Hashes.sha256(Path.of(file))).toList());
    String parts = Parts.text(source.found(), partBytes);
    try {
      boolean begun = Files.exists(folder.resolve(PLAN));
      if (begun) {
        requireSame(folder, difference(Files.readString(folder.resolve(PLAN)), Recipes.yaml(plan))
            .or(() -> source.isRepeatable() ? Parts.difference(folder.resolve(PARTS), parts) : Optional.empty()));
      }
      if (!begun || !source.isRepeatable()) {
        Draft.delete(folder);
        Files.createDirectories(folder);
        Atomic.text(folder.resolve(PARTS), parts);
        Atomic.text(folder.resolve(PLAN), Recipes.yaml(plan));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new CleanJob(folder, plan, parts.lines().toList());
  }

  private static void requireSame(Path folder, Optional<String> other) {
    if (other.isPresent()) {
      throw new BadInput("%s holds a cleaning that was stopped and is not this one (%s). Give what it was begun with, and it goes on; "
          + "remove that folder to begin anew, or choose another out",
          "%s 中有一次中断的清洗，与这次的不同（%s）。用原来的文件与参数运行即可继续；要重新开始，请删除该文件夹，或另选一个 out",
          folder, other.get());
    }
  }

  /// The first line that is another one.
  private static Optional<String> difference(String before, String now) {
    var was = before.lines().toList();
    var is = now.lines().toList();
    return IntStream.range(0, Math.max(was.size(), is.size())).mapToObj(i -> List.of(line(was, i), line(is, i)))
        .filter(pair -> !pair.getFirst().equals(pair.getLast())).map(pair -> String.join(" ≠ ", pair)).findFirst();
  }

  private static String line(List<String> lines, int at) {
    return at < lines.size() ? lines.get(at).strip() : "";
  }

  /// A part of a pass as any process that sees the folder does it, beside others that do other parts. One that is done stays as it
  /// is: a scheduler may give a part again whose end it has not heard of.
  public static void run(Path folder, int pass, Part part, Watch watch) {
    new CleanJob(folder, Recipes.read(folder.resolve(PLAN), List.of(), Plan.class), List.of()).run(pass, part, watch);
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

  /// A part of a pass.
  ///
  /// @param files that the first pass reads, as JSON; the others read what the pass before them wrote
  /// @param bytes of what is read
  public record Part(int number, String files, long bytes) implements Serializable {}

  /// Sees what a pass reads, from any thread. What it throws ends the part.
  @FunctionalInterface
  public interface Watch {
    void see(Document document);

    /// So many more of the parts' [bytes][Part#bytes] are behind.
    default void read(long bytes) {}
  }

  /// Parts of a pass that are still to be done.
  public List<Part> left(int pass) {
    return IntStream.range(0, parts.size()).filter(part -> !Files.exists(file(pass, part, REPORT)))
        .mapToObj(part -> pass == 0 ? new Part(part, parts.get(part), Parts.bytes(parts.get(part), folder)) : new Part(part, "", written(pass - 1, part))).toList();
  }

  private long written(int pass, int part) {
    return file(pass, part, LINES).toFile().length();
  }

  /// The same by this process. Within a [java.util.concurrent.ForkJoinPool], threads that have nothing else to do help.
  public void run(int pass, Part part, Watch watch) {
    if (!Files.exists(file(pass, part.number(), REPORT))) {
      clean(pass, part, watch);
    }
    forget(pass - 1, part.number(), LINES, COMPARED);
  }

  private void clean(int pass, Part part, Watch watch) {
    try (var answers = answers(pass, part.number()); var originals = originals(pass, part.number()); var sink = Sink.of(files(pass, part.number()))) {
      var batches = new Batches(items -> cleaned(pass, items), sink);
      var behind = new AtomicLong();
      LongConsumer read = bytes -> {
        behind.addAndGet(bytes);
        watch.read(bytes);
      };
      var tally = new Tally(batches::add, read);
      try (var documents = pass == 0 ? found(part, tally) : written(pass - 1, part.number(), batches, read)) {
        var original = originals.iterator();
        documents.peek(watch::see).forEach(document -> {
          var earlier = pass == 0 ? new BitSet() : BitSet.valueOf(answers.next());
          batches.add(document, earlier, !earlier.isEmpty() && original.hasNext() ? original.next() : "");
        });
      }
      watch.read(part.bytes() - behind.get());         // what other readers than ours have read, or nobody need
      var report = tally.report().plus(batches.end());
      sink.publish();
      Atomic.text(file(pass, part.number(), REPORT), Json.compact(Reports.json(report)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<Document> found(Part part, Tally tally) {
    return plan.source().documents(Parts.read(part.files(), folder).stream(), tally);
  }

  /// What a pass wrote of a part.
  private Stream<Document> written(int pass, int part, Batches batches, LongConsumer read) throws IOException {
    var file = file(pass, part, LINES);
    return Files.lines(file).peek(line -> read.accept(line.getBytes(UTF_8).length + 1)).map(line -> Json.parse(line, file)).flatMap(json -> {
      String id = json.get("id").asString();
      String text = json.get("text").asString();
      if (json.has("reason")) {
        batches.add(new Drop(id, Reports.reason(json.get("reason").asString()), text, json.path("repeats").asString("")));
        return Stream.empty();
      }
      return Stream.of(new Document(id, text));
    });
  }

  private LongLists.Reader answers(int pass, int part) throws IOException {
    return pass == 0 ? LongLists.Reader.none() : new LongLists.Reader(file(pass - 1, part, EARLIER));
  }

  /// Those of [Originals#of].
  private Stream<String> originals(int pass, int part) throws IOException {
    var file = pass == 0 ? Optional.<Path>empty() : Optional.of(file(pass - 1, part, ORIGINALS)).filter(Files::exists);
    return file.isEmpty() ? Stream.empty() : Files.lines(file.get()).map(line -> Json.parse(line, file.get()).asString());
  }

  private Batches.Done cleaned(int pass, List<Batches.Item> items) {
    var now = passes.get(pass);
    var rows = now.after().<Rows>map(repetition -> new Rows.Between(repetition, plan.keepDropped()))
        .orElseGet(() -> new Rows.Last(plan.recipe().intoWords(), plan.keepDropped()));
    var original = new AtomicReference<>("");
    var tally = new Tally(drop -> rows.dropped(drop.repeating(Objects.requireNonNull(original.get()))));
    var answer = new AtomicReference<>(new BitSet());
    var line = new Line(now.steps(answer::get), tally);
    for (var item : items) {
      switch (item) {
        case Batches.Lost(Drop drop) -> rows.dropped(drop);
        case Batches.Read(Document document, BitSet earlier, String repeats) -> {
          answer.set(earlier);
          original.set(repeats);
          line.through(document).ifPresent(kept -> {
            rows.kept(kept);
            if (now.after().isEmpty()) {
              tally.keep(kept);
            }
          });
        }
      }
    }
    return new Batches.Done(rows.blocks(), tally.report());
  }

  /// In the order of the blocks of [Rows].
  private List<Path> files(int pass, int part) {
    return passes.get(pass).after().isPresent() ? List.of(file(pass, part, LINES), file(pass, part, COMPARED))
        : Stream.of(DOCUMENTS, WORDS, DROPPED).filter(this::makes).map(kind -> result(kind, part)).toList();
  }

  /// What of a pass's documents came earlier, once all its parts are done: in one place, and in the order of the documents.
  /// What the pass before answered is removed. Where dropped documents are kept, those are named that they repeat, for which the
  /// documents are read once more. Nothing is done where nobody waits for the answer: after the last pass, and in a
  /// job that goes on behind it.
  ///
  /// @param pulse is run for each document; what it throws ends the comparison, which the next call makes from its beginning
  public void compare(int pass, Runnable pulse) {
    if (pass + 1 == passes.size() || left(pass + 1).isEmpty() || isAnswered(pass)) {
      return;
    }
    var memory = passes.get(pass).after().orElseThrow().memory();
    var originals = new Originals();
    for (int part = 0; part < parts.size(); part++) {
      forget(pass - 1, part, LINES, COMPARED, EARLIER, ORIGINALS);
      originals.part();
      try (var compared = new LongLists.Reader(file(pass, part, COMPARED)); var file = new DraftFile(file(pass, part, EARLIER))) {
        var earlier = new LongLists.Writer(file.out());
        while (compared.hasNext()) {
          pulse.run();
          long[] keys = compared.next();
          var bits = memory.earlier(keys);
          earlier.add(bits.toLongArray());
          if (plan.keepDropped() && !bits.isEmpty()) {
            memory.original(keys).ifPresent(originals::want);
          }
        }
        file.publish();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (plan.keepDropped()) {
      name(pass, originals, pulse);
    }
  }

  private void name(int pass, Originals originals, Runnable pulse) {
    for (int part = 0; part < parts.size() && !originals.isEmpty(); part++) {
      var file = file(pass, part, LINES);
      try (var lines = Files.lines(file); var compared = new LongLists.Reader(file(pass, part, COMPARED))) {
        lines.map(line -> Json.parse(line, file)).filter(json -> !json.has("reason")).forEach(json -> {
          pulse.run();
          originals.see(compared.next(), json.get("id").asString());
        });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    for (int part = 0; part < parts.size(); part++) {
      Atomic.text(file(pass, part, ORIGINALS), originals.of(part).map(id -> Json.compact(id) + "\n").collect(Collectors.joining()));
    }
  }

  private boolean isAnswered(int pass) {
    return IntStream.range(0, parts.size()).allMatch(part -> Files.exists(file(pass, part, plan.keepDropped() ? ORIGINALS : EARLIER)));
  }

  private void forget(int pass, int part, String... suffixes) {
    for (var suffix : suffixes) {
      try {
        Files.deleteIfExists(file(pass, part, suffix));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Of all passes, once they are done.
  ///
  /// @throws BadInput where no text was read
  public Report report() {
    var steps = plan.recipe().list();
    var report = IntStream.range(0, passes.size()).boxed().flatMap(pass -> IntStream.range(0, parts.size()).mapToObj(part -> file(pass, part, REPORT)))
        .map(file -> Reports.read(Json.read(file), steps)).reduce(Report::plus).orElseThrow().ordered(steps.stream().map(Step::name).toList());
    plan.source().mustHoldText(report);
    return report;
  }

  /// The files of a kind of result, one a part: [#DOCUMENTS], [#WORDS], [#DROPPED]; none where the recipe makes none.
  public List<Path> results(String kind) {
    return makes(kind) ? IntStream.range(0, parts.size()).mapToObj(part -> result(kind, part)).toList() : List.of();
  }

  private boolean makes(String kind) {
    return switch (kind) {
      case WORDS -> plan.recipe().intoWords();
      case DROPPED -> plan.keepDropped();
      default -> true;
    };
  }

  private Path result(String kind, int part) {
    return folder.resolve(kind).resolve("%05d%s".formatted(part, kind.equals(WORDS) ? ".txt" : ".jsonl"));
  }

  private Path file(int pass, int part, String suffix) {
    return folder.resolve("pass-" + pass).resolve("%05d.%s".formatted(part, suffix));
  }
}
