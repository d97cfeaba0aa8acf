package wenmai.tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import wenmai.message.BadInput;

/// Where tensors live and who computes on them. The only way to a first tensor, and the list of everything that a backend
/// has to do; which operation has which derivative stands in [Tensor], once for all backends.
///
/// Operations return fresh arrays or views. Those called `…Grad` turn the gradient `g` of a result into those of its inputs.
/// Those called `accumulate…` add to what their first argument holds.
public abstract class Device {

  /// A backend that knows devices by name.
  public interface Provider {
    boolean knows(String name);

    Device open(String name);
  }

  /// `jvm`: pure Java. `torch`: libtorch on the processor. `cuda:0` …: libtorch on a GPU; `cuda` is the first.
  public static Device of(String name) {
    for (var provider : ServiceLoader.load(Provider.class)) {
      if (provider.knows(canonical(name))) {
        return provider.open(canonical(name));
      }
    }
    throw new BadInput("device (%s) is unknown; use jvm, torch or cuda:0", "未知的设备 %s；可用 jvm、torch 或 cuda:0", name);
  }

  /// The one name of a device that has two.
  public static String canonical(String name) {
    return name.equals("cuda") ? "cuda:0" : name;
  }

  /// Does a name mean a GPU? Its memory is not the machine's, and it is not done when a call returns.
  public static boolean isGpu(String name) {
    return canonical(name).startsWith("cuda:");
  }

  public static Device jvm() {
    return of("jvm");
  }

  public static Device torch() {
    return of("torch");
  }

  public abstract String name();

  /// The most bytes of tensors that lived at once in this process; 0 where nobody counts.
  public long mostBytes() {
    return 0;
  }

  /// @throws BadInput where products cannot be computed in this precision
  public void require(Precision precision) {
    if (precision != Precision.FP32) {
      var only = precision == Precision.INT8 ? "jvm" : "torch, cuda:0";
      throw new BadInput("precision (%s) is there on device %s alone, not on %s; use precision: fp32",
          "precision（%s）只有设备 %s 支持，%s 不支持；请改用 precision: fp32", precision.lower(), only, name());
    }
  }

  /// In what a wide model trains fastest here.
  public Precision fastest() {
    return Precision.FP32;
  }

  // ---- first tensors

  /// Are results of rows the same, bit for bit, whatever other rows come with them, and sums over rows, when these come in
  /// several calls of whole runs of 256?
  protected boolean rowsApart() {
    return false;
  }

  /// Of whatever stands in the memory.
  final Tensor empty(long... shape) {
    return new Tensor(this, emptyArray(shape));
  }

  public final Tensor zeros(long... shape) {
    return new Tensor(this, zeroArray(shape));
  }

  /// The same value everywhere.
  public final Tensor constant(double value, long... shape) {
    var values = new float[Math.toIntExact(Shape.elements(shape))];
    Arrays.fill(values, (float) value);
    return of(values, shape);
  }

  /// Values in row order.
  public final Tensor of(float[] values, long... shape) {
    return new Tensor(this, array(MemorySegment.ofArray(values), DType.F32, shape));
  }

