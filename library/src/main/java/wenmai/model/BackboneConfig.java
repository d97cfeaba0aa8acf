package wenmai.model;

/// What the shapes of all models say, attention or none.
public sealed interface BackboneConfig permits DecoderConfig, LstmConfig {
  /// V, tokens it knows.
  int vocabulary();

  /// D, values a position.
  int width();

  int layers();

  /// Positions it was made for.
  int context();

  /// Whether the output layer is the embedding again.
  boolean tied();
}
