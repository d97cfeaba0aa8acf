package wenmai.model.io;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import wenmai.message.BadInput;
import wenmai.model.Backbone;
import wenmai.tensor.Device;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// A model of any kind with the tokenizer whose ids it knows: what a model directory holds.
public record Pretrained(Backbone model, Tokenizer tokenizer) implements AutoCloseable {

  /// Opens a model directory in Hugging Face's layout. Weights are mapped, not read; another thread reads the tokenizer.
  public static Pretrained open(Path folder, Device device) {
    var tokenizer = CompletableFuture.supplyAsync(() -> Tokenizer.read(folder));
    var model = HuggingFace.open(folder, device);
    try {
      return new Pretrained(model, tokenizer.join()).fitting(folder);
    } catch (RuntimeException e) {
      model.close();
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw e;
      }
    }
  }

  private Pretrained fitting(Path folder) {
    if (tokenizer.vocabularySize() > model.config().vocabulary()) {
      throw new BadInput("%s: the tokenizer has %d tokens, but the model has rows for %d; the two do not belong together",
          "%s：分词器有 %d 个词元，而模型只有 %d 行；二者不配套", folder, tokenizer.vocabularySize(), model.config().vocabulary());
    }
    return this;
  }

  /// Writes a model directory; Hugging Face's `transformers` opens those of decoders as well.
  public void save(Path folder) {
    HuggingFace.save(model, tokenizer, tokenizer.specials().id(Role.EOS).stream().boxed().toList(), "", folder);
  }

  @Override
  public void close() {
    model.close();
  }
}
