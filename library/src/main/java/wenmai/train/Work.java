package wenmai.train;

import wenmai.model.DecoderConfig;

/// What a training step computes, counted as in Chowdhery 2022, "PaLM", appendix B: each weight multiplies each token once
/// forward and twice backward, two operations a multiplication; and attention, 4 · T · N · H operations a token and layer
/// forward, twice that backward. What is computed again to save memory does not count, and causal attention counts in
/// full, so that figures of different programs compare; of a window, its keys.
public final class Work {
  private Work() {}

  /// FLOP of a token: 6 · parameters + 12 · layers · T · N · H, T tokens at most being seen
  public static double perToken(DecoderConfig c, long parameters) {
    return 6.0 * parameters + 12.0 * c.layers() * c.seen() * c.heads() * c.headWidth();
  }
}
