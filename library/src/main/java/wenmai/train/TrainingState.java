package wenmai.train;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import wenmai.files.Checkpoint;
import wenmai.files.Checkpoints;
import wenmai.files.ElementType;
import wenmai.files.Json;
import wenmai.files.NamedTensor;
import wenmai.files.Recipes;
import wenmai.files.SafeTensors;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.tensor.DType;
import wenmai.tensor.Tensor;

/// What a run needs to go on as if it had never stopped: weights, optimizer moments, the step (which alone decides what data
/// comes next and what is dropped), how steady it was, the recipe and the choices that change rounding.
///
/// A run may go on with other values of keys that change no weight, and with more or fewer steps where every step done had the
/// same learning rate: then too it ends as if it had never stopped.
final class TrainingState {
  private static final String WEIGHTS = "weights.safetensors";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String RECIPE = "recipe.yaml";

  /// Keys that change no weight.
  private static final Set<String> FREE = Set.of("out", "recompute", "skipLimit", "evaluateEvery", "checkpointEvery", "keep", "sampleEvery", "samplePrompt");

  private final Checkpoints checkpoints;
  private final Pretrain recipe;
  private final String choices;
  private Steadiness steadiness = Steadiness.START;
  private boolean complete;

  TrainingState(Pretrain recipe, String choices) {
    checkpoints = new Checkpoints(Path.of(recipe.out(), "checkpoints"));
    this.recipe = recipe;
    this.choices = choices;
  }

  void save(int step, SequencedMap<String, Tensor> weights, Optimizer optimizer) {
    var state = Json.object().put("step", step).put("choices", choices).set("steadiness", Json.tree(steadiness));
    checkpoints.write(step, state, folder -> {
      Files.writeString(folder.resolve(RECIPE), Recipes.yaml(recipe));
      SafeTensors.write(folder.resolve(WEIGHTS), Map.of(), stored(weights));
      SafeTensors.write(folder.resolve(OPTIMIZER), Map.of(), stored(optimizer.state()));
    });
    checkpoints.keep(recipe.keep());
  }

  static List<NamedTensor> stored(SequencedMap<String, Tensor> tensors) {
    return tensors.entrySet().stream().map(e -> new NamedTensor(e.getKey(), ElementType.F32,
        Arrays.stream(e.getValue().shape()).boxed().toList(), () -> MemorySegment.ofArray(e.getValue().floats()))).toList();
  }

  /// Puts weights and moments back as the newest whole checkpoint has them. Returns its step, 0 without one.
  int restore(SequencedMap<String, Tensor> weights, Optimizer optimizer, Observer observer) {
    if (!Files.isDirectory(checkpoints.folder())) {
      return 0;
    }
    checkpoints.tidy();
    var newest = checkpoints.latest(damaged -> observer.say(damaged.message()));
    if (newest.isEmpty() && holdsSteps()) {
      throw new BadInput("every checkpoint in %s is damaged; choose another out to start anew, or remove the folder",
          "%s 中的检查点全部损坏；请换一个 out 重新开始，或删除该文件夹", checkpoints.folder());
    }
    newest.ifPresent(checkpoint -> {
      requireSame(checkpoint, observer);
      load(checkpoint.file(WEIGHTS), weights);
      load(checkpoint.file(OPTIMIZER), optimizer.state());
      steadiness = Steadiness.of(checkpoint.state().path("steadiness"));
    });
    return newest.map(c -> (int) c.step()).orElse(0);
  }

  /// Was the run over at the checkpoint from which it goes on?
  boolean complete() {
    return complete;
  }

  Steadiness steadiness() {
    return steadiness;
  }

  /// How steady it is after one more step.
  Steadiness steadiness(double loss, double gradientNorm) {
    steadiness = steadiness.after(loss, gradientNorm);
    return steadiness;
  }

  private boolean holdsSteps() {
    var names = checkpoints.folder().toFile().list((folder, name) -> name.matches("step-\\d+"));
    return names != null && names.length > 0;
  }

  private void requireSame(Checkpoint checkpoint, Observer observer) {
    var before = Recipes.read(checkpoint.file(RECIPE), List.of(), Pretrain.class);
    complete = checkpoint.step() == before.steps();
    requireSteps(checkpoint, before);
    var differences = new ArrayList<>(Recipes.differences(before, recipe));
    var free = differences.stream().filter(TrainingState::free).toList();
    differences.removeAll(free);
    var chosen = checkpoint.state().path("choices").asString("");
    if (!chosen.equals(choices)) {
      differences.add("choices: " + chosen + " → " + choices);
    }
    if (!differences.isEmpty()) {
      throw new BadInput("%s was made by another recipe; choose another out, or undo these changes:%n  %s",
          "%s 是用另一份配方训练的；请换一个 out，或撤销这些改动：%n  %s", checkpoint.folder(), String.join("\n  ", differences));
    }
    if (!free.isEmpty()) {
      observer.say(Message.of("going on with %s", "以新的取值继续：%s", String.join(", ", free)));
    }
  }

  private static boolean free(String difference) {
    var key = difference.substring(0, difference.indexOf(':'));
    return FREE.contains(key) || key.equals("steps");
  }

  /// @throws BadInput where other steps would have given the steps done another learning rate, or are done already
  private void requireSteps(Checkpoint checkpoint, Pretrain before) {
    if (recipe.steps() < checkpoint.step()) {
      throw new BadInput("steps (%d) are fewer than %s has done (%d); take at least as many, or choose another out",
          "steps（%d）少于 %s 已完成的步数（%d）；请至少取这么多，或换一个 out", recipe.steps(), checkpoint.folder(), checkpoint.step());
    }
    boolean same = IntStream.range(0, (int) checkpoint.step()).allMatch(step -> rate(before, step) == rate(recipe, step));
    if (!same && before.optimizer().equals(recipe.optimizer())) {
      throw new BadInput("steps: %1$d → %2$d: optimizer.schedule %3$s lets the rate fall towards the last step, and has done so in %4$s;"
          + " keep steps=%1$d, or train %2$d steps in another out. A run that shall grow takes schedule constant, or wsd and goes on before its fall",
          "steps：%1$d → %2$d：optimizer.schedule %3$s 让学习率朝最后一步下降，而 %4$s 已在下降之中；"
          + "请保持 steps=%1$d，或换一个 out 训练 %2$d 步。以后还要延长的训练请用 schedule constant，或用 wsd 并在下降之前延长",
          before.steps(), recipe.steps(), lower(recipe), checkpoint.folder());
    }
  }

  private static String lower(Pretrain recipe) {
    return recipe.optimizer().schedule().name().toLowerCase(Locale.ROOT);
  }

  private static double rate(Pretrain recipe, int step) {
    return recipe.optimizer().schedule().rate(step, recipe.steps(), recipe.optimizer());
  }

  static void load(Path file, SequencedMap<String, Tensor> into) {
    try (var stored = SafeTensors.open(file)) {
      into.forEach((name, tensor) -> {
        try (var value = tensor.device().wrap(stored.entry(name).data(), DType.F32, tensor.shape())) {
          tensor.assign(value);
        }
      });
    }
  }
}
