package wenmai.model.io;

import java.nio.file.Path;
import wenmai.model.Decoder;
import wenmai.tensor.Device;
import wenmai.tokenize.Tokenizer;

/// A decoder with the tokenizer whose ids it knows: what a model directory holds.
public record LanguageModel(Decoder decoder, Tokenizer tokenizer) implements AutoCloseable {

  /// Opens a model directory in Hugging Face's layout. Weights are mapped, not read.
  public static LanguageModel open(Path folder, Device device) {
    return HuggingFace.open(folder, device);
  }

  /// Writes a model directory that Hugging Face's `transformers` opens as well.
  public void save(Path folder) {
    HuggingFace.save(decoder, tokenizer, folder);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
