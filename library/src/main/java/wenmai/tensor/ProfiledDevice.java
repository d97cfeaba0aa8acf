package wenmai.tensor;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Another device, with a stop watch: how often each of its operations was called and how long it took. All operations of
/// `jvm` are done when they return, so their times add up to the step's; a GPU only takes orders, and its times mean little (`--profile` refuses it).
/// Costs two looks at the clock a call. For one thread.
public final class ProfiledDevice extends Device {
  private final Device inner;
  private final Map<String, Operation> operations = new LinkedHashMap<>();
  private long start = System.nanoTime();
  private long end = start;

  public ProfiledDevice(Device inner) {
    this.inner = inner;
  }

  /// @param name  a method of [Device]; of products with weights, their shape too
  /// @param flops operations of floating point, where they are known (0 elsewhere); causal attention counts in full
  /// @param bytes of the arrays that it reads and makes, each once, where it moves any
  public record Operation(String name, long calls, double seconds, double flops, double bytes) {
    private Operation plus(Operation other) {
      return new Operation(name, calls + other.calls, seconds + other.seconds, flops + other.flops, bytes + other.bytes);
    }
  }

  /// What was done since the last [#forget], the longest first.
  public List<Operation> operations() {
    var all = new ArrayList<>(operations.values());
    all.sort(Comparator.comparingDouble(Operation::seconds).reversed());
    return all;
  }

  /// From the last [#forget] to the end of the last operation, with everything between that is none.
  public double seconds() {
    return (end - start) / 1e9;
  }

  /// Begins anew.
  public void forget() {
    operations.clear();
    start = System.nanoTime();
    end = start;
  }

  private <T> T timed(String name, double flops, Supplier<T> operation, Array... read) {
    long begin = System.nanoTime();
    T result = operation.get();
    end = System.nanoTime();
    double bytes = read.length == 0 ? 0 : bytes(read) + switch (result) {
      case Array made -> bytes(made);
      case Array[] made -> bytes(made);
      default -> 0;
    };
    operations.merge(name, new Operation(name, 1, (end - begin) / 1e9, flops, bytes), Operation::plus);
    return result;
  }

  private static double bytes(Array... arrays) {
    double bytes = 0;
    for (var a : arrays) {
      bytes += elements(a) * a.type().bytes();
    }
    return bytes;
  }

  private static double elements(Array a) {
    return Shape.elements(a.shape());
  }

  private static double last(Array a) {
    return a.shape()[a.shape().length - 1];
  }

  /// B · N · T · S · H
  private static double products(Attending a) {
    return elements(a.q()) * a.k().shape()[2];
  }

  private static String sizes(Array weight) {
    return weight.shape()[0] + "×" + weight.shape()[1];
  }

