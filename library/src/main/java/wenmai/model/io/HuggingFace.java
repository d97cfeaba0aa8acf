package wenmai.model.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import wenmai.files.Atomic;
import wenmai.files.Json;
import wenmai.files.SafeTensors;
import wenmai.message.BadInput;
import wenmai.model.Decoder;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// A model directory as Hugging Face's `transformers` writes and reads it: `config.json`, `generation_config.json`,
/// `tokenizer.json` and weights in safetensors.
final class HuggingFace {
  private HuggingFace() {}

  static Decoder open(Path folder, Device device) {
    var file = folder.resolve("config.json");
    if (!Files.isRegularFile(file)) {
      throw new BadInput("%s is no model: it has no config.json; give a folder that pretrain or import made",
          "%s 不是模型目录：其中没有 config.json；请给出 pretrain 或 import 生成的目录", folder);
    }
    var config = ModelConfig.read(Json.read(file), file);
    return new Decoder(config, new Weights(device, new StoredWeights(SafeTensors.open(folder), Layout.of(config), device, folder)));
  }

  static void save(Decoder decoder, Tokenizer tokenizer, Path folder) {
    int end = tokenizer.specials().id(Role.EOS).orElse(0);
    int start = tokenizer.specials().id(Role.BOS).orElse(end);
    Atomic.folder(folder, draft -> {
      Files.writeString(draft.resolve("config.json"), Json.pretty(ModelConfig.json(decoder.config(), start, end)));
      Files.writeString(draft.resolve("generation_config.json"), Json.pretty(Map.of("bos_token_id", start, "eos_token_id", end)));
      tokenizer.save(draft);
      SafeTensors.write(draft.resolve("model.safetensors"), Map.of("format", "pt"),
          Layout.of(decoder.config()).stored(decoder.weights().all()));
    });
  }
}
