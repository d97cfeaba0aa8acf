package wenmai.road;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import wenmai.files.Json;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.train.BenchRecipe;
import wenmai.train.Corruption;
import wenmai.train.ModelShape;
import wenmai.train.Objective;
import wenmai.train.Optimization;
import wenmai.train.PrecisionChoice;
import wenmai.train.Prepared;
import wenmai.train.Pretrain;
import wenmai.train.Speed;

/// Turns a text and a number of minutes into a recipe: prepares the text, measures this machine, and chooses the size of the
/// model and the number of steps.
final class Plan {
  private static final int CONTEXT = 128;
  private static final int BATCH = 16;
  private static final double WARM_UP = 8;       // seconds
  private static final int MEASURED_STEPS = 9;
  private static final int LEAST_STEPS = 10;     // of the training
  private static final double KEPT_BACK = 0.22;  // share of the time for evaluation, samples and the report
  private static final long VALIDATION_BYTES = 300_000;
  private static final long LITTLE = 1_000_000;  // bytes

  private Plan() {}

  /// @param begin nanoseconds at which the user's minutes began
  static Pretrain of(List<Path> data, Path out, double minutes, long begin, Consumer<Message> say) {
    var text = Probe.of(data);
    var common = List.of("data=" + quoted(data), "out=" + quoted(List.of(out)).replaceAll("^\\[|]$", ""),
        "vocabulary=" + vocabulary(text), "validation=" + share(text), "batch=" + BATCH, "samplePrompt=" + Json.compact(text.prompt()));
    try (var prepared = Prepared.of(recipe(common, Sizes.smallest().shape(CONTEXT), LEAST_STEPS), say)) {
      int vocabulary = prepared.tokenizer().vocabularySize();
      if (prepared.trainTokens() < 2L * CONTEXT) {
        throw new BadInput("the text has only %d tokens; give at least a few pages", "文本只有 %d 个词元；请至少给出几页文字",
            prepared.trainTokens());
      }
      say.accept(Message.of("measuring this machine for a few seconds …", "用几秒钟测量这台机器……"));
      double speed = speed(Sizes.smallest(), vocabulary);
      var size = Sizes.best(speed, left(minutes, begin), vocabulary);
      double own = size.equals(Sizes.smallest()) ? speed : speed(size, vocabulary);
      double tokens = Sizes.tokens(own, left(minutes, begin), prepared.trainTokens());
      int steps = Math.max(LEAST_STEPS, (int) (tokens / (BATCH * CONTEXT)));
      return recipe(common, size.shape(CONTEXT), steps);
    }
  }

  /// Tokens a second.
  private static double speed(Sizes.Size size, int vocabulary) {
    var recipe = new BenchRecipe(size.shape(CONTEXT), vocabulary, BATCH, CONTEXT, Objective.CAUSAL, Corruption.DEFAULTS, "auto", Optimization.DEFAULTS,
        1, "jvm", PrecisionChoice.AUTO);
    return Speed.of(recipe, WARM_UP, MEASURED_STEPS).tokensPerSecond();
  }

  /// Seconds to train, of those that are left.
  private static double left(double minutes, long begin) {
    double seconds = (minutes * 60 - (System.nanoTime() - begin) / 1e9) * (1 - KEPT_BACK);
    if (seconds < 1) {
      throw new BadInput("%s minutes are over before training begins; give more --minutes", "%s 分钟在训练开始前就用完了；请增大 --minutes",
          minutes);
    }
    return seconds;
  }

  private static Pretrain recipe(List<String> common, ModelShape shape, int steps) {
    var keys = new ArrayList<>(common);
    keys.addAll(List.of("steps=" + steps, "evaluateEvery=" + Math.max(1, steps / 4), "checkpointEvery=" + Math.max(1, steps / 6),
        "sampleEvery=" + (steps + 1) / 2, "keep=1", "model.kind=llama", "model.layers=" + shape.layers(),
        "model.width=" + shape.width(), "model.heads=" + shape.heads(), "model.context=" + shape.context(),
        "optimizer.rate=" + rate(shape.width()), "optimizer.lastRate=" + rate(shape.width()) / 10,
        "optimizer.warmup=" + Math.clamp(steps / 10, 1, 100)));
    return Recipes.of(keys, Pretrain.class);
  }

  /// Wider models want smaller rates, in inverse proportion to the width. Yang 2022, "Tensor programs V".
  private static double rate(int width) {
    return 3e-3 * 128 / width;
  }

  /// A tenth, and of a large text no more than takes a few seconds to evaluate; in thousandths.
  private static double share(Probe text) {
    return Math.max(0.001, Math.round(1000 * Math.min(0.1, (double) VALIDATION_BYTES / text.bytes())) / 1000.0);
  }

  /// English wants whole words, or a small model makes up words of their pieces; Chinese words are short.
  private static int vocabulary(Probe text) {
    return text.bytes() < LITTLE ? 2048 : text.han() > 0.1 ? 6144 : 8192;
  }

  private static String quoted(List<Path> paths) {
    return paths.stream().map(p -> "\"" + p.toAbsolutePath().normalize().toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
