package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Lanes.F;
import static wenmai.tensor.kernel.Lanes.HIDDEN;
import static wenmai.tensor.kernel.Lanes.I;
import static wenmai.tensor.kernel.Lanes.L;
import static wenmai.tensor.kernel.Lanes.finite;
import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Lanes.store;
import static wenmai.tensor.kernel.Memory.get;
import static wenmai.tensor.kernel.Memory.set;
import static wenmai.tensor.kernel.ScoreTile.QUERIES;
import static wenmai.tensor.kernel.Sight.KEYS;
import static wenmai.tensor.kernel.Tiles.COLUMNS;
import static wenmai.tensor.kernel.Tiles.TILE;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import wenmai.tensor.DType;
import wenmai.tensor.kernel.AttentionHead.Gradients;
import wenmai.tensor.kernel.Kernels.Matrix;

/// Attention without a T × S matrix: scores exist for 64 queries × 128 keys at a time, and the softmax is corrected as keys
/// come in. Dao 2022, "FlashAttention", algorithm 1 and appendix B; Milakov 2018 (the running softmax).
///
/// Scores lie transposed, [keys][queries]: a lane is a query, so maxima and sums need no sum over lanes. All products run on
/// [Tiles]. A *span* of up to 512 queries shares each packed tile of keys.
final class Flash {
  private static final int SPAN = Kernels.SPAN;
  private static final int PANELS = QUERIES / COLUMNS;
  private static final int NEXT = KEYS * COLUMNS;

  /// What every query sees from, of the sinks.
  private static final float[] BEGINNING = new float[QUERIES];

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(() -> new Scratch(64));

  private Flash() {}

  /// What one thread works on, for heads up to a width.
  private static final class Scratch {
    final int width;
    final float[] kRows;
    final float[] kColumns;
    final float[] vRows;
    final float[] vColumns;
    final float[] scores = new float[PANELS * NEXT];
    final float[] slopes = new float[PANELS * NEXT];
    final float[] fallen = new float[PANELS * NEXT];
    final float[] tile = new float[TILE * COLUMNS];
    final float[] factor = new float[QUERIES];
    final Block[] blocks = new Block[SPAN / QUERIES];
    final Sight[] sights = new Sight[SPAN / QUERIES];

    Scratch(int width) {
      this.width = width;
      kRows = new float[KEYS * width];
      vRows = new float[KEYS * width];
      kColumns = new float[KEYS * padded(width)];
      vColumns = new float[KEYS * padded(width)];
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = new Block(width);
        sights[i] = blocks[i].sight;
      }
    }

