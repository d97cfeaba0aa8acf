package wenmai.train;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/// One training step in a flight recording, so that JDK Mission Control shows a run beside the JVM's own events.
@Name("wenmai.TrainingStep")
@Label("Training step")
@Category("Wenmai")
@Description("Forward, backward and optimizer of one step")
@StackTrace(false)
final class StepEvent extends Event {
  @Label("Step")
  int step;

  @Label("Loss")
  double loss;

  @Label("Gradient norm")
  double gradientNorm;

  @Label("Learning rate")
  double rate;

  @Label("Tokens")
  long tokens;
}
