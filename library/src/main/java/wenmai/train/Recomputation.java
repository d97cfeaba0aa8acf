package wenmai.train;

import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.tensor.MemoryLimit;

/// How many blocks are computed again on the way back: a number that the recipe gives, or as few as the memory asks for.
/// It changes no bit of the result.
///
/// @param blocks of `layers`
/// @param memory bytes that may be taken
record Recomputation(int blocks, int layers, Footprint footprint, long memory) {
  private static final String AUTO = "auto";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

  static void require(String recompute, int layers) {
    if (!recompute.equals(AUTO) && (!NUMBER.matcher(recompute).matches() || Integer.parseInt(recompute) > layers)) {
      throw new BadInput("recompute (%s) must be auto or from 0 to layers (%d)", "recompute（%s）必须是 auto，或在 0 到 layers（%d）之间", recompute,
          layers);
    }
  }

  /// @param accumulate micro-batches of a step
  static Recomputation of(BenchRecipe recipe, int accumulate) {
    return of(recipe, accumulate, memory(recipe.device()));
  }

  static Recomputation of(BenchRecipe recipe, int accumulate, long memory) {
    int layers = recipe.model().layers();
    if (!recipe.recompute().equals(AUTO) || recipe.device().startsWith("cuda")) {   // whose memory is not this machine's
      int blocks = recipe.recompute().equals(AUTO) ? 0 : Integer.parseInt(recipe.recompute());
      return new Recomputation(blocks, layers, Footprint.of(recipe, accumulate, blocks), memory);
    }
    var choices = IntStream.rangeClosed(0, layers).mapToObj(n -> new Recomputation(n, layers, Footprint.of(recipe, accumulate, n), memory)).toList();
    return choices.stream().filter(Recomputation::fits).findFirst()
        .orElseGet(() -> choices.stream().min(Comparator.comparing(choice -> choice.footprint.needed())).orElseThrow());
  }

  /// Of the device jvm at most what its tensors may take, and Java.
  private static long memory(String device) {
    return device.equals("jvm") ? Math.min(MemoryLimit.ofProcess(), MemoryLimit.ofTensors() + Footprint.JAVA) : MemoryLimit.ofProcess();
  }

  boolean fits() {
    return footprint.needed() <= memory;
  }

  Message words() {
    return Message.of("about %.1f GB of the %.1f allowed; %d of %d blocks are recomputed (recompute)",
        "约需 %.1f GB，可用 %.1f GB；%d/%d 个块将重新计算（recompute）", footprint.total() / 1e9, memory / 1e9, blocks, layers);
  }
}
