package wenmai.train;

/// The learning rate of each step.
public enum Schedule {
  /// Rises linearly, then falls along half a cosine to the last rate. Loshchilov 2016.
  COSINE,
  /// Rises linearly, then stays.
  CONSTANT;

  /// @param step from 0
  public double rate(int step, int steps, Optimization o) {
    if (step < o.warmup()) {
      return o.rate() * (step + 1) / (o.warmup() + 1);
    }
    return switch (this) {
      case CONSTANT -> o.rate();
      case COSINE -> {
        double done = Math.min(1, (step - o.warmup()) / (double) Math.max(1, steps - o.warmup()));
        yield o.lastRate() + 0.5 * (1 + Math.cos(Math.PI * done)) * (o.rate() - o.lastRate());
      }
    };
  }
}
