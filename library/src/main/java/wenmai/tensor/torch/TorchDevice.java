package wenmai.tensor.torch;

import static wenmai.tensor.torch.Native.kept;
import static wenmai.tensor.torch.Native.number;
import static wenmai.tensor.torch.Native.run;
import static wenmai.tensor.torch.TorchArray.at;
import static wenmai.tensor.torch.TorchArray.operand;
import static wenmai.tensor.torch.TorchArray.singles;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;
import wenmai.message.BadInput;
import wenmai.tensor.Array;
import wenmai.tensor.Binary;
import wenmai.tensor.Criterion;
import wenmai.tensor.DType;
import wenmai.tensor.Device;
import wenmai.tensor.Dropout;
import wenmai.tensor.Precision;
import wenmai.tensor.Shape;
import wenmai.tensor.Unary;
import wenmai.tensor.Update;
import wenmai.tensor.kernel.Parallel;

/// libtorch on the processor or on a GPU, in single precision: operands in bf16 or fp16 are widened first, as the `jvm`
/// backend does, but where a product is asked for in bf16: then its result is of that type too, before it is widened.
final class TorchDevice extends Device {
  private static final org.bytedeco.pytorch.Device PROCESSOR = new org.bytedeco.pytorch.Device(DeviceType.CPU);

  private final String name;
  private final org.bytedeco.pytorch.Device place;
  private final TorchAttention attention;

  private TorchDevice(String name, org.bytedeco.pytorch.Device place) {
    this.name = name;
    this.place = place;
    attention = new TorchAttention(this, onGpu());
  }

  static TorchDevice open(String name) {
    torch.set_num_threads(Parallel.threads());
    if (name.equals("torch")) {
      return new TorchDevice(name, PROCESSOR);
    }
    if (!torch.cuda_is_available()) {
      throw MissingGpu.of(name);
    }
    return new TorchDevice(name, gpu(name, torch.cuda_device_count()));
  }

