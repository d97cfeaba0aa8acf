package wenmai.train;

import java.util.Comparator;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.tensor.Device;
import wenmai.tensor.MemoryLimit;

/// How many blocks are computed again on the way back: a number that the recipe gives, or as few as the memory asks for, on a
/// GPU none. It changes no bit of the result.
///
/// @param blocks of `layers`
/// @param memory bytes that may be taken; on a GPU, whose memory nobody asks for, unknown
record Recomputation(int blocks, int layers, Footprint footprint, OptionalLong memory) {
  static final String AUTO = "auto";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

  static void require(String recompute, int layers) {
    if (!recompute.equals(AUTO) && (!NUMBER.matcher(recompute).matches() || Integer.parseInt(recompute) > layers)) {
      throw new BadInput("recompute (%s) must be auto or from 0 to layers (%d)", "recompute（%s）必须是 auto，或在 0 到 layers（%d）之间", recompute,
          layers);
    }
  }

  /// @param accumulate micro-batches of a step
  static Recomputation of(BenchRecipe recipe, int accumulate) {
    return Device.isGpu(recipe.device()) ? asked(recipe, accumulate, OptionalLong.empty()) : of(recipe, accumulate, memory(recipe.device()));
  }

  static Recomputation of(BenchRecipe recipe, int accumulate, long memory) {
    if (!recipe.recompute().equals(AUTO)) {
      return asked(recipe, accumulate, OptionalLong.of(memory));
    }
    var choices = IntStream.rangeClosed(0, recipe.model().layers()).mapToObj(n -> of(recipe, accumulate, n, OptionalLong.of(memory))).toList();
    return choices.stream().filter(Recomputation::fits).findFirst()
        .orElseGet(() -> choices.stream().min(Comparator.comparing(choice -> choice.footprint.needed())).orElseThrow());
  }

  private static Recomputation asked(BenchRecipe recipe, int accumulate, OptionalLong memory) {
    return of(recipe, accumulate, recipe.recompute().equals(AUTO) ? 0 : Integer.parseInt(recipe.recompute()), memory);
  }

  private static Recomputation of(BenchRecipe recipe, int accumulate, int blocks, OptionalLong memory) {
    return new Recomputation(blocks, recipe.model().layers(), Footprint.of(recipe, accumulate, blocks), memory);
  }

  /// Of the device jvm at most what its tensors may take, and Java.
  private static long memory(String device) {
    return device.equals("jvm") ? Math.min(MemoryLimit.ofProcess(), MemoryLimit.ofTensors() + Footprint.JAVA) : MemoryLimit.ofProcess();
  }

  /// In what is known to be allowed.
  boolean fits() {
    return memory.isPresent() && footprint.needed() <= memory.getAsLong();
  }

  /// Would more blocks be recomputed, if only the recipe said so?
  boolean mayGrow(String recompute) {
    return blocks < layers && (memory.isEmpty() || !recompute.equals(AUTO));
  }

  /// In all; on a GPU what lies there.
  long bytes() {
    return memory.isPresent() ? footprint.total() : footprint.tensors();
  }

  Message words() {
    if (memory.isEmpty()) {
      return Message.of("about %.1f GB of tensors on the GPU, whose memory is not known here; %d of %d blocks are recomputed (recompute)",
          "GPU 上约有 %.1f GB 张量（其显存大小在此未知）；%d/%d 个块将重新计算（recompute）", bytes() / 1e9, blocks, layers);
    }
    return Message.of("about %.1f GB of the %.1f allowed; %d of %d blocks are recomputed (recompute)",
        "约需 %.1f GB，可用 %.1f GB；%d/%d 个块将重新计算（recompute）", bytes() / 1e9, memory.getAsLong() / 1e9, blocks, layers);
  }
}
