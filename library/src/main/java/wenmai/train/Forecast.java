package wenmai.train;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.IntStream;
import wenmai.message.Failure;

/// What a recipe will need, before anything of it runs. Memory follows from the shapes ([Footprint]); time is measured: steps
/// of the same model with one block and with three, on random ids, tell what a block and what the rest of a step costs.
///
/// @param memory         that a run may take here
/// @param longestContext whose footprint fits the memory; 0 where not even one token's does
/// @param tokensPerSecond of the training steps
/// @param hours          of all training steps, without evaluation
public record Forecast(Footprint footprint, long memory, int longestContext, double tokensPerSecond, double hours) {
  private static final double WARM_UP = 4;   // seconds
  private static final int STEPS = 5;
  private static final int FEW = 3;          // blocks
  private static final double SHARE = 0.9;   // of the machine's memory

  public static Forecast of(Pretrain recipe) {
    double seconds = seconds(recipe);
    long tokens = (long) recipe.batch() * recipe.model().context();
    long memory = memory(recipe.device());
    return new Forecast(footprint(recipe, recipe.model()), memory, longestContext(recipe, memory), tokens / seconds,
        seconds * recipe.accumulate() * recipe.steps() / 3600);
  }

  private static Footprint footprint(Pretrain recipe, ModelShape model) {
    return Footprint.of(model.config(recipe.vocabulary()), recipe.batch(), recipe.accumulate(), recipe.recompute());
  }

  /// Seconds of a micro-batch.
  private static double seconds(Pretrain recipe) {
    int layers = recipe.model().layers();
    int few = Math.min(FEW, layers);
    double one = seconds(recipe, 1);
    return few == 1 ? one : one + (layers - 1) * Math.max(0, seconds(recipe, few) - one) / (few - 1);
  }

  private static double seconds(Pretrain recipe, int layers) {
    var shallow = new BenchRecipe(recipe.model().layers(layers), recipe.vocabulary(), recipe.batch(), 0, Math.min(recipe.recompute(), layers),
        recipe.optimizer(), 1, recipe.device(), recipe.precision());
    return Speed.of(shallow, WARM_UP, STEPS).seconds();
  }

  /// By halving: a footprint grows with the context.
  private static int longestContext(Pretrain recipe, long memory) {
    int fits = 0;
    for (int step = 1 << 27; step > 0; step /= 2) {
      if (footprint(recipe, recipe.model().context(fits + step)).total() <= memory) {
        fits += step;
      }
    }
    return fits;
  }

  /// Nine tenths of this machine's; of the device jvm at most what Java is allowed.
  private static long memory(String device) {
    long machine = (long) (SHARE * ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize());
    return device.equals("jvm") ? Math.min(machine, nativeLimit()) : machine;
  }

  /// Of memory outside the heap: as large as the heap may grow, if nothing else was asked for.
  private static long nativeLimit() {
    var option = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption("MaxDirectMemorySize").getValue();
    return option.equals("0") ? Runtime.getRuntime().maxMemory() : Long.parseLong(option);
  }

  /// What to change in a recipe that asked for more than there is.
  ///
  /// @param full what was thrown, caused by an `OutOfMemoryError`
  static Failure advice(Pretrain recipe, Failure full) {
    int longest = longestContext(recipe, memory(recipe.device()));
    int part = IntStream.rangeClosed(2, Math.max(2, recipe.batch())).filter(n -> recipe.batch() % n == 0).findFirst().orElse(1);
    return new Failure(full, "not enough memory: a step of batch=%d and model.context=%d holds about %.1f GB, and about %.1f GB are allowed."
        + " recompute=%d keeps little of the blocks; batch=%d accumulate=%d trains on as many tokens a step in less; model.context=%d is the longest that fits;"
        + " WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=…g allows more",
        "内存不足：batch=%d、model.context=%d 的一步约需 %.1f GB，而可用约 %.1f GB。recompute=%d 让各层只保留少量激活；batch=%d accumulate=%d 每步词元数不变而占用更少；"
            + "放得下的最长 model.context=%d；WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=…g 可放宽上限",
        recipe.batch(), recipe.model().context(), footprint(recipe, recipe.model()).total() / 1e9, memory(recipe.device()) / 1e9, recipe.model().layers(),
        recipe.batch() / part,
        recipe.accumulate() * part, longest);
  }
}
