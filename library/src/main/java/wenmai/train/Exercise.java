package wenmai.train;

import wenmai.tensor.Device;
import wenmai.tensor.Mask;
import wenmai.tensor.Tensor;

/// What a model is shown of a batch, and what it is to say.
///
/// @param source what an encoder reads for the decoder beside it; nothing for other models
/// @param text   what the model itself goes through, and its targets there
record Exercise(Source source, Batches text) {

  /// Texts that are read.
  ///
  /// @param ids  rows · length
  /// @param mask which of them see which
  /// @param seen which of them the text that is written sees
  record Source(int[] ids, int rows, Mask mask, Mask seen) {
    private static final Source NONE = new Source(new int[0], 1, Mask.ALL, Mask.ALL);

    Tensor tensor(Device device) {                                                   // [B,S]
      return device.of(ids, rows, ids.length / rows);
    }
  }

  /// The batch as it is.
  static Exercise of(Batches text) {
    return new Exercise(Source.NONE, text);
  }
}
