package wenmai.tensor.kernel;

import wenmai.message.BadInput;
import wenmai.tensor.Binary;
import wenmai.tensor.DType;
import wenmai.tensor.Unary;
import wenmai.tensor.Update;

/// The loops that all arithmetic of the `jvm` backend comes down to: on `n` neighbouring fp32 numbers at an address, by one
/// thread. Two implementations: [Plain], which a debugger can step through and against which tests hold the other, and
/// [Vectors], on the Vector API. `-Dwenmai.kernels=plain` chooses the first.
public interface Kernels {

  /// What this machine runs.
  Kernels BEST = choose();

  private static Kernels choose() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return vectors && !"plain".equals(System.getProperty("wenmai.kernels")) ? new Vectors() : new Plain();
  }

  /// For people: which kernels these are.
  String name();

  void unary(Unary f, long x, long y, long n);

  /// out = g · f′, from x and y = f(x)
  void unaryGrad(Unary f, long x, long y, long g, long out, long n);

  void binary(Binary f, long a, long b, long out, long n);

  /// out = a · factor + term
  void affine(long a, float factor, float term, long out, long n);

  /// to += g
  void accumulate(long to, long g, long n);

  /// out = α · a ⊙ b
  void product(float alpha, long a, long b, long out, long n);

  /// out = α · a ⊙ b + β · c
  void productPlus(float alpha, long a, long b, float beta, long c, long out, long n);

  /// What is left of x, value i being place i of a row with the drop's seed.
  void drop(Drop drop, long x, long out, long n);

  float dot(long a, long b, long n);

  /// Σ a b c
  float dot(long a, long b, long c, long n);

  float sum(long x, long n);

  float max(long x, long n);

  /// y = exp(x − shift); returns Σ y.
  float expSum(long x, float shift, long y, long n);

  /// out = y ⊙ (g − shift)
  void shiftedProduct(long y, long g, float shift, long out, long n);

  /// One pair of rows of rotary positions: (x, y) → (x c − y s, x s + y c).
  void turn(long x, long y, long cos, long sin, float direction, long outX, long outY, long n);

  /// to += Σᵣ factors[r · step] · row r, for `count` rows of n numbers at the addresses `rows`.
  void addRows(long to, long factors, long step, long[] rows, int count, long n);

  /// row r += factors[r · step] · x, for `count` rows of n numbers at the addresses `rows`.
  void addToRows(long[] rows, int count, long factors, long step, long x, long n);

  /// out[r] = x · row r, for `count` rows of n numbers at the addresses `rows`.
  void rowDots(long x, long[] rows, int count, long n, long out);

  /// out[o] = x · weight row o, for `outs` rows of `n` numbers of a type.
  void rowDots(long x, long weight, DType type, long n, long out, long outs);

  /// Σ (x − mean)²
  float deviations(long x, float mean, long n);

  /// Σ x²
  double squares(long x, long n);

  /// One step of a rule on a weight and the moments that it keeps.
  void update(Update rule, long weight, long gradient, long[] moments, long n);

  /// One step of AdaGrad (Duchi 2011) on two rows whose product is off by `error`, each by the other as it was: with g = error · b,
  /// a −= g / √sumA, then sumA += g², and so for b.
  void adaGrad(float error, long a, long sumA, long b, long sumB, long n);

  /// C (+)= A B, on all threads where nobody uses them already. Element (i, j) of a matrix lies at base + rows · i + columns · j, counted in elements; C's columns are
  /// neighbours.
  void gemm(Matrix a, Matrix b, Matrix c, int m, int n, int k, boolean add);

  /// A B [k,n] that many matrices are multiplied by.
  Factor factor(Matrix b, int k, int n);

  /// C (+)= A B of one B, with `m` rows of A: by one thread.
  interface Factor {
    void product(Matrix a, Matrix c, int m, boolean add);
  }

  /// One step of `n` cells of an LSTM. `gates` holds what the last output adds to the `inputs` of the input, forget, candidate
  /// and output gates, 4 n each, and then i, f, g, o = σ, σ, tanh, σ of the sums; cell = f ⊙ before + i ⊙ g; out = o ⊙ tanh(cell).
  void cell(long inputs, long gates, long before, long cell, long out, long n);

  /// The way back: from the gradient `g` of out, that of the sums [4 n] to `out`; `slope` holds the gradient of the cell that
  /// comes from later steps, and then that of the cell before.
  void cellGrad(long gates, long before, long cell, long g, long slope, long out, long n);

  /// C = A B of fp32 matrices, with each row of A, dithered or not, and each column of B rounded to 8 bits: [Int8]. Neighbours in a row of A
  /// are neighbours in memory, and so in C.
  void gemm8(Matrix a, boolean dithered, Matrix b, Matrix c, int m, int n, int k);

  /// C [outs,ins] (+)= Gᵀ X, summed over tokens in 8 bits: [Int8Outer]. Neighbours in a row are neighbours in memory, of all three.
  void outer8(Matrix g, Matrix x, Matrix c, int outs, int ins, int tokens, boolean add);

  /// @throws BadInput where this machine lacks what [#gemm8] and [#outer8] need
  void requireGemm8();

  /// Queries of one head a call of [#attend] takes at most.
  int SPAN = 512;

  /// Attention of the queries `first` to `end` of a head: softmax(q kᵀ · scale + bias) v to the rows of `out`, and its
  /// log-sum-exp [T] at an address. By one thread.
  void attend(AttentionHead head, Matrix out, long logSumExp, int first, int end);

  /// The gradients of a head, over those keys that are part `part` of `parts`: parts may run side by side when each puts
  /// the gradient of q somewhere else, to be summed. By one thread.
  void attendGrad(AttentionHead head, AttentionHead.Gradients to, int part, int parts);

  /// @param columns how far one column is from the next
  record Matrix(long base, DType type, long rows, long columns) {
    public static Matrix of(long base, long rows, long columns) {
      return new Matrix(base, DType.F32, rows, columns);
    }

    public Matrix transposed() {
      return new Matrix(base, type, columns, rows);
    }

    /// The part that begins at row i and column j.
    public Matrix at(long i, long j) {
      return new Matrix(base + type.bytes() * (i * rows + j * columns), type, rows, columns);
    }

    float get(long i, long j) {
      long element = i * rows + j * columns;
      return switch (type) {
        case F32 -> Memory.get(base, element);
        case BF16 -> Memory.getBf16(base, element);
        case F16 -> Memory.getF16(base, element);
        case I64 -> throw new IllegalArgumentException("a matrix of ids");
      };
    }
  }
}
