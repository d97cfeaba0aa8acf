package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Lanes.L;
import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Lanes.setInteger;
import static wenmai.tensor.kernel.Lanes.store;
import static wenmai.tensor.kernel.Memory.ALL;
import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;
import static wenmai.tensor.kernel.ScoreTile.QUERIES;
import static wenmai.tensor.kernel.Sight.KEYS;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import wenmai.tensor.DType;
import wenmai.tensor.Precision;
import wenmai.tensor.kernel.AttentionHead.Gradients;
import wenmai.tensor.kernel.Kernels.Matrix;

/// [Flash], with all products in 8-bit integers: queries and keys with a scale each, probabilities and gradients dithered
/// ([Rounding]). Zhang 2024, "SageAttention"; Zhang 2025, "SageAttention3", §4, for the way back.
///
/// Scores lie [keys][64 queries], so every product has its queries, or a head's width, on its right:
///
///     S = K Qᵀ    O = Vᵀ P    dP = V Gᵀ    dV = P G    dK = dS Q    dQ = Kᵀ dS
final class Flash8 {
  private static final int SPAN = Kernels.SPAN;
  private static final int SIGN = Int8.SIGN;
  private static final int TILE = KEYS * QUERIES;

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(() -> new Scratch(64));

  private Flash8() {}

  /// What it takes; the rest is left to [Flash].
  static boolean takes(AttentionHead h) {
    return h.precision() == Precision.INT8 && h.bias() == 0 && h.width() % 16 == 0 && dense(h.q()) && dense(h.k()) && dense(h.v());
  }

  static boolean takes(AttentionHead h, Gradients to) {
    return takes(h) && dense(to.g()) && dense(to.out());
  }

  private static boolean dense(Matrix x) {
    return x.type() == DType.F32 && x.columns() == 1;
  }

  /// Addresses of what one thread works on, for heads up to a width.
  private static final class Scratch {
    private final Arena memory = Arena.ofAuto();
    final int width;
    final long k;
    final long kScales;
    final long v;
    final long vScales;
    final long turned;
    final long turnedScales;
    final long woven;
    final long scores;
    final long slopes;
    final long integers;
    final long bytes;
    final long fours;
    final long excess;
    /// Zeros.
    final long none;
    final long most;
    final long product;
    /// The first key of the tile, and what integers are worth.
    int key;
    float worth;
    final Block[] blocks = new Block[SPAN / QUERIES];
    final Sight[] sights = new Sight[SPAN / QUERIES];

    Scratch(int width) {
      this.width = width;
      k = take((long) KEYS * width);
      kScales = take(4L * KEYS);
      v = take((long) KEYS * width);
      vScales = take(4L * KEYS);
      turned = take((long) KEYS * width);
      turnedScales = take(4L * width);
      woven = take((long) KEYS * L);
      scores = take(4L * TILE);
      slopes = take(4L * TILE);
      integers = take(4L * TILE);
      bytes = take(Math.max(TILE, (long) QUERIES * width));
      fours = take(TILE);
      excess = take(4L * QUERIES);
      none = take(4L * Math.max(width, QUERIES));
      most = take(4L * QUERIES);
      product = take(4L * KEYS * Math.max(width, QUERIES));
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = new Block(this);
        sights[i] = blocks[i].sight;
      }
    }

    long take(long bytes) {
      return memory.allocate(bytes, 64).address();
    }

