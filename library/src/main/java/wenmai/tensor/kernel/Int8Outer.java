package wenmai.tensor.kernel;

import static wenmai.tensor.kernel.Lanes.L;
import static wenmai.tensor.kernel.Lanes.integer;
import static wenmai.tensor.kernel.Lanes.load;
import static wenmai.tensor.kernel.Lanes.setInteger;
import static wenmai.tensor.kernel.Lanes.store;

import wenmai.tensor.kernel.Kernels.Matrix;

/// C (+)= Gᵀ X in 8-bit integers, the gradient of a layer's weight: a sum over all tokens of a batch. A scale for a whole
/// column would be that of its greatest token, so every 256 tokens have scales of their own and their sum is added in
/// fp32: blocks of numbers with a scale each, Xi 2024, "Jetfire", §4.
///
///     c[i,j] += Σ over blocks of g'[i] x'[j] (Σ (ĝ[t,i] + 128) x̂[t,j] − 128 Σ x̂[t,j]),   g'[i] = max |g[·,i]| / 126
///
/// G is dithered.
final class Int8Outer {
  /// Tokens that share a scale.
  static final int TOKENS = 256;
  /// Tokens that are packed at once.
  private static final int SLAB = 16 * TOKENS;
  private static final int BLOCK = Int8.BLOCK;

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

  /// The rows of C that are summed here: those that fill vectors, none where a row of C does not. The rest is left to fp32.
  static int rows(int outs, int ins) {
    return ins % 16 == 0 ? outs / 16 * 16 : 0;
  }

  /// The tokens that are summed here; up to three more are left to fp32.
  static int whole(int tokens) {
    return tokens / 4 * 4;
  }

  static void run(Gemm gemm, Matrix g, Matrix x, Matrix c, int outs, int ins, int tokens, boolean add) {
    int rows = rows(outs, ins);
    int whole = whole(tokens);
    for (int t = 0; rows > 0 && t < whole; t += SLAB) {
      slab(g.at(t, 0), x.at(t, 0), c, rows, ins, Math.min(SLAB, whole - t), add || t > 0);
    }
    if (rows > 0 && whole < tokens) {
      gemm.run(g.at(whole, 0).transposed(), x.at(whole, 0), c, rows, ins, tokens - whole, add || whole > 0);
    }
    if (rows < outs) {
      gemm.run(g.at(0, rows).transposed(), x, c.at(rows, 0), outs - rows, ins, tokens, add);
    }
  }

  private static void slab(Matrix g, Matrix x, Matrix c, int outs, int ins, int tokens, boolean add) {
    long memory = SLABS.get().of(Packed.room(outs, tokens) + Packed.room(ins, tokens));
    var left = Packed.at(memory, outs, tokens);
    var right = Packed.at(memory + Packed.room(outs, tokens), ins, tokens);
    int lefts = Math.ceilDiv(outs, BLOCK);
    int both = lefts + Math.ceilDiv(ins, BLOCK);
    Parallel.run(both * Packed.blocks(tokens), task -> {
      int block = task / both;
      int column = task % both;
      if (column < lefts) {
        packLeft(g, outs, left, block, column * BLOCK);
      } else {
        packRight(x, ins, right, block, (column - lefts) * BLOCK);
      }
    });
    Parallel.run(lefts, i -> rows(left, right, c, i * BLOCK, Math.min(BLOCK, outs - i * BLOCK), ins, add));
  }

  private static void packLeft(Matrix g, int n, Packed to, int block, int first) {
    int depth = to.depth(block);
    long woven = SUMS.get().of(5L * L * TOKENS);
    for (int j = first; j < Math.min(n, first + BLOCK); j += L) {
      long base = g.at((long) block * TOKENS, j).base();
      long scales = to.scale(block, j);
      Quantize.mostBeside(base, g.rows(), depth, j - first, Math.min(BLOCK, n - first), scales);
      Quantize.weaveDithered(base, g.rows(), depth, scales, L, woven, woven + (long) L * TOKENS);
      turn(woven, depth, to.panel(block, first) + (long) (j - first) * depth);
      store(load(scales, 0).div(Quantize.DITHERED), scales, 0);
    }
  }

  private static void packRight(Matrix x, int n, Packed to, int block, int first) {
    int depth = to.depth(block);
    for (int j = first; j < Math.min(n, first + BLOCK); j += L) {
      long base = x.at((long) block * TOKENS, j).base();
      long scales = to.scale(block, j);
      Quantize.mostBeside(base, x.rows(), depth, j - first, Math.min(BLOCK, n - first), scales);
      Quantize.weave(base, x.rows(), depth, scales, BLOCK, 0, to.panel(block, first) + 4L * (j - first), to.excess(block, j));
      store(load(scales, 0).div(Quantize.NEAREST), scales, 0);
    }
  }

  /// Fours of L columns [depth/4][L] → [L][depth/4]
  private static void turn(long woven, int depth, long to) {
    for (int i = 0; i < L; i++) {
      for (int p = 0; p < depth / 4; p++) {
        setInteger(to + (long) i * depth, p, integer(woven, (long) p * L + i));
      }
    }
  }

  /// Up to 64 rows of C.
  private static void rows(Packed left, Packed right, Matrix c, int first, int rows, int ins, boolean add) {
    long sums = SUMS.get().of(4L * BLOCK * BLOCK);
    for (int i = 0; !add && i < rows; i++) {
      Memory.ALL.asSlice(c.base() + 4 * (first + i) * c.rows(), 4L * ins).fill((byte) 0);
    }
    for (int block = 0; block < Packed.blocks(left.tokens); block++) {
      for (int j = 0; j < ins; j += BLOCK) {
        BlockProduct.run(BLOCK, BLOCK, left.depth(block), left.depth(block), false, left.panel(block, first), right.panel(block, j), sums);
        int columns = Math.min(BLOCK, ins - j);
        for (int i = 0; i < rows; i++) {
          Quantize.addBack(sums + 4L * i * BLOCK, right.excess(block, j), right.scale(block, j),
              Memory.get(left.scale(block, first), i), c.base() + 4 * ((first + i) * c.rows() + j), columns);
        }
      }
    }
  }
}
