package wenmai.train;

/// The learning rate of each step. All rise linearly first; then they differ.
public enum Schedule {
  /// Falls along half a cosine to the last rate. Loshchilov 2016.
  COSINE,
  /// Falls along a line to the last rate. Devlin 2018.
  LINEAR,
  /// Warm-up, stable, decay: stays, and falls along a line to the last rate over the last fifth of the steps; so a run can
  /// be made longer from before its fall. Hu 2024, "MiniCPM", §4 · Hägele 2024 (a fifth is enough).
  WSD,
  /// Stays.
  CONSTANT;

  private static final double FALL = 0.2;

  /// @param step from 0
  public double rate(int step, int steps, Optimization o) {
    if (step < o.warmup()) {
      return o.rate() * (step + 1) / (o.warmup() + 1);
    }
    double done = Math.min(1, (step - o.warmup()) / (double) Math.max(1, steps - o.warmup()));
    double kept = switch (this) {
      case COSINE -> 0.5 * (1 + Math.cos(Math.PI * done));
      case LINEAR -> 1 - done;
      case WSD -> Math.min(1, (steps - step) / Math.max(1, FALL * steps));
      case CONSTANT -> 1;
    };
    return o.lastRate() + Math.max(0, kept) * (o.rate() - o.lastRate());
  }
}
