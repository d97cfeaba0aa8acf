package wenmai.train;

import wenmai.message.Message;

/// Hears how a run goes. Everything may be ignored.
public interface Observer {
  Observer NONE = new Observer() {};

  /// @param step            from 1
  /// @param steps           of the whole run
  /// @param tokensPerSecond of this step
  /// @param flopsPerSecond  of this step, as [Work] counts them
  /// @param peakShare       of what this machine multiplies at best ([Peak])
  record Step(int step, int steps, double loss, double rate, double gradientNorm, double tokensPerSecond, double flopsPerSecond,
      double peakShare) {}

  /// A text that the model wrote after a step, with the prompt before it.
  record Sample(int step, String text) {}

  default void step(Step step) {}

  default void evaluation(int step, double validationLoss) {}

  default void sample(Sample sample) {}

  default void say(Message message) {}
}
