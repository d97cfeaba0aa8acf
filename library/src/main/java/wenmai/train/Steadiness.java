package wenmai.train;

import tools.jackson.databind.JsonNode;

/// What a run's losses were like so far, and what follows for the next step. It goes on from a checkpoint like the weights.
///
/// A step whose loss or gradient is no finite number is skipped: neither weights nor moments change. A spike is a loss more
/// than 6 deviations above the running mean of about the last 50 steps; it is counted, and its step is done, for most
/// spikes pass by themselves. Chowdhery 2022, "PaLM", §5.1 (spikes) · Micikevicius 2017 §3.2 (skipped steps).
///
/// @param inRow     steps skipped just now, one after another
/// @param skipped   steps in all
/// @param spikes    steps in all
/// @param seen      finite losses
/// @param mean      of the losses, running
/// @param variance the running mean of the squared distance from it
public record Steadiness(int inRow, int skipped, int spikes, int seen, double mean, double variance) {
  static final Steadiness START = new Steadiness(0, 0, 0, 0, 0, 0);
  private static final double SPIKE = 6;        // deviations
  private static final double MEMORY = 0.98;    // of the means a step before
  private static final int LEAST_SEEN = 20;     // losses before any is called a spike

  /// After one more step.
  Steadiness after(double loss, double gradientNorm) {
    if (!Double.isFinite(loss) || !Double.isFinite(gradientNorm)) {
      return new Steadiness(inRow + 1, skipped + 1, spikes, seen, mean, variance);
    }
    double memory = Math.min(MEMORY, seen / (seen + 1.0));   // a plain mean at first
    double away = loss - mean;
    return new Steadiness(0, skipped, spikes(loss), seen + 1, mean + (1 - memory) * away, memory * (variance + (1 - memory) * away * away));
  }

  private int spikes(double loss) {
    boolean spike = seen >= LEAST_SEEN && loss > mean + SPIKE * Math.sqrt(variance);
    return spike ? spikes + 1 : spikes;
  }

  boolean skips() {
    return inRow > 0;
  }

  static Steadiness of(JsonNode json) {
    return new Steadiness(json.path("inRow").asInt(0), json.path("skipped").asInt(0), json.path("spikes").asInt(0),
        json.path("seen").asInt(0), json.path("mean").asDouble(0), json.path("variance").asDouble(0));
  }
}
