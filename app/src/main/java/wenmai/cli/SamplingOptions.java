package wenmai.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import wenmai.decode.Sampling;
import wenmai.tensor.Seed;

/// The options of every verb that generates text.
final class SamplingOptions {
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

  Sampling sampling() {
    return new Sampling(temperature, topK, topP, minP, repetition, new Seed(seed));
  }
}
