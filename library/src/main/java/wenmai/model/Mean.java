package wenmai.model;

import java.util.Arrays;
import wenmai.tensor.Tensor;

/// The mean over the positions that a text's last one sees, padding left out: one vector for the whole text.
public final class Mean extends Layer {

  @Override
  protected Tensor forward(Tensor x, Pass pass) {                                    // [B,T,D]
    int rows = (int) x.size(0);
    int length = (int) x.size(1);
    var shares = new float[rows * length];
    for (int b = 0; b < rows; b++) {
      int from = pass.mask().from(b, length - 1, length, length);
      int to = pass.mask().to(b, length - 1, length, length);
      Arrays.fill(shares, b * length + from, b * length + to, 1f / (to - from));
    }
    return x.device().of(shares, rows, 1, length).matmul(x).reshape(rows, -1);       // [B,1,T] × [B,T,D] → [B,D]
  }
}
