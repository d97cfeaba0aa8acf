package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Vectors.load;
import static wenmai.tensor.kernel.Vectors.store;

import wenmai.tensor.kernel.Kernels.Matrix;

/// C += Gᵀ X in 8-bit integers, the gradient of a layer's weight: a sum over all tokens of a batch. A scale for a whole
/// column would be that of its greatest token, so every 256 tokens have scales of their own and their sum is added in
/// fp32: blocks of numbers with a scale each, Xi 2024, "Jetfire", §4.
///
///     c[i,j] += Σ over blocks of g'[i] x'[j] (Σ (ĝ[t,i] + 128) x̂[t,j] − 128 Σ x̂[t,j]),   g'[i] = max |g[·,i]| / 127
final class Int8Outer {
  /// Tokens that share a scale.
  static final int TOKENS = 256;
  /// Tokens that are packed at once.
  private static final int SLAB = 16 * TOKENS;
  private static final int BLOCK = Int8.BLOCK;
  private static final int L = Int8.L;

  private static final ThreadLocal<Room> SLABS = ThreadLocal.withInitial(Room::new);
  private static final ThreadLocal<Room> SUMS = ThreadLocal.withInitial(Room::new);

  private Int8Outer() {}

  /// A factor [tokens, n], packed: of each block of tokens and each 64 columns [64][tokens] bytes, or [tokens/4][64][4] of the
  /// right factor, and of each block a scale for each column.
  private record Packed(long bytes, long scales, long excess, int columns, int tokens) {
    static long room(int n, int tokens) {
      return columns(n) * ((long) tokens + 8 * blocks(tokens));
    }

    static Packed at(long address, int n, int tokens) {
      long scales = address + columns(n) * tokens;
      return new Packed(address, scales, scales + 4 * columns(n) * blocks(tokens), (int) columns(n), tokens);
    }

    private static long columns(int n) {
      return Math.ceilDiv(n, BLOCK) * (long) BLOCK;
    }

    private static int blocks(int tokens) {
      return Math.ceilDiv(tokens, TOKENS);
    }

    int depth(int block) {
      return Math.min(TOKENS, tokens - block * TOKENS);
    }

    /// Where 64 columns of a block of tokens lie.
    long panel(int block, int j) {
      return bytes + (long) block * TOKENS * columns + (long) j * depth(block);
    }

    long scale(int block, int j) {
      return scales + 4L * ((long) block * columns + j);
    }

    long excess(int block, int j) {
      return excess + 4L * ((long) block * columns + j);
    }
  }

  /// The tokens that are summed here; the rest is left to fp32, as are widths that do not fill vectors.
  static int whole(int outs, int ins, int tokens) {
    return outs % 16 == 0 && ins % 16 == 0 ? tokens / 4 * 4 : 0;
  }

  static void run(Gemm gemm, Matrix g, Matrix x, Matrix c, int outs, int ins, int tokens) {
    int whole = whole(outs, ins, tokens);
    for (int t = 0; t < whole; t += SLAB) {
      slab(g.at(t, 0), x.at(t, 0), c, outs, ins, Math.min(SLAB, whole - t));
    }
    if (whole < tokens) {
      gemm.run(g.at(whole, 0).transposed(), x.at(whole, 0), c, outs, ins, tokens - whole, true);
    }
  }

  private static void slab(Matrix g, Matrix x, Matrix c, int outs, int ins, int tokens) {
    long memory = SLABS.get().of(Packed.room(outs, tokens) + Packed.room(ins, tokens));
    var left = Packed.at(memory, outs, tokens);
    var right = Packed.at(memory + Packed.room(outs, tokens), ins, tokens);
    int lefts = Math.ceilDiv(outs, BLOCK);
    int both = lefts + Math.ceilDiv(ins, BLOCK);
    Parallel.run(both * Packed.blocks(tokens), task -> {
      int block = task / both;
      int column = task % both;
      if (column < lefts) {
        pack(g, outs, left, block, column * BLOCK, true);
      } else {
        pack(x, ins, right, block, (column - lefts) * BLOCK, false);
      }
    });
    Parallel.run(lefts, i -> rows(left, right, c, i * BLOCK, Math.min(BLOCK, outs - i * BLOCK), ins));
  }

  private static void pack(Matrix x, int n, Packed to, int block, int first, boolean left) {
    int depth = to.depth(block);
    long panel = to.panel(block, first);
    for (int j = 0; j < Math.min(BLOCK, n - first); j += L) {
      long base = x.at((long) block * TOKENS, first + j).base();
      long scales = to.scale(block, first + j);
      if (j % (4 * L) == 0) {
        most(base, x.rows(), depth, Math.min(BLOCK, n - first) - j, scales);
      }
      if (left) {
        long woven = SUMS.get().of((long) L * TOKENS);
        Int8.weaveBeside(base, x.rows(), depth, scales, Int8.SIGN, L, woven, to.excess(block, first + j));
        turn(woven, depth, panel + (long) j * depth);
      } else {
        Int8.weaveBeside(base, x.rows(), depth, scales, 0, BLOCK, panel + 4 * j, to.excess(block, first + j));
      }
      store(load(scales, 0).div(Int8.MOST), scales, 0);
    }
  }

  /// Of up to four vectors of columns: whole runs of memory, which arrive sooner.
  private static void most(long base, long next, int depth, int columns, long to) {
    if (columns >= 4 * L) {
      Int8.mostBeside4(base, next, depth, to);
    } else {
      for (int j = 0; j < columns; j += L) {
        Int8.mostBeside(base + 4 * j, next, depth, to + 4 * j);
      }
    }
  }

  /// Fours of L columns [depth/4][L] → [L][depth/4]
  private static void turn(long woven, int depth, long to) {
    for (int i = 0; i < L; i++) {
      for (int p = 0; p < depth / 4; p++) {
        Int8.setInteger(to + (long) i * depth, p, Int8.integer(woven, (long) p * L + i));
      }
    }
  }

  /// Up to 64 rows of C.
  private static void rows(Packed left, Packed right, Matrix c, int first, int rows, int ins) {
    long sums = SUMS.get().of(4L * BLOCK * BLOCK);
    for (int block = 0; block < Packed.blocks(left.tokens); block++) {
      for (int j = 0; j < ins; j += BLOCK) {
        BlockProduct.run(BLOCK, BLOCK, left.depth(block), left.panel(block, first), right.panel(block, j), sums);
        int columns = Math.min(BLOCK, ins - j);
        for (int i = 0; i < rows; i++) {
          Int8.addBack(sums + 4L * i * BLOCK, right.excess(block, j), right.scale(block, j),
              Memory.get(left.scale(block, first), i), c.at(first + i, j).base(), columns);
        }
      }
    }
  }
}
