package wenmai.train;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import tools.jackson.databind.node.ObjectNode;
import wenmai.files.Json;
import wenmai.files.TokenFile;
import wenmai.message.Message;
import wenmai.tensor.Seed;
import wenmai.tokenize.Role;

/// What each step of training reads: a function of the seed and the step alone, so a run that goes on needs to know nothing
/// but its step. Rows are numbered through the whole run; a mixture says which source a number belongs to.
///
/// A batch is read where it is needed: it is a copy out of mapped memory, some microseconds of a step (LOG.md).
final class DataLoader {
  private final Pretrain recipe;
  private final Seed seed;
  private final List<Source> sources;
  private final Mixture mixture;

  /// @param epoch rows until all is seen once; on average, where places are random
  /// @param waste what packing cost; nothing where places are random
  private record Source(String name, TokenFile tokens, TrainingRows rows, double epoch, List<Packed.Waste> waste) {
    String label() {
      return name.isEmpty() ? "data" : name;
    }
  }

  DataLoader(Pretrain recipe, Prepared data, Seed seed) {
    this.recipe = recipe;
    this.seed = seed;
    boolean ended = data.tokenizer().specials().id(Role.EOS).isPresent();
    sources = data.parts().stream().map(part -> source(part, ended)).toList();
    mixture = new Mixture(data.parts().stream().map(Prepared.Part::weight).toList());
  }

  private Source source(Prepared.Part part, boolean ended) {
    var tokens = part.train();
    int length = recipe.model().context();
    if (recipe.packing() == Packing.RANDOM) {
      return new Source(part.name(), tokens, TrainingRows.random(tokens, length), (double) tokens.size() / length, List.of());
    }
    var packed = recipe.packing() == Packing.WINDOWS ? Packed.windows(tokens, length)
        : Packed.documents(tokens, length, ended, recipe.packing() == Packing.BEST_FIT);
    var rows = TrainingRows.epochs(packed, seed.at("order").at(part.name()));
    return new Source(part.name(), tokens, rows, packed.rows(), List.of(packed.waste()));
  }

  /// The micro-batches of a step, which counts from 0.
  List<Batches> step(long step) {
    return IntStream.range(0, recipe.accumulate()).mapToObj(part -> batch(step, part)).toList();
  }

  private Batches batch(long step, int part) {
    var random = seed.at(step).at(part).random();
    long first = (step * recipe.accumulate() + part) * recipe.batch();
    var rows = LongStream.range(first, first + recipe.batch()).mapToObj(mixture::at).map(draw -> {
      var source = sources.get(draw.source());
      return new Batches.Row(source.tokens(), source.rows().row(draw.number(), random));
    }).toList();
    return Batches.of(rows, recipe.model().context());
  }

  /// What packing cost, for people.
  List<Message> words() {
    return sources.stream().flatMap(source -> source.waste().stream().map(waste -> waste.words(source.label()))).toList();
  }

  /// The same for the metrics, by source; empty where places are random.
  ObjectNode waste() {
    var facts = Json.object();
    sources.forEach(source -> source.waste().forEach(waste -> facts.set(source.label(), Json.tree(waste))));
    return facts;
  }

  /// What the first steps read of each source of a mixture, or in epochs, for people.
  List<Message> seen(int steps) {
    if (!reports()) {
      return List.of();
    }
    return IntStream.range(0, sources.size()).mapToObj(i -> Message.of("%s: %,d rows read, %.2f epochs", "%s：读了 %,d 行，%.2f 轮",
        sources.get(i).label(), rows(steps).get(i), epochs(steps, i))).toList();
  }

  /// The same for a line of metrics, beside the validation loss of each source.
  void report(int steps, List<Loss.Mean> losses, ObjectNode line) {
    for (int i = 0; reports() && i < losses.size(); i++) {
      line.withObjectProperty("sources").putObject(sources.get(i).label()).put("rows", rows(steps).get(i)).put("epochs", epochs(steps, i))
          .put("validationLoss", Metrics.finite(losses.get(i).loss()));
    }
  }

  private boolean reports() {
    return sources.size() > 1 || recipe.packing() != Packing.RANDOM;
  }

  private List<Long> rows(long steps) {
    return mixture.counts(steps * recipe.accumulate() * recipe.batch());
  }

  private double epochs(long steps, int source) {
    return rows(steps).get(source) / sources.get(source).epoch();
  }
}
