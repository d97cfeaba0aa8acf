package wenmai.tensor;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Which keys a query sees: always one run of keys and, for sliding windows, the sinks at the very beginning. So a mask is
/// a rule, never a T × T matrix. Queries may be fewer than keys (decoding); they align at the end: query t of T stands at
/// position t + S − T of S.
public sealed interface Mask {

  /// The first key that query `t` of batch row `b` sees, sinks aside.
  int from(int b, int t, int queries, int keys);

  /// The key after the last one that it sees.
  int to(int b, int t, int queries, int keys);

  /// Keys at the beginning that everybody sees who stands after them.
  default int sinks() {
    return 0;
  }

  /// The same, but a query sees no more than the last `width` keys, and the first `sinks` ones. Of packed documents each has
  /// its own beginning, so these take no sinks.
  default Mask within(int width, int sinks) {
    return switch (this) {
      case Causal() -> new Window(width, sinks);
      case Documents documents when sinks == 0 -> documents.within(width);
      default -> throw new IllegalArgumentException("no window of " + width + " keys and " + sinks + " sinks in " + this);
    };
  }

  Mask CAUSAL = new Causal();
  Mask ALL = new All();

  /// Every query sees itself and what came before. Vaswani 2017 §3.2.3.
  record Causal() implements Mask {
    @Override
    public int from(int b, int t, int queries, int keys) {
      return 0;
    }

    @Override
    public int to(int b, int t, int queries, int keys) {
      return t + keys - queries + 1;
    }
  }

  /// Every query sees every key.
  record All() implements Mask {
    @Override
    public int from(int b, int t, int queries, int keys) {
      return 0;
    }

    @Override
    public int to(int b, int t, int queries, int keys) {
      return keys;
    }
  }

  /// Both directions, within the first `lengths[b]` keys of each row; the rest is padding. For an encoder over its own text
  /// and for a decoder over an encoder's (cross-attention).
  record Lengths(int... lengths) implements Mask {
    @Override
    public int from(int b, int t, int queries, int keys) {
      return 0;
    }

    @Override
    public int to(int b, int t, int queries, int keys) {
      return Math.min(lengths[b], keys);
    }
  }

  /// Causal, but only the last `width` keys, and the first `sinks` ones. Beltagy 2020 (window) · Xiao 2023 (sinks).
  record Window(int width, int sinks) implements Mask {
    public Window {
      if (width < 1 || sinks < 0) {
        throw new IllegalArgumentException("window width (" + width + ") must be at least 1, sinks (" + sinks + ") at least 0");
      }
    }

    @Override
    public int from(int b, int t, int queries, int keys) {
      return Math.max(0, t + keys - queries + 1 - width);
    }

    @Override
    public int to(int b, int t, int queries, int keys) {
      return t + keys - queries + 1;
    }
  }

  /// Causal within each document of a packed row: `starts[b][s]` is where the document of position s begins.
  record Documents(int[]... starts) implements Mask {
    private Documents within(int width) {
      return new Documents(Arrays.stream(starts).map(row -> IntStream.range(0, row.length).map(s -> Math.max(row[s], s + 1 - width)).toArray())
          .toArray(int[][]::new));
    }

    @Override
    public int from(int b, int t, int queries, int keys) {
      return starts[b][t + keys - queries];
    }

    @Override
    public int to(int b, int t, int queries, int keys) {
      return t + keys - queries + 1;
    }
  }

  /// A run of keys for every query, `from[b][t]` to before `to[b][t]`: both directions within each document of a packed row, or
  /// one of several texts that were read (cross-attention).
  record Runs(int[][] from, int[][] to) implements Mask {
    @Override
    public int from(int b, int t, int queries, int keys) {
      return from[b][t];
    }

    @Override
    public int to(int b, int t, int queries, int keys) {
      return to[b][t];
    }
  }
}