  /// @param count of the GPUs here
  static org.bytedeco.pytorch.Device gpu(String name, int count) {
    if (Integer.parseInt(name.substring("cuda:".length())) >= count) {
      throw new BadInput("device (%s) must be from cuda:0 to cuda:%d, the GPUs that libtorch sees here",
          "设备（%s）必须在 cuda:0 到 cuda:%d 之间，libtorch 在这里只看到这些 GPU", name, count - 1);
    }
    return new org.bytedeco.pytorch.Device(name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void require(Precision precision) {
    if (precision != Precision.BF16) {
      super.require(precision);
    } else if (onGpu() && !attention.fuses(precision)) {
      throw new BadInput("precision (bf16): %s has no kernels of attention for it, which GPUs have from compute capability 8.0 (Ampere) on;"
          + " use precision: fp32", "precision（bf16）：%s 没有相应的注意力内核，GPU 自计算能力 8.0（Ampere）起才有；请改用 precision: fp32", name);
    }
  }

  @Override
  public Precision fastest() {
    return onGpu() && attention.fuses(Precision.BF16) ? Precision.BF16 : Precision.FP32;
  }

  boolean onGpu() {
    return place != PROCESSOR;
  }

  // ---- memory

  TensorOptions options(DType type) {
    return new TensorOptions(TorchArray.type(type)).device(new DeviceOptional(place));
  }

  /// Memory that somebody else owns, as libtorch's.
  private static final class Foreign extends Pointer {
    Foreign(MemorySegment memory) {
      address = memory.address();
    }
  }

  @Override
  protected Array array(MemorySegment data, DType type, long... shape) {
    return kept(() -> tensor(data, type, shape));
  }

  Tensor tensor(MemorySegment data, DType type, long... shape) {
    if (data.isNative() && !onGpu()) {
      return torch.from_blob(new Foreign(data), shape, options(type));
    }
    var copy = torch.torch_empty(shape, new TensorOptions(TorchArray.type(type)), new MemoryFormatOptional());
    MemorySegment.copy(data, 0, bytes(copy, data.byteSize()), 0, data.byteSize());
    return onGpu() ? copy.to(place, TorchArray.type(type)) : copy;
  }

  private static MemorySegment bytes(Tensor inRowOrder, long size) {
    return MemorySegment.ofAddress(inRowOrder.data_ptr().address()).reinterpret(size);
  }

  @Override
  protected Array emptyArray(long... shape) {
    return kept(() -> torch.torch_empty(shape, options(DType.F32), new MemoryFormatOptional()));
  }

  @Override
  protected Array zeroArray(long... shape) {
    return kept(() -> blank(shape));
  }

  Tensor blank(long... shape) {
    return torch.torch_zeros(shape, options(DType.F32));
  }

  @Override
  protected MemorySegment memory(Array a) {
    long size = Shape.elements(a.shape()) * a.type().bytes();
    return Native.call(() -> !onGpu() && at(a).is_contiguous() ? bytes(at(a), size)
        : Arena.ofAuto().allocate(size, a.type().bytes()).copyFrom(bytes(at(a).to(PROCESSOR, TorchArray.type(a.type())).contiguous(), size)));
  }

  @Override
  protected float[] floats(Array a) {
    return Native.call(() -> {
      var here = at(a).to(PROCESSOR, ScalarType.Float).contiguous();
      return bytes(here, 4 * Shape.elements(a.shape())).toArray(ValueLayout.JAVA_FLOAT);
    });
  }

  @Override
  protected long[] longs(Array a) {
    return Native.call(() -> {
      var here = at(a).to(PROCESSOR, ScalarType.Long).contiguous();
      return bytes(here, 8 * Shape.elements(a.shape())).toArray(ValueLayout.JAVA_LONG);
    });
  }

  @Override
  protected Array convert(Array a, DType type) {
    return kept(() -> at(a).to(TorchArray.type(type), false, true, new MemoryFormatOptional()));
  }

  @Override
  protected void assign(Array to, Array from) {
    if (!Arrays.equals(to.shape(), from.shape()) || to.type() != from.type()) {
      throw new IllegalArgumentException("assign " + from + " to " + to);
    }
    run(() -> at(to).copy_(at(from)));
  }

  // ---- shapes

  @Override
  protected Array reshape(Array a, long... shape) {
    return kept(() -> at(a).reshape(shape));
  }

  @Override
  protected Array transpose(Array a, int x, int y) {
    return kept(() -> at(a).transpose(x, y));
  }

  @Override
  protected Array narrow(Array a, int axis, long start, long length) {
    if (start < 0 || length < 0 || start + length > a.shape()[axis]) {
      throw new IllegalArgumentException("narrow " + start + " + " + length + " of axis " + axis + " of " + a);
    }
    return kept(() -> at(a).narrow(axis, start, length));
  }

  // ---- arithmetic

  @Override
  protected Array binary(Binary function, Array a, Array b) {
    Shape.broadcast(a.shape(), b.shape());
    return kept(() -> {
      var x = singles(a);
      var y = singles(b);
      return switch (function) {
        case ADD -> x.add(y);
        case SUB -> x.sub(y);
        case MUL -> x.mul(y);
        case DIV -> x.div(y);
      };
    });
  }

  @Override
  protected Array affine(Array a, double factor, double term) {
    return kept(() -> {
      var product = singles(a).mul(number(factor));
      return term == 0 ? product : product.add_(number(term));
    });
  }

  @Override
  protected Array unary(Unary function, Array a) {
    return kept(() -> {
      var x = singles(a);
      return switch (function) {
        case EXP -> x.exp();
        case LOG -> x.log();
        case SIGMOID -> x.sigmoid();
        case TANH -> x.tanh();
        case RELU -> x.relu();
        case GELU -> torch.gelu(x);
        case SILU -> torch.silu(x);
      };
    });
  }

  @Override
  protected Array unaryGrad(Unary function, Array a, Array b, Array c) {
    return kept(() -> {
      var x = singles(a);
      var y = at(b);
      var g = at(c);
      return switch (function) {
        case EXP -> g.mul(y);
        case LOG -> g.div(x);
        case SIGMOID -> torch.sigmoid_backward(g, y);
        case TANH -> torch.tanh_backward(g, y);
        case RELU -> torch.threshold_backward(g, x, number(0));
        case GELU -> torch.gelu_backward(g, x);
        case SILU -> torch.silu_backward(g, x);
      };
    });
  }

  @Override
  protected void accumulate(Array to, Array g) {
    run(() -> at(to).add_(at(g).sum_to_size(to.shape())));
  }

  @Override
  protected Array matmul(Array a, Array b) {
    return kept(() -> singles(a).matmul(singles(b)));
  }

  @Override
  protected Array linear(Array x, Array weight, Precision precision) {
    return kept(() -> torch.linear(operand(x, precision), operand(weight, precision)).to(ScalarType.Float));
  }

  @Override
  protected Array linearGrad(Array g, Array weight, Precision precision) {
    return kept(() -> operand(g, precision).matmul(operand(weight, precision)).to(ScalarType.Float));
  }

  @Override
  protected void outer(Array to, Array g, Array x, Precision precision, boolean add) {
    run(() -> {
      var product = flat(operand(g, precision)).t().matmul(flat(operand(x, precision)));
      if (add) {
        at(to).add_(product);
      } else {
        at(to).copy_(product);
      }
    });
  }

  /// [.., n] → [rows, n]
  private static Tensor flat(Tensor x) {
    return x.reshape(-1, x.size(-1));
  }

  // ---- rows

  @Override
  protected Array softmax(Array x) {
    return kept(() -> singles(x).softmax(-1));
  }

  @Override
  protected Array softmaxGrad(Array y, Array g) {
    return TorchRows.softmaxGrad(at(y), at(g));
  }

  @Override
  protected Array rows(Array table, Array ids) {
    return kept(() -> torch.embedding(at(table), at(ids)).to(ScalarType.Float));
  }

  @Override
  protected void accumulateRows(Array to, Array ids, Array g) {
    run(() -> at(to).index_add_(0, at(ids).reshape(-1), flat(at(g))));
  }

  @Override
  protected Array rmsNorm(Array x, Array weight, double epsilon) {
    return TorchRows.rmsNorm(singles(x), singles(weight), epsilon);
  }

  @Override
  protected Array rmsNormGrad(Array x, Array weight, double epsilon, Array g, Array weightGrad) {
    return TorchRows.rmsNormGrad(singles(x), singles(weight), epsilon, at(g), at(weightGrad));
  }

  @Override
  protected Array layerNorm(Array x, Array weight, double epsilon) {
    return TorchRows.layerNorm(singles(x), singles(weight), epsilon);
  }

  @Override
  protected Array layerNormGrad(Array x, Array weight, double epsilon, Array g, Array weightGrad) {
    return TorchRows.layerNormGrad(singles(x), singles(weight), epsilon, at(g), at(weightGrad));
  }

  // ---- parts of a transformer

  @Override
  protected Array rotate(Array a, Array b, Array c, int direction) {
    return kept(() -> {
      long half = a.shape()[a.shape().length - 1] / 2;
      var x = singles(a).narrow(-1, 0, half);
      var y = singles(a).narrow(-1, half, half);
      var cos = at(b);
      var sin = at(c).mul(number(direction));
      return torch.cat(new TensorVector(x.mul(cos).sub(y.mul(sin)), x.mul(sin).add_(y.mul(cos))), -1);
    });
  }

  @Override
  protected Array swiglu(Array gate, Array up) {
    return kept(() -> torch.silu(singles(gate)).mul(at(up)));
  }

  @Override
  protected Array[] swigluGrad(Array gate, Array up, Array g) {
    return new Array[] {kept(() -> torch.silu_backward(at(g).mul(at(up)), singles(gate))), kept(() -> torch.silu(singles(gate)).mul_(at(g)))};
  }

  @Override
  protected Array drop(Array a, Dropout dropout) {
    return kept(() -> singles(a).mul(survivors(dropout, a.shape())));
  }

  /// 0 where a value is dropped, else 1 / (1 − rate).
  Tensor survivors(Dropout dropout, long... shape) {
    Generator generator = generator().clone();
    generator.set_current_seed(dropout.seed().value());
    return blank(shape).bernoulli_(1 - dropout.rate(), new GeneratorOptional(generator)).div_(number(1 - dropout.rate()));
  }

  Generator generator() {
    return torch.globalContext().defaultGenerator(place);
  }

  @Override
  protected Array[] attend(Attending a) {
    return attention.attend(a);
  }

  @Override
  protected Array[] attendGrad(Attending a, Array out, Array logSumExp, Array g) {
    return attention.gradients(a, at(out), at(logSumExp), at(g));
  }

  @Override
  protected Array attentionWeights(Attending a) {
    return attention.weights(a);
  }

  @Override
  protected Array[] recur(Array inputs, Array weight, Array output, Array cell) {
    return Native.call(() -> TorchRecurrence.steps(singles(inputs), singles(weight), at(output), at(cell)));
  }

  @Override
  protected Array[] recurGrad(Array gates, Array cells, Array weight, Array g) {
    return Native.call(() -> TorchRecurrence.gradients(at(gates), at(cells), singles(weight), at(g)));
  }

  @Override
  protected Array criterion(Array logits, Array targets, Criterion criterion, double share) {
    return TorchRows.criterion(at(logits), at(targets), criterion, share);
  }

  // ---- optimizers

  @Override
  protected double squares(Array x) {
    return Native.call(() -> singles(x).square().sum(new ScalarTypeOptional(ScalarType.Double)).item_double());
  }

  @Override
  protected void update(Array weight, Array gradient, Array[] moments, Update rule) {
    run(() -> TorchUpdates.run(rule, at(weight), at(gradient), Arrays.stream(moments).map(TorchArray::at).toArray(Tensor[]::new)));
  }
}