  private static String lower(Enum<?> function) {
    return function.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public void require(Precision precision) {
    inner.require(precision);
  }

  @Override
  public Precision fastest() {
    return inner.fastest();
  }

  @Override
  public long mostBytes() {
    return inner.mostBytes();
  }

  @Override
  protected Array array(MemorySegment data, DType type, long... shape) {
    return timed("array", 0, () -> inner.array(data, type, shape));
  }

  @Override
  protected Array emptyArray(long... shape) {
    return timed("emptyArray", 0, () -> inner.emptyArray(shape));
  }

  @Override
  protected Array zeroArray(long... shape) {
    return timed("zeroArray", 0, () -> inner.zeroArray(shape));
  }

  @Override
  protected MemorySegment memory(Array a) {
    return timed("memory", 0, () -> inner.memory(a));
  }

  @Override
  protected float[] floats(Array a) {
    return timed("floats", 0, () -> inner.floats(a));
  }

  @Override
  protected long[] longs(Array a) {
    return timed("longs", 0, () -> inner.longs(a));
  }

  @Override
  protected Array convert(Array a, DType type) {
    return timed("convert", 0, () -> inner.convert(a, type), a);
  }

  @Override
  protected void assign(Array to, Array from) {
    timed("assign", 0, () -> {
      inner.assign(to, from);
      return true;
    }, to, from);
  }

  @Override
  protected Array reshape(Array a, long... shape) {
    return timed("reshape", 0, () -> inner.reshape(a, shape));
  }

  @Override
  protected Array transpose(Array a, int x, int y) {
    return timed("transpose", 0, () -> inner.transpose(a, x, y));
  }

  @Override
  protected Array narrow(Array a, int axis, long start, long length) {
    return timed("narrow", 0, () -> inner.narrow(a, axis, start, length));
  }

  @Override
  protected Array binary(Binary function, Array a, Array b) {
    return timed("binary " + lower(function), 0, () -> inner.binary(function, a, b), a, b);
  }

  @Override
  protected Array affine(Array a, double factor, double term) {
    return timed("affine", 0, () -> inner.affine(a, factor, term), a);
  }

  @Override
  protected Array unary(Unary function, Array x) {
    return timed("unary " + lower(function), 0, () -> inner.unary(function, x), x);
  }

  @Override
  protected Array unaryGrad(Unary function, Array x, Array y, Array g) {
    return timed("unaryGrad " + lower(function), 0, () -> inner.unaryGrad(function, x, y, g), x, y, g);
  }

  @Override
  protected void accumulate(Array to, Array g) {
    timed("accumulate", 0, () -> {
      inner.accumulate(to, g);
      return true;
    }, to, g);
  }

  @Override
  protected Array matmul(Array a, Array b) {
    return timed("matmul", 2 * elements(a) * last(b), () -> inner.matmul(a, b), a, b);
  }

  @Override
  protected Array linear(Array x, Array weight, Precision precision) {
    return timed("linear " + sizes(weight), 2 * elements(x) * weight.shape()[0], () -> inner.linear(x, weight, precision), x, weight);
  }

  @Override
  protected Array linearGrad(Array g, Array weight, Precision precision) {
    return timed("linearGrad " + sizes(weight), 2 * elements(g) * weight.shape()[1], () -> inner.linearGrad(g, weight, precision), g, weight);
  }

  @Override
  protected void outer(Array to, Array g, Array x, Precision precision, boolean add) {
    timed("outer " + sizes(to), 2 * elements(g) * last(x), () -> {
      inner.outer(to, g, x, precision, add);
      return true;
    }, to, g, x);
  }

  @Override
  protected Array softmax(Array x) {
    return timed("softmax", 0, () -> inner.softmax(x), x);
  }

  @Override
  protected Array softmaxGrad(Array y, Array g) {
    return timed("softmaxGrad", 0, () -> inner.softmaxGrad(y, g), y, g);
  }

  @Override
  protected Array rows(Array table, Array ids) {
    return timed("rows", 0, () -> inner.rows(table, ids), ids);
  }

  @Override
  protected void accumulateRows(Array to, Array ids, Array g) {
    timed("accumulateRows", 0, () -> {
      inner.accumulateRows(to, ids, g);
      return true;
    }, ids, g);
  }

  @Override
  protected Array rmsNorm(Array x, Array weight, double epsilon) {
    return timed("rmsNorm", 0, () -> inner.rmsNorm(x, weight, epsilon), x, weight);
  }

  @Override
  protected Array rmsNormGrad(Array x, Array weight, double epsilon, Array g, Array weightGrad) {
    return timed("rmsNormGrad", 0, () -> inner.rmsNormGrad(x, weight, epsilon, g, weightGrad), x, weight, g, weightGrad);
  }

  @Override
  protected Array layerNorm(Array x, Array weight, double epsilon) {
    return timed("layerNorm", 0, () -> inner.layerNorm(x, weight, epsilon), x, weight);
  }

  @Override
  protected Array layerNormGrad(Array x, Array weight, double epsilon, Array g, Array weightGrad) {
    return timed("layerNormGrad", 0, () -> inner.layerNormGrad(x, weight, epsilon, g, weightGrad), x, weight, g, weightGrad);
  }

  @Override
  protected Array rotate(Array x, Array cos, Array sin, int direction) {
    return timed("rotate", 0, () -> inner.rotate(x, cos, sin, direction), x, cos, sin);
  }

  @Override
  protected Array swiglu(Array gate, Array up) {
    return timed("swiglu", 0, () -> inner.swiglu(gate, up), gate, up);
  }

  @Override
  protected Array[] swigluGrad(Array gate, Array up, Array g) {
    return timed("swigluGrad", 0, () -> inner.swigluGrad(gate, up, g), gate, up, g);
  }

  @Override
  protected boolean rowsApart() {
    return inner.rowsApart();
  }

  @Override
  protected Array drop(Array x, Dropout dropout) {
    return timed("drop", 0, () -> inner.drop(x, dropout), x);
  }

  @Override
  protected Array[] attend(Attending a) {
    return timed("attend", 4 * products(a), () -> inner.attend(a));
  }

  @Override
  protected Array[] attendGrad(Attending a, Array out, Array logSumExp, Array g) {
    return timed("attendGrad", 8 * products(a), () -> inner.attendGrad(a, out, logSumExp, g));
  }

  @Override
  protected Array attentionWeights(Attending a) {
    return timed("attentionWeights", 0, () -> inner.attentionWeights(a));
  }

  @Override
  protected Array[] recur(Array inputs, Array weight, Array output, Array cell) {
    return timed("recur " + sizes(weight), 2 * elements(inputs) * last(weight), () -> inner.recur(inputs, weight, output, cell), inputs, weight, output, cell);
  }

  @Override
  protected Array[] recurGrad(Array gates, Array cells, Array weight, Array g) {
    return timed("recurGrad " + sizes(weight), 2 * elements(gates) * last(weight), () -> inner.recurGrad(gates, cells, weight, g), gates, cells, weight, g);
  }

  @Override
  protected Array criterion(Array logits, Array targets, Criterion criterion, double share) {
    return timed("criterion", 0, () -> inner.criterion(logits, targets, criterion, share), logits, targets);
  }

  @Override
  protected double squares(Array x) {
    return timed("squares", 0, () -> inner.squares(x));
  }

  @Override
  protected void update(Array weight, Array gradient, Array[] moments, Update rule) {
    timed("update", 0, () -> {
      inner.update(weight, gradient, moments, rule);
      return true;
    }, Stream.concat(Stream.of(weight, gradient), Stream.of(moments)).toArray(Array[]::new));
  }
}