    static Scratch of(int width) {
      if (SCRATCH.get().width < width) {
        SCRATCH.set(new Scratch(width));
      }
      return SCRATCH.get();
    }
  }

  /// Up to 64 queries: packed, with what gathers for each, a lane a query.
  private static final class Block {
    final float[] q;
    final float[] qRows;
    final float[] g;
    final float[] gRows;
    final float[] sum;
    final float[] max = new float[QUERIES];
    final float[] total = new float[QUERIES];
    final float[] along = new float[QUERIES];
    final Sight sight = new Sight();

    Block(int width) {
      q = new float[QUERIES * width];
      g = new float[QUERIES * width];
      qRows = new float[QUERIES * padded(width)];
      gRows = new float[QUERIES * padded(width)];
      sum = new float[QUERIES * padded(width)];
    }

    /// Takes its queries, times the scale, and what they see. Absent ones are zeros.
    void take(AttentionHead h, int start, int end) {
      sight.take(h, start, end);
      Panels.columns(h.q().at(start, 0).transposed(), h.width(), sight.count, 0, PANELS, q, 0);
      times(q, h.scale(), QUERIES * h.width());
      Arrays.fill(sum, 0);
    }
  }

  /// A width in whole panels.
  private static int padded(int width) {
    return (width + COLUMNS - 1) / COLUMNS * COLUMNS;
  }

  // ---- forward

  /// out and log-sum-exp (at an address, [T]) of the queries `first` to `end`, at most a span.
  static void attend(AttentionHead h, Matrix out, long logSumExp, int first, int end) {
    var s = Scratch.of(h.width());
    int used = take(h, s, first, end);
    for (int i = 0; i < used; i++) {
      Arrays.fill(s.blocks[i].max, Float.NEGATIVE_INFINITY);
      Arrays.fill(s.blocks[i].total, 0);
    }
    Sight.tiles(h, s.sights, used, 0, 1, (key, n) -> {
      Panels.rows(h.k().at(key, 0), n, h.width(), s.kRows);
      Panels.columns(h.v().at(key, 0), n, h.width(), 0, padded(h.width()) / COLUMNS, s.vColumns, 0);
      for (int i = 0; i < used; i++) {
        if (s.sights[i].meets(h, key, n)) {
          mix(h, s, s.blocks[i], key, s.sights[i].within(key, n), n);
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

  private static void mix(AttentionHead h, Scratch s, Block b, int key, int n, int packed) {
    scores(h, s, b, key, n);
    run(SOFTMAX, s, b, n);
    drop(h, b, s.scores, s.scores, key, n);
    gather(s.scores, s.vColumns, packed, n, h.width(), s, b);
  }

  /// The block's sums, each query's times its factor, += weights [keys][queries] × columns [keys][width].
  private static void gather(float[] weights, float[] columns, int packed, int n, int width, Scratch s, Block b) {
    for (int j = 0; j < width; j += COLUMNS) {
      for (int t = 0; t < b.sight.count; t += TILE) {
        Tiles.down(weights, at(t), columns, j * packed, n, s.tile);
        plus(b.sum, t * padded(width) + j, padded(width), s.factor, t, s.tile);
      }
    }
  }

  /// Where the scores of a lane begin.
  private static int at(int lane) {
    return lane / COLUMNS * NEXT + lane % COLUMNS;
  }

  /// kᵀ q · scale + bias, −∞ where a query does not see a key.
  private static void scores(AttentionHead h, Scratch s, Block b, int key, int n) {
    product(s.kRows, n, b.q, h.width(), s.scores);
    if (h.bias() != 0) {
      for (int t = 0; t < b.sight.count; t++) {
        for (int j = 0; j < n; j++) {
          s.scores[at(t) + j * COLUMNS] += get(h.bias(), (long) (b.sight.first + t) * h.keys() + key + j);
        }
      }
    }
    if (!b.sight.seesAll(key, n)) {
      int sinks = Math.clamp(h.mask().sinks() - key, 0, n);
      for (int lane = 0; lane < QUERIES; lane += L) {
        hide(s.scores, at(lane), BEGINNING, b.sight.to, lane, key, sinks);
        hide(s.scores, at(lane) + sinks * COLUMNS, b.sight.from, b.sight.to, lane, key + sinks, n - sinks);
      }
    }
  }

  /// Panels of `n` rows × the block's panels → [keys][queries].
  private static void product(float[] rows, int n, float[] block, int width, float[] to) {
    for (int panel = 0; panel < PANELS; panel++) {
      for (int i = 0; i < n; i += TILE) {
        Tiles.tile(rows, i * width, block, panel * width * COLUMNS, width, n - i, to, panel * NEXT + i * COLUMNS);
      }
    }
  }

  /// Keys `key` to `key + n` from those lanes that do not see them. (A mask chosen by a condition would be an object, once both
  /// branches are known to be taken.)
  private static void hide(float[] scores, int at, float[] from, float[] to, int lane, int key, int n) {
    var begin = FloatVector.fromArray(F, from, lane);
    var end = FloatVector.fromArray(F, to, lane);
    for (int j = 0; j < n; j++) {
      var k = FloatVector.broadcast(F, key + j);
      var hidden = end.compare(VectorOperators.LE, k).or(begin.compare(VectorOperators.GT, k));
      FloatVector.fromArray(F, scores, at + j * COLUMNS).blend(HIDDEN, hidden).intoArray(scores, at + j * COLUMNS);
    }
  }

  /// A loop over the scores of a vector of lanes, which begin at `at`.
  private interface Pass {
    void run(Scratch s, Block b, int at, int lane, int n);
  }

  /// The running softmax: new maxima, probabilities against them, sums, and the factor of what was before.
  private static final List<Pass> SOFTMAX = List.of(Flash::highest, Flash::exp, Flash::sum);
  private static final List<Pass> PROBABILITIES = List.of(Flash::exp);
  private static final List<Pass> SLOPES = List.of(Flash::slope);

  /// Called through a table, so that each pass is compiled by itself: see [Curves].
  private static void run(List<Pass> passes, Scratch s, Block b, int n) {
    for (int lane = 0; lane < QUERIES; lane += L) {
      for (var pass : passes) {
        pass.run(s, b, at(lane), lane, n);
      }
    }
  }

  /// A maximum of −∞, where nothing was seen yet, is left so, and stands for 0 in differences.
  private static void highest(Scratch s, Block b, int at, int lane, int n) {
    var before = FloatVector.fromArray(F, b.max, lane);
    var m = before;
    for (int j = 0; j < n; j++) {
      var x = FloatVector.fromArray(F, s.scores, at + j * COLUMNS);
      m = m.blend(x, x.compare(VectorOperators.GT, m));
    }
    m.intoArray(b.max, lane);
    Curves.exp(before.sub(finite(m))).intoArray(s.factor, lane);
  }

  private static void exp(Scratch s, Block b, int at, int lane, int n) {
    var m = finite(FloatVector.fromArray(F, b.max, lane));
    for (int j = 0; j < n; j++) {
      Curves.exp(FloatVector.fromArray(F, s.scores, at + j * COLUMNS).sub(m)).intoArray(s.scores, at + j * COLUMNS);
    }
  }

  private static void sum(Scratch s, Block b, int at, int lane, int n) {
    var sum = FloatVector.fromArray(F, b.total, lane).mul(FloatVector.fromArray(F, s.factor, lane));
    for (int j = 0; j < n; j++) {
      sum = sum.add(FloatVector.fromArray(F, s.scores, at + j * COLUMNS));
    }
    sum.intoArray(b.total, lane);
  }

  private static void plus(float[] to, int at, int next, float[] factor, int first, float[] tile) {
    for (int i = 0; i < TILE; i++) {
      var f = FloatVector.broadcast(F, factor[first + i]);
      for (int j = 0; j < COLUMNS; j += L) {
        int x = at + i * next + j;
        FloatVector.fromArray(F, to, x).fma(f, FloatVector.fromArray(F, tile, i * COLUMNS + j)).intoArray(to, x);
      }
    }
  }

  private static void times(float[] x, float factor, int n) {
    for (int i = 0; i < n; i++) {
      x[i] *= factor;
    }
  }

  private static void finish(AttentionHead h, Block b, Matrix out, long logSumExp) {
    for (int t = 0; t < b.sight.count; t++) {
      set(logSumExp, b.sight.first + t, (float) (b.max[t] + Math.log(b.total[t])));
      write(h, b, t, out, b.total[t] == 0 ? 0 : 1 / b.total[t]);
    }
  }

  /// A query's sums times a factor, as a row.
  private static void write(AttentionHead h, Block b, int t, Matrix to, float factor) {
    write(b.sum, t * padded(h.width()), factor, h.width(), to.base() + 4 * (b.sight.first + t) * to.rows());
  }

  private static void write(float[] sum, int at, float factor, int width, long row) {
    int whole = width / L * L;
    for (int i = 0; i < whole; i += L) {
      store(FloatVector.fromArray(F, sum, at + i).mul(factor), row, i);
    }
    for (int i = whole; i < width; i++) {
      set(row, i, sum[at + i] * factor);
    }
  }

  // ---- backward

  /// Of all queries, over the keys of one part: P = softmax; gV += Pᵀ G; gP = G Vᵀ; gS = P ⊙ (gP − rows of G · out);
  /// gQ = gS K · scale; gK += gSᵀ Q · scale.
  static void gradients(AttentionHead h, Gradients to, int part, int parts) {
    var s = Scratch.of(h.width());
    for (int first = 0; first < h.queries(); first += SPAN) {
      int used = take(h, s, first, Math.min(h.queries(), first + SPAN));
      Arrays.fill(s.factor, 1);
      for (int i = 0; i < used; i++) {
        prepare(h, s.blocks[i], to);
      }
      Sight.tiles(h, s.sights, used, part, parts, (key, n) -> {
        Panels.rows(h.k().at(key, 0), n, h.width(), s.kRows);
        Panels.columns(h.k().at(key, 0), n, h.width(), 0, padded(h.width()) / COLUMNS, s.kColumns, 0);
        Panels.rows(h.v().at(key, 0), n, h.width(), s.vRows);
        for (int i = 0; i < used; i++) {
          if (s.sights[i].meets(h, key, n)) {
            spread(h, s, s.blocks[i], to, key, s.sights[i].within(key, n), n);
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

  private static void prepare(AttentionHead h, Block b, Gradients to) {
    int panels = padded(h.width()) / COLUMNS;
    var g = to.g().at(b.sight.first, 0);
    var out = to.out().at(b.sight.first, 0);
    Panels.columns(g.transposed(), h.width(), b.sight.count, 0, PANELS, b.g, 0);
    rows(g, b.sight.count, h.width(), panels, b.gRows);
    rows(h.q().at(b.sight.first, 0), b.sight.count, h.width(), panels, b.qRows);
    times(b.qRows, h.scale(), panels * COLUMNS * QUERIES);
    Arrays.fill(b.max, 0);
    Arrays.fill(b.along, 0);
    for (int t = 0; t < b.sight.count; t++) {
      b.max[t] = get(to.logSumExp(), b.sight.first + t);
      b.along[t] = along(g, out, t, h.width());
    }
  }

  private static float along(Matrix g, Matrix out, int t, int width) {
    int whole = g.type() == DType.F32 && g.columns() == 1 ? width / L * L : 0;
    float sum = dot(g.at(t, 0).base(), out.at(t, 0).base(), whole);
    for (int i = whole; i < width; i++) {
      sum += g.get(t, i) * out.get(t, i);
    }
    return sum;
  }

  private static float dot(long a, long b, int n) {
    var sum = FloatVector.zero(F);
    for (int i = 0; i < n; i += L) {
      sum = load(a, i).fma(load(b, i), sum);
    }
    return Lanes.total(sum);
  }

  /// [64][width] in panels of columns; absent rows are 0.
  private static void rows(Matrix x, int count, int width, int panels, float[] to) {
    if (count == QUERIES) {
      Panels.columns(x, QUERIES, width, 0, panels, to, 0);
      return;
    }
    Arrays.fill(to, 0);
    for (int t = 0; t < count; t++) {
      for (int i = 0; i < width; i++) {
        to[(i / COLUMNS * QUERIES + t) * COLUMNS + i % COLUMNS] = x.get(t, i);
      }
    }
  }

  private static void spread(AttentionHead h, Scratch s, Block b, Gradients to, int key, int n, int packed) {
    scores(h, s, b, key, n);
    run(PROBABILITIES, s, b, n);
    product(s.vRows, n, b.g, h.width(), s.slopes);
    boolean drops = drop(h, b, s.scores, s.fallen, key, n);
    drop(h, b, s.slopes, s.slopes, key, n);
    add(drops ? s.fallen : s.scores, b.gRows, s.tile, to.gv(), key, n, h.width());
    run(SLOPES, s, b, n);
    if (to.gBias() != 0) {
      addBias(h, s, b, to.gBias(), key, n);
    }
    add(s.slopes, b.qRows, s.tile, to.gk(), key, n, h.width());
    gather(s.slopes, s.kColumns, packed, n, h.width(), s, b);
  }

  /// The rows of C from `key` on += [keys][queries] × the block's rows.
  private static void add(float[] weights, float[] rows, float[] tile, Matrix c, int key, int n, int width) {
    for (int j = 0; j < width; j += COLUMNS) {
      for (int i = 0; i < n; i += TILE) {
        Tiles.across(weights, i * COLUMNS, NEXT, rows, j * QUERIES, QUERIES, tile);
        Tiles.put(tile, c.base() + 4 * ((key + i) * c.rows() + j), c.rows(), Math.min(TILE, n - i), width - j, true);
      }
    }
  }

  private static void slope(Scratch s, Block b, int at, int lane, int n) {
    var along = FloatVector.fromArray(F, b.along, lane);
    for (int j = 0; j < n; j++) {
      var x = FloatVector.fromArray(F, s.slopes, at + j * COLUMNS).sub(along);
      x.mul(FloatVector.fromArray(F, s.scores, at + j * COLUMNS)).intoArray(s.slopes, at + j * COLUMNS);
    }
  }

  private static void addBias(AttentionHead h, Scratch s, Block b, long gBias, int key, int n) {
    for (int t = 0; t < b.sight.count; t++) {
      for (int j = 0; j < n; j++) {
        long there = (long) (b.sight.first + t) * h.keys() + key + j;
        set(gBias, there, get(gBias, there) + s.slopes[at(t) + j * COLUMNS]);
      }
    }
  }

  // ---- dropout

  /// `to` = x where a probability is kept, times its factor, else 0. Returns whether any may fall.
  private static boolean drop(AttentionHead h, Block b, float[] x, float[] to, int key, int n) {
    if (h.dropout().limit() == 0) {
      return false;
    }
    for (int lane = 0; lane < QUERIES; lane += L) {
      drop(x, to, at(lane), b.sight.seeds, lane, key, n, h.dropout().limit(), h.dropout().kept());
    }
    return true;
  }

  private static void drop(float[] x, float[] to, int at, int[] seeds, int lane, int key, int n, int limit, float kept) {
    var seed = IntVector.fromArray(I, seeds, lane);
    for (int j = 0; j < n; j++) {
      int place = at + j * COLUMNS;
      Lanes.left(FloatVector.fromArray(F, x, place), seed.add((key + j) * Drop.PLACE), limit, kept).intoArray(to, place);
    }
  }
}
