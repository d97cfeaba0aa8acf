package wenmai.tensor.torch;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.BooleanList;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorName;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.Dropout;

/// Attention on a GPU by libtorch's fused kernels, which keep no scores. Rabe 2021, "Self-attention Does Not Need O(n²)
/// Memory" · Dao 2022. Java has no words for these operators, so they are called by their names.
///
/// Axes: B batch · T new · S seen · N query heads · K key-value heads · H head width
final class FusedAttention {
  private static final String FORWARD = "aten::_scaled_dot_product_efficient_attention";
  private static final String BACKWARD = FORWARD + "_backward";
  private static final long ALIGNED = 8;

  private FusedAttention() {}

  /// One call's operands, of one type; each head of queries has its own keys and values. `hidden` are −∞ for keys that a query
  /// does not see, else 0.
  record Operands(Tensor q, Tensor k, Tensor v, @Nullable Tensor hidden, boolean causal, Dropout dropout) {}   // [B,N,T,H], [B,N,S,H] ×2, [1 or B,1,T,S]

  /// May these kernels run with heads so wide?
  static boolean takes(long width) {
    return width % ALIGNED == 0;
  }

  /// What each query sees, and its log-sum-exp.
  static Tensor[] attend(Operands o, Generator generator) {                          // [B,N,T,H], [B,N,T]
    generator.set_current_seed(o.dropout.seed().value());
    var results = call(FORWARD, 4, tensor(o.q), tensor(o.k), tensor(o.v), bias(o), new IValue(true), new IValue(o.dropout.rate()),
        new IValue(o.causal), new IValue());
    return new Tensor[] {results[0], results[1].narrow(2, 0, o.q.size(2))};
  }

  /// The gradients of queries, keys and values. The kernel draws what it drops again, from the same seed.
  static Tensor[] gradients(Operands o, Tensor out, Tensor logSumExp, Tensor g) {    // [B,N,T,H], [B,N,S,H] ×2
    var bias = o.hidden == null ? new IValue(new Tensor()) : bias(o);
    var results = call(BACKWARD, 4, tensor(g), tensor(o.q), tensor(o.k), tensor(o.v), bias, tensor(out), tensor(logSumExp),
        tensor(scalar(o.dropout.seed().value())), tensor(scalar(0)), new IValue(o.dropout.rate()), wanted(true, true, true, false),
        new IValue(o.causal), new IValue());
    return Arrays.copyOf(results, 3);
  }

  private static IValue tensor(Tensor x) {
    return new IValue(x);
  }

  private static IValue bias(Operands o) {
    return o.hidden == null ? new IValue() : tensor(o.hidden.expand(o.q.size(0), o.q.size(1), o.q.size(2), o.k.size(2)));
  }

  /// A table of what is hidden, in rows that begin where the kernels can load them.
  static Tensor aligned(Tensor hidden, ScalarType type) {                            // [1 or B,1,T,S]
    long keys = hidden.size(3);
    long padded = (keys + ALIGNED - 1) / ALIGNED * ALIGNED;
    var rows = torch.torch_zeros(new long[] {hidden.size(0), 1, hidden.size(2), padded}, hidden.options().dtype(new ScalarTypeOptional(type))).narrow(3, 0, keys);
    return rows.masked_fill_(hidden, Native.number(Double.NEGATIVE_INFINITY));
  }

  private static Tensor scalar(long value) {
    return torch.tensor(value).to(ScalarType.Long);
  }

  private static IValue wanted(boolean... gradients) {
    var list = new GenericList(new BooleanList().elementType());
    for (boolean wanted : gradients) {
      list.push_back(new IValue(wanted));
    }
    return new IValue(list);
  }

  private static Tensor[] call(String name, int results, IValue... arguments) {
    var stack = new IValueVector(arguments);
    torch.findOperatorFor(new OperatorName(name, "")).getOperation().apply(stack);
    return IntStream.range(0, results).mapToObj(i -> stack.get(i).toTensor()).toArray(Tensor[]::new);
  }
}
