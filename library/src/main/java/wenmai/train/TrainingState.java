package wenmai.train;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import wenmai.files.Checkpoint;
import wenmai.files.Checkpoints;
import wenmai.files.ElementType;
import wenmai.files.Json;
import wenmai.files.NamedTensor;
import wenmai.files.Recipes;
import wenmai.files.SafeTensors;
import wenmai.message.BadInput;
import wenmai.tensor.DType;
import wenmai.tensor.Tensor;

/// What a run needs to go on as if it had never stopped: weights, optimizer moments, the step (which alone decides what data
/// comes next and what is dropped), how steady it was, the recipe and the choices that change rounding.
final class TrainingState {
  private static final String WEIGHTS = "weights.safetensors";
  private static final String OPTIMIZER = "optimizer.safetensors";
  private static final String RECIPE = "recipe.yaml";

  private final Checkpoints checkpoints;
  private final Pretrain recipe;
  private final String choices;
  private Steadiness steadiness = Steadiness.START;

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

  private static List<NamedTensor> stored(SequencedMap<String, Tensor> tensors) {
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
      requireSame(checkpoint);
      load(checkpoint.file(WEIGHTS), weights);
      load(checkpoint.file(OPTIMIZER), optimizer.state());
      steadiness = Steadiness.of(checkpoint.state().path("steadiness"));
    });
    return newest.map(c -> (int) c.step()).orElse(0);
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

  private void requireSame(Checkpoint checkpoint) {
    var before = Recipes.read(checkpoint.file(RECIPE), List.of(), Pretrain.class);
    var differences = new ArrayList<>(Recipes.differences(before, recipe));
    differences.removeIf(key -> key.startsWith("recompute:"));   // which changes no bit
    var chosen = checkpoint.state().path("choices").asString("");
    if (!chosen.equals(choices)) {
      differences.add("choices: " + chosen + " → " + choices);
    }
    if (!differences.isEmpty()) {
      throw new BadInput("%s was made by another recipe; choose another out, or undo these changes:%n  %s",
          "%s 是用另一份配方训练的；请换一个 out，或撤销这些改动：%n  %s", checkpoint.folder(), String.join("\n  ", differences));
    }
  }

  private static void load(Path file, SequencedMap<String, Tensor> into) {
    try (var stored = SafeTensors.open(file)) {
      into.forEach((name, tensor) -> {
        try (var value = tensor.device().wrap(stored.entry(name).data(), DType.F32, tensor.shape())) {
          tensor.assign(value);
        }
      });
    }
  }
}
