package wenmai.model;

import wenmai.message.BadInput;

/// The shape of an [Lstm].
///
/// @param vocabulary V, tokens it knows
/// @param width      D, values a position, and cells a layer
/// @param context    positions it is trained on at once; it remembers on beyond them
/// @param tied       whether the output layer is the embedding again (Press 2016)
public record LstmConfig(int vocabulary, int width, int layers, int context, boolean tied) implements BackboneConfig {

  public LstmConfig {
    if (vocabulary < 1 || width < 1 || layers < 1 || context < 1) {
      throw new BadInput("vocabulary (%d), width (%d), layers (%d) and context (%d) must be at least 1",
          "vocabulary（%d）、width（%d）、layers（%d）和 context（%d）必须至少为 1", vocabulary, width, layers, context);
    }
  }
}
