package wenmai.train;

import java.util.Arrays;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.Pass;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;

/// How fast this machine trains a model, measured on random ids: the whole step, forward, backward and optimizer.
public final class Speed {
  private Speed() {}

  /// @param warmUp seconds of steps before any is counted, while the JVM compiles
  /// @param steps  that are counted
  /// @return the median tokens a second
  public static double of(DecoderConfig config, int batch, Device device, double warmUp, int steps) {
    var seed = new Seed(1);
    int tokens = batch * config.context();
    var ids = seed.random().ints(2L * tokens, 0, config.vocabulary()).toArray();
    var row = new Batches(Arrays.copyOf(ids, tokens), Arrays.copyOfRange(ids, tokens, 2 * tokens), batch, config.context());
    try (var decoder = new Decoder(config, Weights.fresh(device, seed));
        var optimizer = new Optimizer(decoder.weights().all(), Optimization.DEFAULTS)) {
      var seconds = new double[steps];
      long begin = System.nanoTime();
      for (int step = 0; step < steps;) {
        long start = System.nanoTime();
        Tape.backward(() -> Loss.nextToken(decoder, row, Pass.WHOLE));
        optimizer.step(step, 1e-4, optimizer.gradientNorm());
        if (start - begin > warmUp * 1e9) {
          seconds[step++] = (System.nanoTime() - start) / 1e9;
        }
      }
      Arrays.sort(seconds);
      return tokens / seconds[steps / 2];
    }
  }
}
