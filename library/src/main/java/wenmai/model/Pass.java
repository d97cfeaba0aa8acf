package wenmai.model;

import org.jspecify.annotations.Nullable;
import wenmai.tensor.Dropout;
import wenmai.tensor.Mask;
import wenmai.tensor.Precision;
import wenmai.tensor.Seed;
import wenmai.tensor.Tensor;

/// What one pass through a model needs besides weights: which positions see which, what was seen before, and how much to
/// drop. The same model code trains, reads a prompt and decodes, by the pass it is given.
///
/// @param memory     what an encoder read, where there is one
/// @param recomputed how many blocks keep nothing but their input and are computed again on the way back
/// @param precision  of the products of attention and of [Linear] layers
public record Pass(Mask mask, Cache cache, double dropout, Seed seed, int recomputed, @Nullable Memory memory, Precision precision) {

  /// A text that was read: its states [B,S,D], and which of them are seen.
  public record Memory(Tensor states, Mask mask) {}

  /// A whole text at once, from left to right.
  public static final Pass WHOLE = whole(Mask.CAUSAL);

  /// A whole text at once, with every position seeing what the mask says: in both directions, for example.
  public static Pass whole(Mask mask) {
    return new Pass(mask, Cache.NONE, 0, new Seed(0), 0, null, Precision.FP32);
  }

  /// Training: drops values at this rate, the same ones for the same seed.
  public static Pass training(double dropout, Seed seed) {
    return new Pass(Mask.CAUSAL, Cache.NONE, dropout, seed, 0, null, Precision.FP32);
  }

  /// The same, with so many blocks recomputed.
  public Pass recomputing(int blocks) {
    return new Pass(mask, cache, dropout, seed, blocks, memory, precision);
  }

  /// The same, with products in another precision.
  public Pass in(Precision other) {
    return new Pass(mask, cache, dropout, seed, recomputed, memory, other);
  }

  /// The same, with another mask: of documents packed into rows, for example.
  public Pass masked(Mask other) {
    return new Pass(other, cache, dropout, seed, recomputed, memory, precision);
  }

  /// The same, of a part of a model that drops values of its own.
  Pass part(String name) {
    return new Pass(mask, cache, dropout, seed.at(name), recomputed, memory, precision);
  }

  /// The same, beside a text that was read.
  Pass reading(Memory read) {
    return new Pass(mask, cache, dropout, seed, recomputed, read, precision);
  }

  /// Goes on from what the cache holds.
  public static Pass continuing(Cache cache) {
    return new Pass(Mask.CAUSAL, cache, 0, new Seed(0), 0, null, Precision.FP32);
  }

  /// The dropout of one of the places where values are dropped, named so that no two share their randomness.
  public Dropout dropout(String place, int layer) {
    return dropout > 0 ? new Dropout(dropout, seed.at(place).at(layer)) : Dropout.NONE;
  }
}
