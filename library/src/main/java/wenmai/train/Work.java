package wenmai.train;

import wenmai.model.BackboneConfig;
import wenmai.model.DecoderConfig;
import wenmai.model.LstmConfig;

/// What a training step computes, counted as in Chowdhery 2022, "PaLM", appendix B: each weight multiplies each token once
/// forward and twice backward, two operations a multiplication; and attention, 4 · T · N · H operations a token and layer
/// forward, twice that backward. What is computed again to save memory does not count, and causal attention counts in
/// full, so that figures of different programs compare; of a window, its keys.
public final class Work {
  private Work() {}

  /// FLOP of a token: 6 · parameters + 12 · layers · T · N · H, the latter where there is attention, of T tokens that are seen.
  public static double perToken(BackboneConfig config, long parameters) {
    return 6.0 * parameters + switch (config) {
      case DecoderConfig c -> 12.0 * c.layers() * c.seen() * c.heads() * c.headWidth();
      case LstmConfig _ -> 0.0;
    };
  }
}
