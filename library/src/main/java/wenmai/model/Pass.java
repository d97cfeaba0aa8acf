package wenmai.model;

import wenmai.tensor.Dropout;
import wenmai.tensor.Mask;
import wenmai.tensor.Seed;

/// What one pass through a model needs besides weights: which positions see which, what was seen before, and how much to
/// drop. The same model code trains, reads a prompt and decodes, by the pass it is given.
///
/// @param recomputed how many blocks keep nothing but their input and are computed again on the way back
public record Pass(Mask mask, Cache cache, double dropout, Seed seed, int recomputed) {

  /// A whole text at once, from left to right.
  public static final Pass WHOLE = whole(Mask.CAUSAL);

  /// A whole text at once, with every position seeing what the mask says: in both directions, for example.
  public static Pass whole(Mask mask) {
    return new Pass(mask, Cache.NONE, 0, new Seed(0), 0);
  }

  /// Training: drops values at this rate, the same ones for the same seed.
  public static Pass training(double dropout, Seed seed) {
    return new Pass(Mask.CAUSAL, Cache.NONE, dropout, seed, 0);
  }

  /// The same, with so many blocks recomputed.
  public Pass recomputing(int blocks) {
    return new Pass(mask, cache, dropout, seed, blocks);
  }

  /// The same, with another mask: of documents packed into rows, for example.
  public Pass masked(Mask other) {
    return new Pass(other, cache, dropout, seed, recomputed);
  }

  /// Goes on from what the cache holds.
  public static Pass continuing(Cache cache) {
    return new Pass(Mask.CAUSAL, cache, 0, new Seed(0), 0);
  }

  /// The dropout of one of the places where values are dropped, named so that no two share their randomness.
  public Dropout dropout(String place, int layer) {
    return dropout > 0 ? new Dropout(dropout, seed.at(place).at(layer)) : Dropout.NONE;
  }
}
