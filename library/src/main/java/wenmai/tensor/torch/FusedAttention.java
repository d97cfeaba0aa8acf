package wenmai.tensor.torch;

import static wenmai.tensor.torch.TorchArray.keep;
import static wenmai.tensor.torch.TorchArray.operand;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.BooleanList;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorName;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import wenmai.tensor.Array;
import wenmai.tensor.Device.Attending;
import wenmai.tensor.Dropout;
import wenmai.tensor.Mask;
import wenmai.tensor.Precision;

/// Attention on a GPU by libtorch's fused kernels, which keep no scores. Rabe 2021, "Self-attention Does Not Need O(n²)
/// Memory" · Dao 2022. Java has no words for these operators, so they are called by their names. Nothing is stored of size
/// T × S under a causal mask with as many queries as keys; every other mask, windows and packed documents too, costs a table of
/// that size (one for all heads), while it runs, and a time that grows with T × S however few keys are seen.
///
/// Axes: B batch · T new · S seen · N query heads · K key-value heads · H head width
final class FusedAttention {
  /// (query, key, value, attn_bias?, compute_log_sumexp, dropout_p, is_causal, scale?) → output, log-sum-exp, seed, offset
  private static final String FORWARD = "aten::_scaled_dot_product_efficient_attention";
  /// (grad_out, query, key, value, attn_bias, out, logsumexp, philox_seed, philox_offset, dropout_p, grad_input_mask, is_causal,
  /// scale?) → gradients of query, key, value, bias
  private static final String BACKWARD = FORWARD + "_backward";
  private static final long ALIGNED = 8;   // 16 bytes of bf16: what a kernel loads at once, of a head and of a row of the table

  private final TorchDevice device;

  FusedAttention(TorchDevice device) {
    this.device = device;
  }

  /// Not a bias, whose gradient these kernels do not give; no odd heads; no query that sees nothing.
  static boolean takes(Attending a, Sight sight) {
    return a.bias() == null && a.q().shape()[3] % ALIGNED == 0 && sight.everyQuery();
  }

  /// Is there a kernel of this type for this GPU? Tried, for Java has no words for what a GPU can do but CUDA's own.
  boolean runs(Precision precision) {
    return Native.call(() -> {
      var x = tensor(device.blank(1, 1, ALIGNED, ALIGNED).to(TorchArray.type(precision)));
      try {
        call(FORWARD, x, x, x, new IValue(), new IValue(true), new IValue(0.0), new IValue(true), new IValue());
        return true;
      } catch (RuntimeException e) {
        if (String.valueOf(e.getMessage()).contains("no kernel found")) {
          return false;
        }
        throw e;
      }
    });
  }

  /// Of one type; each head of queries has its own keys and values. What the kernel does not hide by its own causal rule is −∞ in a table,
  /// else 0.
  private record Operands(Tensor q, Tensor k, Tensor v, @Nullable Tensor hidden, boolean causal) {}   // [B,N,T,H], [B,N,S,H] ×2, [B,N,T,S]

  private Operands operands(Attending a, Sight sight) {
    boolean causal = a.mask() instanceof Mask.Causal && sight.queries() == sight.keys();
    var q = operand(a.q(), a.precision());
    var hidden = causal ? null : sight.hidden(device);
    var table = hidden == null ? null : aligned(hidden, q.scalar_type()).expand(q.size(0), q.size(1), sight.queries(), sight.keys());
    return new Operands(q, each(operand(a.k(), a.precision()), q.size(1)), each(operand(a.v(), a.precision()), q.size(1)), table, causal);
  }

  /// [B,K,S,H] → [B,N,S,H]: heads that are shared, once for each head of queries.
  private static Tensor each(Tensor x, long heads) {
    return x.unsqueeze(2).expand(x.size(0), x.size(1), heads / x.size(1), x.size(2), x.size(3)).reshape(x.size(0), heads, x.size(2), x.size(3));
  }

  /// [B,N,S,H] → [B,K,S,H]: the sum over the heads of queries that share a head.
  private static Array together(Tensor g, long heads) {
    return keep(g.reshape(g.size(0), heads, g.size(1) / heads, g.size(2), g.size(3)).sum(2).to(ScalarType.Float));
  }

  /// What is hidden, in rows that begin where the kernels can load them.
  private static Tensor aligned(Tensor hidden, ScalarType type) {                    // [1 or B,1,T,S]
    long keys = hidden.size(3);
    long padded = (keys + ALIGNED - 1) / ALIGNED * ALIGNED;
    var rows = torch.torch_zeros(new long[] {hidden.size(0), 1, hidden.size(2), padded}, hidden.options().dtype(new ScalarTypeOptional(type))).narrow(3, 0, keys);
    return rows.masked_fill_(hidden, Native.number(Double.NEGATIVE_INFINITY));
  }

  /// What each query sees, and its log-sum-exp.
  Array[] attend(Attending a, Sight sight) {                                         // [B,N,T,H], [B,N,T]
    var o = operands(a, sight);
    if (a.dropout().active()) {   // which is drawn by the GPU's own generator: the operator takes no other
      device.generator().set_current_seed(a.dropout().seed().value());
    }
    var results = call(FORWARD, tensor(o.q), tensor(o.k), tensor(o.v), o.hidden == null ? new IValue() : tensor(o.hidden),
        new IValue(true), new IValue(a.dropout().rate()), new IValue(o.causal), new IValue());
    return new Array[] {keep(results[0].to(ScalarType.Float)), keep(results[1].narrow(2, 0, sight.queries()))};
  }

  /// The gradients of queries, keys and values. The kernel draws what it drops again, from the same seed and the offset 0, with
  /// which a generator begins. It trusts `out` and log-sum-exp to lie in memory as it left them: no copy may come between.
  Array[] gradients(Attending a, Sight sight, Tensor out, Tensor logSumExp, Tensor g) {   // [B,N,T,H], [B,K,S,H] ×2
    var o = operands(a, sight);
    var type = o.q.scalar_type();
    var results = call(BACKWARD, tensor(g.to(type)), tensor(o.q), tensor(o.k), tensor(o.v), tensor(o.hidden == null ? new Tensor() : o.hidden),
        tensor(out.to(type)), tensor(logSumExp), seed(a.dropout()), tensor(scalar(0)), new IValue(a.dropout().rate()),
        wanted(true, true, true, false), new IValue(o.causal), new IValue());
    long heads = a.k().shape()[1];
    return new Array[] {keep(results[0].to(ScalarType.Float)), together(results[1], heads), together(results[2], heads)};
  }

  private static IValue tensor(Tensor x) {
    return new IValue(x);
  }

  private static IValue seed(Dropout dropout) {
    return tensor(scalar(dropout.seed().value()));
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

  /// Both operators have four results.
  private static Tensor[] call(String name, IValue... arguments) {
    var stack = new IValueVector(arguments);
    torch.findOperatorFor(new OperatorName(name, "")).getOperation().apply(stack);
    return IntStream.range(0, 4).mapToObj(i -> stack.get(i).toTensor()).toArray(Tensor[]::new);
  }
}
