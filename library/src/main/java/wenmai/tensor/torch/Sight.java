package wenmai.tensor.torch;

import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.DType;
import wenmai.tensor.Device.Attending;
import wenmai.tensor.Mask;

/// What the queries of a call see, from one walk over its mask. Where all rows of a batch see alike, one stands for them.
///
/// Axes: R 1 row or those of the batch · T queries · S keys
///
/// @param from the first key that each query sees, sinks aside
/// @param to   the key after the last one
record Sight(long rows, long queries, long keys, long sinks, long[] from, long[] to) {   // [R,T] ×2

  static Sight of(Attending a) {
    int queries = (int) a.q().shape()[2];
    int keys = (int) a.k().shape()[2];
    int rows = switch (a.mask()) {
      case Mask.Causal _, Mask.All _, Mask.Window _ -> 1;
      case Mask.Lengths _, Mask.Documents _, Mask.Runs _ -> (int) a.q().shape()[0];
    };
    var from = new long[rows * queries];
    var to = new long[rows * queries];
    for (int i = 0; i < from.length; i++) {
      from[i] = a.mask().from(i / queries, i % queries, queries, keys);
      to[i] = a.mask().to(i / queries, i % queries, queries, keys);
    }
    return new Sight(rows, queries, keys, a.mask().sinks(), from, to);
  }

  /// Does every query see a key?
  boolean everyQuery() {
    return IntStream.range(0, from.length).allMatch(i -> from[i] < to[i] || Math.min(sinks, to[i]) > 0);
  }

  private boolean everyKey() {
    return IntStream.range(0, from.length).allMatch(i -> from[i] <= 0 && to[i] >= keys);
  }

  /// The keys that a query does not see; no table where every query sees every key.
  @Nullable Tensor hidden(TorchDevice device) {                                      // [R,1,T,S]
    if (everyKey()) {
      return null;
    }
    var key = torch.arange(new Scalar(keys), device.options(DType.I64));             // [S]
    var early = key.lt(column(from, device)).logical_and(key.ge(new Scalar(sinks)));
    return early.logical_or(key.ge(column(to, device)));
  }

  private Tensor column(long[] values, TorchDevice device) {                         // [R,1,T,1]
    return device.tensor(MemorySegment.ofArray(values), DType.I64, rows, 1, queries, 1);
  }
}
