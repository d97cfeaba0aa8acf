package wenmai.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import wenmai.decode.Engine;
import wenmai.decode.Generation;
import wenmai.decode.Sampling;
import wenmai.decode.TextWriter;
import wenmai.message.BadInput;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Seed;

/// The options of every verb that generates text, and how they are followed.
final class SamplingOptions {
  @Option(names = "--max-tokens", paramLabel = "N")
  int most = 200;

  @Option(names = "--temperature", paramLabel = "T")
  double temperature = 0.8;

  @Option(names = "--top-k", paramLabel = "K")
  int topK;

  @Option(names = "--top-p", paramLabel = "P")
  double topP = 0.95;

  @Option(names = "--min-p", paramLabel = "P")
  double minP;

  @Option(names = "--repetition-penalty", paramLabel = "R")
  double repetition = 1;

  @Option(names = "--seed", paramLabel = "S")
  long seed = 1;

  @Option(names = "--stop", paramLabel = "TEXT")
  List<String> stops = new ArrayList<>();

  @Option(names = "--device", paramLabel = "DEVICE")
  String device = "jvm";

  /// What a model wrote, as `--json` gives it.
  ///
  /// @param tokensPerSecond of the generated tokens, the prompt's pass included
  record Result(List<Integer> promptIds, List<Integer> ids, List<Double> logprobs, String text, double tokensPerSecond,
      Generation.End end) {}

  /// Writes on from a prompt. Text goes to stdout as it comes; a result in JSON comes whole.
  ///
  /// @param echo the text to begin with
  Result write(Console console, LanguageModel model, Engine engine, int[] prompt, String echo, BooleanSupplier stop) {
    if (most < 1) {
      throw new BadInput("--max-tokens (%d) must be at least 1", "--max-tokens（%d）必须至少为 1", most);
    }
    Consumer<String> out = console.json() ? text -> { } : console::write;
    var writer = new TextWriter(model.tokenizer(), prompt, stops, out);
    out.accept(echo);
    long begin = System.nanoTime();
    var made = engine.generate(prompt, most, sampling(), model.ends(),
        id -> writer.token(id) && !stop.getAsBoolean());
    double seconds = (System.nanoTime() - begin) / 1e9;
    var text = echo + writer.end();
    var result = new Result(Arrays.stream(prompt).boxed().toList(), made.ids(), made.logprobs(), text,
        made.ids().size() / seconds, made.end());
    if (console.json()) {
      console.printJson(result);
    }
    return result;
  }

  private Sampling sampling() {
    return new Sampling(temperature, topK, topP, minP, repetition, new Seed(seed));
  }
}
