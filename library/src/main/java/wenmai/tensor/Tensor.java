package wenmai.tensor;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An array of numbers with a shape, on a device: the façade that layers, models and decoding are written against, once for
/// every backend. Immutable but for [#assign]; freed by its [Scope], or by [#close] once [owned][#own]. Operations on two
/// tensors broadcast as NumPy's do. Each operation stands beside its derivative.
public final class Tensor implements AutoCloseable {
  private final Device device;
  private final Array array;
  private final long[] shape;
  private int holders = 1;
  private boolean closed;
  Tape.@Nullable Node node;
  @Nullable Scope scope;

  Tensor(Device device, Array array) {
    this.device = device;
    this.array = array;
    shape = array.shape();
    scope = Scope.enter(this);
  }

  // ---- what it is

  public long[] shape() {
    return shape.clone();
  }

  public DType type() {
    return array.type();
  }

  public Device device() {
    return device;
  }

  public int rank() {
    return shape.length;
  }

  public long size(int axis) {
    return shape[axis(axis)];
  }

  public long elements() {
    return Shape.elements(shape);
  }

  /// For assertions at the entry of a formula: `assert x.is(B, T, D)`. A size of −1 fits all.
  public boolean is(long... expected) {
    boolean fits = shape.length == expected.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = expected[i] == -1 || expected[i] == shape[i];
    }
    return fits;
  }

  // ---- the same numbers in another shape

  /// One size may be −1: what is left.
  public Tensor reshape(long... to) {
    return result(device.reshape(array(), Shape.resolve(elements(), to)), depends(this), g -> give(() -> g.reshape(shape)));
  }

  public Tensor transpose(int a, int b) {
    return result(device.transpose(array(), axis(a), axis(b)), depends(this), g -> give(() -> g.transpose(a, b)));
  }

  /// Indices `start` to `start + length` of an axis; shares memory.
  public Tensor narrow(int axis, long start, long length) {
    return result(device.narrow(array(), axis(axis), start, length), depends(this),
        g -> giveInto(sum -> sum.narrow(axis, start, length).accumulate(g)));
  }

  // ---- arithmetic

  public Tensor add(Tensor other) {
    return result(device.binary(Binary.ADD, array(), other.array()), depends(this, other), g -> {
      give(() -> g);
      other.give(() -> g);
    });
  }

  public Tensor sub(Tensor other) {
    return result(device.binary(Binary.SUB, array(), other.array()), depends(this, other), g -> {
      give(() -> g);
      other.give(() -> g.mul(-1));
    });
  }

  public Tensor mul(Tensor other) {
    return result(device.binary(Binary.MUL, array(), other.array()), depends(this, other), g -> {
      give(() -> g.mul(other));
      other.give(() -> g.mul(this));
    }, this, other);
  }

  public Tensor div(Tensor other) {
    return result(device.binary(Binary.DIV, array(), other.array()), depends(this, other), g -> {
      give(() -> g.div(other));
      other.give(() -> g.mul(this).div(other).div(other).mul(-1));
    }, this, other);
  }

  public Tensor add(double term) {
    return result(device.affine(array(), 1, term), depends(this), g -> give(() -> g));
  }

  public Tensor mul(double factor) {
    return result(device.affine(array(), factor, 0), depends(this), g -> give(() -> g.mul(factor)));
  }

  /// [.., m, k] × [.., k, n] → [.., m, n]
  public Tensor matmul(Tensor other) {
    return result(device.matmul(array(), other.array()), depends(this, other), g -> {
      give(() -> g.matmul(other.transpose(-2, -1)));
      other.give(() -> transpose(-2, -1).matmul(g));
    }, this, other);
  }

  /// x Wᵀ: [.., in] × weight [out, in] → [.., out]
  public Tensor linear(Tensor weight) {
    return linear(weight, Precision.FP32);
  }

  public Tensor linear(Tensor weight, Precision precision) {
    var watcher = Tape.watcher();
    return result(device.linear(array(), weight.array(), precision), depends(this, weight), g -> {
      watcher.linear(weight, this, g);
      give(() -> new Tensor(device, device.linearGrad(g.array(), weight.array(), precision)));
      weight.giveOuter(g, this, precision);
    }, this, weight);
  }

  /// x Wᵀ + b
  public Tensor linear(Tensor weight, Tensor bias) {
    return linear(weight).add(bias);
  }

  public Tensor exp() {
    return unary(Unary.EXP);
  }

  public Tensor log() {
    return unary(Unary.LOG);
  }

  public Tensor sigmoid() {
    return unary(Unary.SIGMOID);
  }

  public Tensor tanh() {
    return unary(Unary.TANH);
  }

  public Tensor relu() {
    return unary(Unary.RELU);
  }

  public Tensor gelu() {
    return unary(Unary.GELU);
  }

  public Tensor silu() {
    return unary(Unary.SILU);
  }

  /// silu(this) ⊙ up, of which only the two are kept for the way back. Shazeer 2020, "GLU variants improve transformer", §2.
  public Tensor swiglu(Tensor up) {
    if (!Arrays.equals(shape, up.shape)) {
      throw new IllegalArgumentException("swiglu of " + Arrays.toString(shape) + " and " + Arrays.toString(up.shape));
    }
    return result(device.swiglu(array(), up.array()), depends(this, up), g -> {
      var gradients = device.swigluGrad(array(), up.array(), g.array());
      var gateSlope = new Tensor(device, gradients[0]);
      var upSlope = new Tensor(device, gradients[1]);
      give(() -> gateSlope);
      up.give(() -> upSlope);
    }, this, up);
  }

  private Tensor unary(Unary function) {
    var y = new Tensor(device, device.unary(function, array()));
    return y.recorded(depends(this),
        g -> give(() -> new Tensor(device, device.unaryGrad(function, array(), y.array(), g.array()))), this, y);
  }

  /// Over the last axis.
  public Tensor softmax() {
    var y = new Tensor(device, device.softmax(array()));
    return y.recorded(depends(this), g -> give(() -> new Tensor(device, device.softmaxGrad(y.array(), g.array()))), y);
  }

  /// Of everything.
  public Tensor sum() {
    var sum = device.zeros();
    sum.accumulate(this);
    return sum.recorded(depends(this), g -> give(() -> device.zeros(shape).add(g)));
  }

  /// Of everything.
  public Tensor mean() {
    return sum().mul(1.0 / elements());
  }

  // ---- parts of models

  /// Rows of this table [V,D] by ids [..] → [..,D]
  public Tensor rows(Tensor ids) {
    return result(device.rows(array(), ids.array()), depends(this),
        g -> giveInto(sum -> device.accumulateRows(sum.array(), ids.array(), g.array())), ids);
  }

  /// x / √(mean(x²) + ε) ⊙ weight, over the last axis. Zhang 2019 eq. 4.
  public Tensor rmsNorm(Tensor weight, double epsilon) {
    return result(device.rmsNorm(array(), weight.array(), epsilon), depends(this, weight), g -> {
      var slope = weight.node == null ? device.zeros(weight.shape) : weight.node.sum(weight);
      var gx = new Tensor(device, device.rmsNormGrad(array(), weight.array(), epsilon, g.array(), slope.array()));
      give(() -> gx);
    }, this, weight);
  }

  /// (x − mean) / √(variance + ε) ⊙ weight, over the last axis. Ba 2016 eq. 4.
  public Tensor layerNorm(Tensor weight, double epsilon) {
    return result(device.layerNorm(array(), weight.array(), epsilon), depends(this, weight), g -> {
      var slope = weight.node == null ? device.zeros(weight.shape) : weight.node.sum(weight);
      var gx = new Tensor(device, device.layerNormGrad(array(), weight.array(), epsilon, g.array(), slope.array()));
      give(() -> gx);
    }, this, weight);
  }

  /// Turns the pairs (i, i + H/2) of x [..,T,H] by angles given as cosines and sines [T,H/2]. Su 2021 eq. 34.
  public Tensor rotate(Tensor cos, Tensor sin) {
    return result(device.rotate(array(), cos.array(), sin.array(), 1), depends(this),
        g -> give(() -> new Tensor(device, device.rotate(g.array(), cos.array(), sin.array(), -1))), cos, sin);
  }

  /// This [B,N,T,H] as queries over keys and values [B,K,S,H]; K divides N, and N/K neighbouring heads share a key-value
  /// head. softmax(mask(q kᵀ / √H + bias)) v. Vaswani 2017 eq. 1 · Ainslie 2023 §2. No T × S matrix is kept.
  public Attended attend(Tensor k, Tensor v, Mask mask, Bias bias, Dropout dropout) {
    return attend(k, v, mask, bias, dropout, Precision.FP32);
  }

  /// The same, with products in a precision; with a bias they stay fp32.
  public Attended attend(Tensor k, Tensor v, Mask mask, Bias bias, Dropout dropout, Precision precision) {
    var q = this;
    var b = bias instanceof Bias.Scores scores ? scores.values() : null;
    var attending = new Device.Attending(q.array(), k.array(), v.array(), mask, b == null ? null : b.array(), dropout, precision);
    var made = ActivationCheckpoint.once(() -> Stream.of(device.attend(attending)).map(array -> new Tensor(device, array)).toList());
    var out = made.getFirst();
    var logSumExp = made.getLast();
    Tape.Rule rule = g -> {
      var gradients = device.attendGrad(attending, out.array(), logSumExp.array(), g.array());
      var inputs = b == null ? List.of(q, k, v) : List.of(q, k, v, b);
      for (int i = 0; i < inputs.size(); i++) {
        var gradient = new Tensor(device, gradients[i]);
        inputs.get(i).give(() -> gradient);
      }
    };
    if (b == null) {
      out.recorded(depends(q, k, v), rule, q, k, v, out, logSumExp);
    } else {
      out.recorded(depends(q, k, v, b), rule, q, k, v, b, out, logSumExp);
    }
    return new Attended(out, logSumExp);
  }

  public Tensor attend(Tensor k, Tensor v, Mask mask) {
    return attend(k, v, mask, Bias.NONE, Dropout.NONE).out();
  }

  /// The probabilities of attention themselves, [B,N,T,S]: to look at, at the price of T × S numbers a head.
  public Tensor attentionWeights(Tensor k, Mask mask) {
    return new Tensor(device,
        device.attentionWeights(new Device.Attending(array(), k.array(), k.array(), mask, null, Dropout.NONE, Precision.FP32)));
  }

  /// This [B,T,4D] as what the inputs add to the gates of an LSTM, which goes through all steps from an output and a cell
  /// [B,D]: i, f, g, o = σ, σ, tanh, σ of this + h weightᵀ; c ← f ⊙ c + i ⊙ g; h = o ⊙ tanh(c). Hochreiter 1997 · Gers 2000.
  public Recurred recur(Tensor weight, Tensor output, Tensor cell) {
    long width = weight.size(-1);
    if (!weight.is(4 * width, width) || !is(-1, -1, 4 * width) || !output.is(size(0), width) || !cell.is(size(0), width)) {
      throw new IllegalArgumentException("recur of " + Arrays.toString(shape) + " by " + Arrays.toString(weight.shape) + " from "
          + Arrays.toString(output.shape) + " and " + Arrays.toString(cell.shape));
    }
    var made = device.recur(array(), weight.array(), output.array(), cell.array());
    var gates = new Tensor(device, made[0]);
    var outputs = new Tensor(device, made[1]);                                       // [B,T+1,D]
    var cells = new Tensor(device, made[2]);                                         // [B,T+1,D]
    long steps = size(1);
    var out = outputs.narrow(1, 1, steps).recorded(depends(this, weight, output, cell), g -> {
      var gradients = device.recurGrad(gates.array(), cells.array(), weight.array(), g.array());
      var slope = new Tensor(device, gradients[0]);
      var outputSlope = new Tensor(device, gradients[1]);
      var cellSlope = new Tensor(device, gradients[2]);
      var before = outputs.narrow(1, 0, steps);
      weight.giveOuter(slope, before, Precision.FP32);
      give(() -> slope);
      output.give(() -> outputSlope);
      cell.give(() -> cellSlope);
    }, weight, gates, outputs, cells);
    return new Recurred(out, cells.narrow(1, steps, 1).reshape(output.shape));
  }

  public Tensor dropout(Dropout dropout) {
    return !dropout.active() ? this : result(device.drop(array(), dropout), depends(this),
        g -> give(() -> new Tensor(device, device.drop(g.array(), dropout))));
  }

  /// The mean over rows of −log softmax(this [R,V])[target]. A target of −1 does not count.
  public Tensor crossEntropy(Tensor targets) {
    long counted = Arrays.stream(targets.longs()).filter(target -> target >= 0).count();
    var slope = detached().mul(1);
    var loss = slope.intoSlope(targets, Criterion.CROSS_ENTROPY, 1.0 / Math.max(1, counted));
    return loss.recorded(depends(this), g -> give(() -> g.item() == 1 ? slope : slope.mul(g.item())), slope);
  }

  /// scale · the mean of a criterion on the logits this [..,D] × weightᵀ [D,V], one target a row; one of −1 does not count.
  /// The logits come and go in chunks, forward and gradient together, so a gradient of this loss other than 1 costs the
  /// products again: put the factor into `scale`.
  public Tensor headLoss(Tensor weight, Tensor targets, Criterion criterion, double scale) {
    return headLoss(weight, targets, criterion, scale, Precision.FP32);
  }

  public Tensor headLoss(Tensor weight, Tensor targets, Criterion criterion, double scale, Precision precision) {
    var x = detached().reshape(-1, size(-1));                                        // [R,D]
    var head = new HeadLoss(x, weight.detached(), targets, criterion, precision);
    if (!depends(this, weight)) {
      return head.run(scale, (from, slope) -> { });
    }
    var slopes = node == null ? device.empty() : device.empty(x.shape);
    var loss = head.run(scale, (from, slope) -> {
      if (node != null) {
        slopes.narrow(0, from, slope.size(0)).assign(new Tensor(device, device.linearGrad(slope.array(), weight.array(), precision)));
      }
      weight.giveOuter(slope, x.narrow(0, from, slope.size(0)), precision);
    });
    return loss.recorded(true, g -> {
      give(() -> (g.item() == 1 ? slopes : slopes.mul(g.item())).reshape(shape));
      if (g.item() != 1) {
        head.run(scale * (g.item() - 1), (from, slope) -> weight.giveOuter(slope, x.narrow(0, from, slope.size(0)), precision));
      }
    }, x, head.weight(), targets, slopes);
  }

  /// Turns these logits [R,V] into share · the gradient of their cost, where they lie. Returns share · the cost of all rows.
  Tensor intoSlope(Tensor targets, Criterion criterion, double share) {
    return new Tensor(device, device.criterion(array(), targets.array(), criterion, share));
  }

  /// The same numbers, of which no tape knows.
  Tensor detached() {
    return new Tensor(device, device.transpose(array(), 0, 0));
  }

  // ---- gradients

  /// Makes this a leaf: from now on [Tape#backward] leaves a gradient here.
  public Tensor requireGrad() {
    node = new Tape.Node();
    return this;
  }

  /// The gradient that gathered here.
  public Tensor grad() {
    var gradient = node == null ? null : node.gradient();
    if (gradient == null) {
      throw new IllegalStateException("no gradient: requireGrad() first, then Tape.backward(…)");
    }
    return gradient;
  }

  public boolean hasGrad() {
    return node != null && node.gradient() != null;
  }

  public void clearGrad() {
    if (node != null) {
      node.clear();
    }
  }

  private static boolean depends(Tensor... inputs) {
    if (Tape.recording()) {
      for (var input : inputs) {
        if (input.node != null) {
          return true;
        }
      }
    }
    return false;
  }

  private Tensor result(Array made, boolean depends, Tape.Rule rule, Tensor... kept) {
    return new Tensor(device, made).recorded(depends, rule, kept);
  }

  Tensor recorded(boolean depends, Tape.Rule rule, Tensor... kept) {
    if (depends) {
      node = Tape.record(rule, List.of(kept));
    }
    return this;
  }

  /// Adds to the gradient of this input, if anybody wants it; over the axes along which the input was repeated, its sum.
  void give(Supplier<Tensor> gradient) {
    if (node != null) {
      var g = gradient.get();
      if (Arrays.equals(g.shape, shape)) {
        node.add(g);
      } else {
        node.sum(this).accumulate(g);
      }
    }
  }

  private interface Sum {
    void addTo(Tensor sum);
  }

  /// The same, without a tensor between.
  private void giveInto(Sum addition) {
    if (node != null) {
      addition.addTo(node.sum(this));
    }
  }

  /// The same, of gᵀ x: g [..,out], x [..,in].
  private void giveOuter(Tensor g, Tensor x, Precision precision) {
    if (node != null) {
      boolean first = node.gradient() == null;
      var sum = first ? node.begin(this) : node.sum(this);
      device.outer(sum.array(), g.array(), x.array(), precision, !first);
    }
  }

  /// Adds g, and over the axes along which this is repeated, its sum.
  void accumulate(Tensor g) {
    device.accumulate(array(), g.array());
  }

  // ---- in and out

  /// Overwrites these numbers with others of the same shape.
  public void assign(Tensor other) {
    device.assign(array(), other.array());
  }

  public Tensor to(DType type) {
    return new Tensor(device, device.convert(array(), type));
  }

  /// The elements in row order, to read: where they lie, valid while the tensor is; or a copy, if they lie on a GPU or in
  /// another order.
  public MemorySegment memory() {
    return device.memory(array());
  }

  public float[] floats() {
    return device.floats(array());
  }

  public long[] longs() {
    return device.longs(array());
  }

  public double item() {
    if (elements() != 1) {
      throw new IllegalStateException("item() of shape " + Arrays.toString(shape) + ": one element expected");
    }
    return floats()[0];
  }

  /// Σ x²
  public double squares() {
    return device.squares(array());
  }

  /// One step of this weight by a gradient; the moments, which the optimizer keeps for it, move too.
  public void update(Tensor gradient, List<Tensor> moments, Update rule) {
    if (moments.size() != rule.moments()) {
      throw new IllegalArgumentException(moments.size() + " moments for " + rule);
    }
    device.update(array(), gradient.array(), moments.stream().map(Tensor::array).toArray(Array[]::new), rule);
  }

  // ---- lifetime

  /// Takes it out of its scope; from now on it lives until [#close].
  public Tensor own() {
    scope = null;
    return this;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release();
      clearGrad();
    }
  }

  Tensor retain() {
    array();
    holders++;
    return this;
  }

  void release() {
    if (--holders == 0) {
      Scope.left();
      array.free();
    }
  }

  private Array array() {
    if (holders <= 0) {
      throw new IllegalStateException("tensor " + Arrays.toString(shape) + " was closed");
    }
    return array;
  }

  private int axis(int axis) {
    return Shape.axis(axis, shape.length);
  }

  @Override
  public String toString() {
    return holders <= 0 ? "Tensor, closed" : TensorText.of(this);
  }
}
