package wenmai.model.io;

import java.nio.file.Path;
import wenmai.message.BadInput;
import wenmai.model.CausalModel;
import wenmai.tensor.Device;
import wenmai.tokenize.Tokenizer;

/// A model that writes, with the tokenizer whose ids it knows.
public record LanguageModel(CausalModel decoder, Tokenizer tokenizer) implements AutoCloseable {

  /// Opens a [model directory][Pretrained#open] that holds a decoder.
  public static LanguageModel open(Path folder, Device device) {
    var opened = Pretrained.open(folder, device);
    if (opened.model() instanceof CausalModel decoder) {
      return new LanguageModel(decoder, opened.tokenizer());
    }
    opened.close();
    throw new BadInput("%s is no decoder, so it cannot go on with a text; give a model that learned with objective: causal",
        "%s 不是解码器，不能续写文本；请给出以 objective: causal 训练的模型", folder);
  }

  /// Writes a model directory; Hugging Face's `transformers` opens those of decoders as well.
  public void save(Path folder) {
    new Pretrained(decoder, tokenizer).save(folder);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
