package wenmai.tensor;

import java.util.Arrays;
import java.util.Locale;

/// A tensor for the eye: type, shape, device, and its values, the middle of long axes left out.
final class TensorText {
  private static final int SHOWN = 6;

  private final long[] shape;
  private final float[] values;
  private final boolean whole;
  private final StringBuilder text = new StringBuilder();

  private TensorText(Tensor tensor) {
    shape = tensor.shape();
    whole = !tensor.type().floating();
    values = tensor.floats();
  }

  static String of(Tensor tensor) {
    var head = tensor.type() + Arrays.toString(tensor.shape()).replace(" ", "") + " " + tensor.device();
    var t = new TensorText(tensor);
    t.axis(0, 0);
    return head + (tensor.rank() > 1 ? "\n" : " ") + t.text;
  }

  private void axis(int axis, int offset) {
    if (axis == shape.length) {
      text.append(whole ? Long.toString((long) values[offset]) : String.format(Locale.ROOT, "%8.4f", values[offset]));
      return;
    }
    int step = 1;
    for (int i = axis + 1; i < shape.length; i++) {
      step *= (int) shape[i];
    }
    boolean last = axis == shape.length - 1;
    text.append('[');
    for (int i = 0; i < shape[axis]; i++) {
      if (i > 0) {
        text.append(last ? " " : "\n" + " ".repeat(axis + 1));
      }
      if (shape[axis] > SHOWN && i == SHOWN / 2) {
        text.append('…');
        i = (int) shape[axis] - SHOWN / 2 - 1;
        continue;
      }
      axis(axis + 1, offset + i * step);
    }
    text.append(']');
  }
}