  /// Ids, as 64-bit integers.
  public final Tensor of(int[] values, long... shape) {
    var wide = new long[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return new Tensor(this, array(MemorySegment.ofArray(wide), DType.I64, shape));
  }

  /// Elements as they stand in `data`, in row order; on the CPU without copying native memory, which must outlive the tensor.
  public final Tensor wrap(MemorySegment data, DType type, long... shape) {
    if (data.byteSize() != Shape.elements(shape) * type.bytes()) {
      throw new IllegalArgumentException(data.byteSize() + " bytes for " + type + Arrays.toString(shape));
    }
    return new Tensor(this, array(data, type, shape));
  }

  /// Normally distributed values, the same on every device.
  public final Tensor normal(Seed seed, double mean, double deviation, long... shape) {
    var random = seed.random();
    var values = new float[Math.toIntExact(Shape.elements(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return of(values, shape);
  }

  @Override
  public final String toString() {
    return name();
  }

  // ---- what a backend does: memory

  protected abstract Array array(MemorySegment data, DType type, long... shape);

  protected abstract Array emptyArray(long... shape);

  protected abstract Array zeroArray(long... shape);

  protected abstract MemorySegment memory(Array a);

  protected abstract float[] floats(Array a);

  protected abstract long[] longs(Array a);

  protected abstract Array convert(Array a, DType type);

  protected abstract void assign(Array to, Array from);

  // ---- shapes

  protected abstract Array reshape(Array a, long... shape);

  protected abstract Array transpose(Array a, int x, int y);

  protected abstract Array narrow(Array a, int axis, long start, long length);

  // ---- arithmetic

  protected abstract Array binary(Binary function, Array a, Array b);

  /// a · factor + term
  protected abstract Array affine(Array a, double factor, double term);

  protected abstract Array unary(Unary function, Array x);

  protected abstract Array unaryGrad(Unary function, Array x, Array y, Array g);

  /// Sums over the axes along which `to` must be repeated to have the shape of g.
  protected abstract void accumulate(Array to, Array g);

  /// [.., m, k] × [.., k, n]
  protected abstract Array matmul(Array a, Array b);

  /// x Wᵀ of x [.., in] and W [out, in]
  protected abstract Array linear(Array x, Array weight, Precision precision);

  /// g W of g [.., out] and W [out, in]
  protected abstract Array linearGrad(Array g, Array weight, Precision precision);

  /// to [out, in] += gᵀ x of g [.., out] and x [.., in]
  protected abstract void outer(Array to, Array g, Array x, Precision precision, boolean add);

  // ---- rows

  protected abstract Array softmax(Array x);

  protected abstract Array softmaxGrad(Array y, Array g);

  protected abstract Array rows(Array table, Array ids);

  protected abstract void accumulateRows(Array to, Array ids, Array g);

  protected abstract Array rmsNorm(Array x, Array weight, double epsilon);

  /// Returns the gradient of x; adds that of the weight.
  protected abstract Array rmsNormGrad(Array x, Array weight, double epsilon, Array g, Array weightGrad);

  protected abstract Array layerNorm(Array x, Array weight, double epsilon);

  protected abstract Array layerNormGrad(Array x, Array weight, double epsilon, Array g, Array weightGrad);

  // ---- parts of models

  /// `direction` 1 turns, −1 turns back.
  protected abstract Array rotate(Array x, Array cos, Array sin, int direction);

  /// silu(gate) ⊙ up
  protected abstract Array swiglu(Array gate, Array up);

  /// Gradients of the gate and of up.
  protected abstract Array[] swigluGrad(Array gate, Array up, Array g);

  protected abstract Array drop(Array x, Dropout dropout);

  /// What attention works on. The bias is [N,T,S].
  public record Attending(Array q, Array k, Array v, Mask mask, @Nullable Array bias, Dropout dropout, Precision precision) {}

  /// out [B,N,T,H] and log-sum-exp [B,N,T]
  protected abstract Array[] attend(Attending a);

  /// Gradients of q, k, v and, where there is one, of the bias.
  protected abstract Array[] attendGrad(Attending a, Array out, Array logSumExp, Array g);

  /// [B,N,T,S]
  protected abstract Array attentionWeights(Attending a);

  /// The steps of an LSTM on inputs [B,T,4D] with a weight [4D,D], from an output and a cell [B,D]: the gates [B,T,4D], and
  /// outputs and cells [B,T+1,D], those given first.
  protected abstract Array[] recur(Array inputs, Array weight, Array output, Array cell);

  /// Gradients of the inputs and of the output and cell before the first step, from that of the outputs [B,T,D].
  protected abstract Array[] recurGrad(Array gates, Array cells, Array weight, Array g);

  /// share · the cost of all rows of logits [R,V], which lie in row order and give way to share · their gradient. A target
  /// of −1 does not count.
  protected abstract Array criterion(Array logits, Array targets, Criterion criterion, double share);

  // ---- optimizers

  /// Σ x², the same bits for any number of threads.
  protected abstract double squares(Array x);

  /// One step of a rule: overwrites the weight and as many moments as the rule keeps.
  protected abstract void update(Array weight, Array gradient, Array[] moments, Update rule);
}
