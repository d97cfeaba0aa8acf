package wenmai.model.io;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import wenmai.model.Decoder;
import wenmai.tensor.Device;
import wenmai.tokenize.Tokenizer;

/// A decoder with the tokenizer whose ids it knows: what a model directory holds.
public record LanguageModel(Decoder decoder, Tokenizer tokenizer) implements AutoCloseable {

  /// Opens a model directory in Hugging Face's layout. Weights are mapped, not read; another thread reads the tokenizer.
  public static LanguageModel open(Path folder, Device device) {
    var tokenizer = CompletableFuture.supplyAsync(() -> Tokenizer.read(folder));
    var decoder = HuggingFace.open(folder, device);
    try {
      return new LanguageModel(decoder, tokenizer.join());
    } catch (CompletionException e) {
      decoder.close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
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