    static Scratch of(int width) {
      if (SCRATCH.get().width < width) {
        SCRATCH.set(new Scratch(width));
      }
      return SCRATCH.get();
    }
  }

  /// Numbers of 64 queries as right factors: for products over the width, with a scale a query, and for those over queries,
  /// with a scale a column.
  private record Right(long overWidth, long scales, long excess, long overQueries, long columnScales, long columnExcess) {
    static Right of(Scratch s) {
      return new Right(s.take((long) QUERIES * s.width), s.take(4L * QUERIES), s.take(4L * QUERIES), s.take((long) QUERIES * s.width),
          s.take(4L * s.width), s.take(4L * s.width));
    }
  }

  /// Up to 64 queries: what they see, their numbers, and what gathers for each, a lane a query.
  private static final class Block {
    final Sight sight = new Sight();
    final Right q;
    final Right g;
    final long rows;
    final long from;
    final long to;
    final long beginning;
    final long seeds;
    final long sum;
    final long max;
    final long total;
    final long factor;
    final long along;

    Block(Scratch s) {
      q = Right.of(s);
      g = Right.of(s);
      rows = s.take(4L * QUERIES * s.width);
      from = s.take(4L * QUERIES);
      to = s.take(4L * QUERIES);
      beginning = s.take(4L * QUERIES);
      seeds = s.take(4L * QUERIES);
      sum = s.take(4L * QUERIES * s.width);
      max = s.take(4L * QUERIES);
      total = s.take(4L * QUERIES);
      factor = s.take(4L * QUERIES);
      along = s.take(4L * QUERIES);
    }

    void take(AttentionHead h, int start, int end) {
      sight.take(h, start, end);
      for (int t = 0; t < QUERIES; t++) {
        set(from, t, sight.from[t]);
        set(to, t, sight.to[t]);
        set(beginning, t, 0);
        setInteger(seeds, t, sight.seeds[t]);
        set(max, t, Float.NEGATIVE_INFINITY);
        set(total, t, 0);
        set(along, t, 0);
        set(factor, t, 1);
      }
      zero(sum, (long) QUERIES * h.width());
    }

    /// The block's rows of a matrix, times a factor; absent ones are zeros.
    void pack(Matrix x, int width, float times, Right to, boolean overQueries, Scratch s) {
      zero(rows, (long) QUERIES * width);
      for (int t = 0; t < sight.count; t++) {
        copy(x.base() + 4 * (sight.first + t) * x.rows(), times, rows + 4L * t * width, width);
      }
      for (int t = 0; t < QUERIES; t++) {
        long row = rows + 4L * t * width;
        float most = Quantize.most(row, width);
        set(to.scales, t, most / Quantize.NEAREST);
        setInteger(to.excess, t, SIGN * Quantize.row(row, width, Quantize.NEAREST / most, 0, s.bytes + (long) t * width));
      }
      Int8.weaveAlong(s.bytes, QUERIES, width, to.overWidth);
      if (overQueries) {
        for (int j = 0; j < width; j += L) {
          long scales = to.columnScales + 4L * j;
          Quantize.mostBeside(rows + 4L * j, width, QUERIES, j, width, scales);
          Quantize.weave(rows + 4L * j, width, QUERIES, scales, width, 0, to.overQueries + 4L * j, to.columnExcess + 4L * j);
          store(load(scales, 0).div(Quantize.NEAREST), scales, 0);
        }
      }
    }
  }

  private static void zero(long at, long n) {
    for (long i = 0; i < n; i += L) {
      store(FloatVector.zero(Lanes.F), at, i);
    }
  }

  private static void copy(long x, float times, long to, int n) {
    for (int i = 0; i < n; i += L) {
      store(load(x, i).mul(times), to, i);
    }
  }

  /// A loop of [ScoreTile] for the queries from `lane` on, counted in bytes.
  private interface Pass {
    void run(AttentionHead h, Scratch s, Block b, long lane, int n);
  }

  /// Called through a table, so that each loop is compiled by itself: see [Curves].
  private static void run(Pass[] passes, AttentionHead h, Scratch s, Block b, int n) {
    for (long lane = 0; lane < 4 * QUERIES; lane += 4 * L) {
      for (var pass : passes) {
        pass.run(h, s, b, lane, n);
      }
    }
  }

  private static final Pass[] SCALE = {(h, s, b, lane, n) -> ScoreTile.scale(s.scores + lane, b.q.excess + lane, b.q.scales + lane, s.kScales, n)};
  private static final Pass[] SOFTMAX = {
      (h, s, b, lane, n) -> ScoreTile.highest(s.scores + lane, b.max + lane, b.factor + lane, n),
      (h, s, b, lane, n) -> ScoreTile.exp(s.scores + lane, b.max + lane, b.factor + lane, b.total + lane, n)};
  private static final Pass[] PROBABILITIES = {(h, s, b, lane, n) -> ScoreTile.probabilities(s.scores + lane, b.max + lane, s.most + lane, n)};
  private static final Pass[] DROP = {(h, s, b, lane, n) -> ScoreTile.drop(s.scores + lane, s.slopes + lane, b.seeds + lane, s.key, n,
      h.dropout().limit(), h.dropout().kept())};
  private static final Pass DITHER_SCORES = (h, s, b, lane, n) -> ScoreTile.dither(s.scores + lane, 1 / s.worth, s.key, s.integers + lane, s.excess + lane, n);
  private static final Pass DITHER_SLOPES = (h, s, b, lane, n) -> ScoreTile.dither(s.slopes + lane, 1 / s.worth, s.key, s.integers + lane, s.excess + lane, n);
  private static final Pass WEAVE = (h, s, b, lane, n) -> ScoreTile.weave(s.integers + lane, s.fours + lane, n);
  private static final Pass BYTES = (h, s, b, lane, n) -> ScoreTile.bytes(s.integers + lane, 0, s.bytes + lane / 4, n);
  private static final Pass SIGNED_BYTES = (h, s, b, lane, n) -> ScoreTile.bytes(s.integers + lane, SIGN, s.bytes + lane / 4, n);
  private static final Pass[] GATHER = {(h, s, b, lane, n) -> ScoreTile.gather(b.sum + lane, b.factor + lane, s.product + lane, s.excess + lane,
      s.turnedScales, s.worth, n)};
  private static final Pass[] SLOPE = {(h, s, b, lane, n) -> ScoreTile.slope(s.slopes + lane, b.g.excess + lane, b.g.scales + lane, s.vScales,
      b.along + lane, s.scores + lane, s.most + lane, n)};
  private static final Pass[] SLOPE_OF_KEPT = {
      (h, s, b, lane, n) -> ScoreTile.scale(s.slopes + lane, b.g.excess + lane, b.g.scales + lane, s.vScales, n),
      (h, s, b, lane, n) -> ScoreTile.drop(s.slopes + lane, s.slopes + lane, b.seeds + lane, s.key, n, h.dropout().limit(), h.dropout().kept()),
      (h, s, b, lane, n) -> ScoreTile.slopeOf(s.slopes + lane, b.along + lane, s.scores + lane, s.most + lane, n)};
  private static final Pass[] FROM_SCORES = {DITHER_SCORES, WEAVE};
  private static final Pass[] FROM_KEPT = {DITHER_SLOPES, WEAVE};
  private static final Pass[] VALUES_OF_SCORES = {DITHER_SCORES, BYTES};
  private static final Pass[] VALUES_OF_KEPT = {DITHER_SLOPES, BYTES};
  private static final Pass[] FROM_SLOPES = {DITHER_SLOPES, SIGNED_BYTES, WEAVE};

  // ---- packing keys and values

  /// `n` rows as bytes, each with a scale; what is beyond n counts for 0.
  private static void packRows(Matrix x, int key, int n, int width, long to, long scales) {
    for (int j = 0; j < n; j++) {
      long row = x.base() + 4 * (key + j) * x.rows();
      float most = Quantize.most(row, width);
      set(scales, j, most / Quantize.NEAREST);
      Quantize.row(row, width, Quantize.NEAREST / most, SIGN, to + (long) j * width);
    }
    for (int j = n; j < KEYS; j++) {
      set(scales, j, 0);
    }
  }

  /// `n` rows turned: [width][128] bytes, with a scale each; what is beyond n stays what it was, and meets probabilities of 0.
  private static void packTurned(Matrix x, int key, int n, int width, Scratch s) {
    int whole = n / 4 * 4;
    for (int j = 0; j < width; j += L) {
      long base = x.base() + 4 * (key * x.rows() + j);
      long scales = s.turnedScales + 4L * j;
      Quantize.mostBeside(base, x.rows(), n, j, width, scales);
      Quantize.weave(base, x.rows(), whole, scales, L, 0x80808080, s.woven, s.excess);
      for (int i = 0; i < L; i++) {
        for (int p = 0; p < whole / 4; p++) {
          setInteger(s.turned + (long) (j + i) * KEYS, p, Lanes.integer(s.woven, (long) p * L + i));
        }
        for (int p = whole; p < n; p++) {
          int rounded = Rounding.rounded(get(base, p * x.rows() + i), Quantize.NEAREST / get(scales, i)) + SIGN;
          ALL.set(ValueLayout.JAVA_BYTE, s.turned + (long) (j + i) * KEYS + p, (byte) rounded);
        }
      }
      store(load(scales, 0).div(Quantize.NEAREST), scales, 0);
    }
  }

  // ---- forward

  static void attend(AttentionHead h, Matrix out, long logSumExp, int first, int end) {
    var s = Scratch.of(h.width());
    int used = take(h, s, first, end);
    for (int i = 0; i < used; i++) {
      s.blocks[i].pack(h.q(), h.width(), h.scale(), s.blocks[i].q, false, s);
    }
    Sight.tiles(h, s.sights, used, 0, 1, (key, n) -> {
      packRows(h.k(), key, n, h.width(), s.k, s.kScales);
      packTurned(h.v(), key, n, h.width(), s);
      for (int i = 0; i < used; i++) {
        if (s.sights[i].meets(h, key, n)) {
          mix(h, s, s.blocks[i], key, s.sights[i].within(key, n));
        }
      }
    });
    for (int i = 0; i < used; i++) {
      finish(h, s.blocks[i], out, logSumExp);
    }
  }

  private static int take(AttentionHead h, Scratch s, int first, int end) {
    int used = 0;
    for (int start = first; start < end; start += QUERIES) {
      s.blocks[used++].take(h, start, end);
    }
    return used;
  }

  /// Keys whose scores are computed: few shapes for the block product to compile.
  private static int whole(int n) {
    return n <= KEYS / 2 ? KEYS / 2 : KEYS;
  }

  private static void mix(AttentionHead h, Scratch s, Block b, int key, int n) {
    int all = whole(n);
    scores(h, s, b, key, n, all);
    run(SOFTMAX, h, s, b, all);
    float kept = drop(h, s, b, all);
    s.worth = kept / Quantize.DITHERED;
    run(kept == 1 ? FROM_SCORES : FROM_KEPT, h, s, b, all);
    BlockProduct.run(h.width(), QUERIES, all, KEYS, false, s.turned, s.fours, s.product);
    run(GATHER, h, s, b, h.width());
  }

  /// kᵀ q · scale, −∞ where a query does not see a key.
  private static void scores(AttentionHead h, Scratch s, Block b, int key, int n, int all) {
    s.key = key;
    BlockProduct.run(all, QUERIES, h.width(), h.width(), false, s.k, b.q.overWidth, s.scores);
    run(SCALE, h, s, b, all);
    if (n < all || !b.sight.seesAll(key, n)) {
      int sinks = Math.clamp(h.mask().sinks() - key, 0, n);
      for (long lane = 0; lane < 4 * QUERIES; lane += 4 * L) {
        ScoreTile.hide(s.scores + lane, b.beginning + lane, b.to + lane, key, sinks);
        ScoreTile.hide(s.scores + 4L * QUERIES * sinks + lane, b.from + lane, b.to + lane, key + sinks, n - sinks);
        ScoreTile.hide(s.scores + 4L * QUERIES * n + lane, b.beginning + lane, b.beginning + lane, key + n, all - n);
      }
    }
  }

  /// To where slopes lie; returns by what a probability may have grown.
  private static float drop(AttentionHead h, Scratch s, Block b, int n) {
    if (h.dropout().limit() == 0) {
      return 1;
    }
    run(DROP, h, s, b, n);
    return h.dropout().kept();
  }

  private static void finish(AttentionHead h, Block b, Matrix out, long logSumExp) {
    for (int t = 0; t < b.sight.count; t++) {
      float total = get(b.total, t);
      set(logSumExp, b.sight.first + t, (float) (get(b.max, t) + Math.log(total)));
      write(h, b, t, out, total == 0 ? 0 : 1 / total);
    }
  }

  private static void write(AttentionHead h, Block b, int t, Matrix to, float factor) {
    long row = to.base() + 4 * (b.sight.first + t) * to.rows();
    for (int i = 0; i < h.width(); i++) {
      set(row, i, get(b.sum, (long) i * QUERIES + t) * factor);
    }
  }

  // ---- backward

  /// As [Flash#gradients].
  static void gradients(AttentionHead h, Gradients to, int part, int parts) {
    var s = Scratch.of(h.width());
    for (int first = 0; first < h.queries(); first += SPAN) {
      int used = take(h, s, first, Math.min(h.queries(), first + SPAN));
      for (int i = 0; i < used; i++) {
        prepare(h, s, s.blocks[i], to);
      }
      Sight.tiles(h, s.sights, used, part, parts, (key, n) -> {
        packRows(h.k(), key, n, h.width(), s.k, s.kScales);
        packTurned(h.k(), key, n, h.width(), s);
        packRows(h.v(), key, n, h.width(), s.v, s.vScales);
        for (int i = 0; i < used; i++) {
          if (s.sights[i].meets(h, key, n)) {
            spread(h, s, s.blocks[i], to, key, s.sights[i].within(key, n));
          }
        }
      });
      for (int i = 0; i < used; i++) {
        for (int t = 0; t < s.sights[i].count; t++) {
          write(h, s.blocks[i], t, to.gq(), h.scale());
        }
      }
    }
  }

  private static void prepare(AttentionHead h, Scratch s, Block b, Gradients to) {
    b.pack(h.q(), h.width(), h.scale(), b.q, true, s);
    b.pack(to.g(), h.width(), 1, b.g, true, s);
    for (int t = 0; t < b.sight.count; t++) {
      int i = b.sight.first + t;
      set(b.max, t, get(to.logSumExp(), i));
      set(b.along, t, Lanes.dot(to.g().base() + 4 * i * to.g().rows(), to.out().base() + 4 * i * to.out().rows(), h.width()));
    }
    for (int t = b.sight.count; t < QUERIES; t++) {
      set(b.max, t, 0);
    }
  }

  private static void spread(AttentionHead h, Scratch s, Block b, Gradients to, int key, int n) {
    int all = whole(n);
    scores(h, s, b, key, n, all);
    zero(s.most, QUERIES);
    run(PROBABILITIES, h, s, b, all);
    float likeliest = most(s.most);
    if (likeliest != 0) {   // what is no number shows
      values(h, s, b, to, n, all, likeliest);
      slopes(h, s, b, to, n, all);
    }
  }

  /// gV += Pᵀ G
  private static void values(AttentionHead h, Scratch s, Block b, Gradients to, int n, int all, float likeliest) {
    float kept = drop(h, s, b, all);
    s.worth = likeliest * kept / Quantize.DITHERED;
    run(kept == 1 ? VALUES_OF_SCORES : VALUES_OF_KEPT, h, s, b, all);
    BlockProduct.run(all, h.width(), QUERIES, QUERIES, false, s.bytes, b.g.overQueries, s.product);
    add(s.product, s.none, b.g.columnScales, s.worth, to.gv(), s.key, n, h.width());
  }

  /// gK += gSᵀ Q, and gQ's sums += gS K
  private static void slopes(AttentionHead h, Scratch s, Block b, Gradients to, int n, int all) {
    BlockProduct.run(all, QUERIES, h.width(), h.width(), false, s.v, b.g.overWidth, s.slopes);
    zero(s.most, QUERIES);
    run(h.dropout().limit() == 0 ? SLOPE : SLOPE_OF_KEPT, h, s, b, all);
    float most = most(s.most);
    if (most != 0) {
      s.worth = most / Quantize.DITHERED;
      run(FROM_SLOPES, h, s, b, all);
      BlockProduct.run(all, h.width(), QUERIES, QUERIES, false, s.bytes, b.q.overQueries, s.product);
      add(s.product, b.q.columnExcess, b.q.columnScales, s.worth, to.gk(), s.key, n, h.width());
      BlockProduct.run(h.width(), QUERIES, all, KEYS, false, s.turned, s.fours, s.product);
      run(GATHER, h, s, b, h.width());
    }
  }

  private static float most(long most) {
    int greatest = 0;
    for (int i = 0; i < QUERIES; i++) {
      greatest = Math.max(greatest, Lanes.integer(most, i));
    }
    return Float.intBitsToFloat(greatest);
  }

  /// The rows of C from `key` on += integers [n][width], scaled back.
  private static void add(long integers, long excess, long scales, float scale, Matrix c, int key, int n, int width) {
    for (int j = 0; j < n; j++) {
      Quantize.addBack(integers + 4L * j * width, excess, scales, scale, c.base() + 4 * (key + j) * c.rows(), width);
    }
  }
}
