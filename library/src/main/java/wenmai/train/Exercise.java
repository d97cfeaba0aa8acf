package wenmai.train;

import wenmai.model.Padded;

/// What a model is shown of a batch, and what it is to say.
///
/// @param source what an encoder reads for the decoder beside it; nothing for other models
/// @param text   what the model itself goes through, and its targets there
record Exercise(Padded source, Batches text) {

  /// The batch as it is.
  static Exercise of(Batches text) {
    return new Exercise(new Padded(new int[0], new int[0]), text);
  }
}
