package wenmai.model;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;
import wenmai.tensor.Tensor;

/// Where a model's weights come from, by name and shape, and who owns them. Layers ask for theirs when they are built, so a
/// layer's constructor is the one place that says what its weights are called, how they are shaped and how they start.
public final class Weights implements AutoCloseable {

  /// How a weight starts.
  public sealed interface Start {
    Start ONES = new Constant(1);
    Start ZEROS = new Constant(0);

    /// Normally distributed around 0.
    record Normal(double deviation) implements Start {}

    record Constant(double value) implements Start {}

    /// A value for each of as many equal parts.
    record Parts(List<Double> values) implements Start {}
  }

  /// Finds or makes a weight. Closed after the last one is.
  public interface Source extends AutoCloseable {
    Tensor get(String name, Start start, long... shape);

    @Override
    default void close() {}
  }

  private final Source source;
  private final Device device;
  private final SequencedMap<String, Tensor> all = new LinkedHashMap<>();

  public Weights(Device device, Source source) {
    this.device = device;
    this.source = source;
  }

  /// New weights. Each is drawn from a seed of its own name, so one more layer changes no other's start.
  public static Weights fresh(Device device, Seed seed) {
    return new Weights(device, (name, start, shape) -> switch (start) {
      case Start.Normal(double deviation) -> device.normal(seed.at(name), 0, deviation, shape);
      case Start.Constant(double value) -> device.constant(value, shape);
      case Start.Parts(List<Double> values) -> device.of(parts(values, shape), shape);
    });
  }

  private static float[] parts(List<Double> values, long... shape) {
    int each = Math.toIntExact(Arrays.stream(shape).reduce(1, (a, b) -> a * b) / values.size());
    var all = new float[each * values.size()];
    for (int i = 0; i < values.size(); i++) {
      Arrays.fill(all, i * each, (i + 1) * each, values.get(i).floatValue());
    }
    return all;
  }

  public Device device() {
    return device;
  }

  public Tensor get(String name, Start start, long... shape) {
    var weight = source.get(name, start, shape).own();
    if (all.put(name, weight) != null) {
      throw new IllegalStateException("two layers ask for " + name);
    }
    return weight;
  }

  /// Every weight handed out, in the order of asking.
  public SequencedMap<String, Tensor> all() {
    return Collections.unmodifiableSequencedMap(all);
  }

  /// Of a weight handed out: what a [wenmai.tensor.Tape.Watcher] sees has no name of its own.
  public String name(Tensor weight) {
    return all.entrySet().stream().filter(named -> named.getValue() == weight).findFirst().orElseThrow().getKey();
  }

  @Override
  public void close() {
    all.values().forEach(Tensor::close);
    source.close();
  }
}
