package wenmai.model.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;
import wenmai.files.Atomic;
import wenmai.files.Json;
import wenmai.files.SafeTensors;
import wenmai.message.BadInput;
import wenmai.model.Backbone;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tokenize.ChatTemplate;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// A model directory as Hugging Face's `transformers` writes and reads it: `config.json`, `generation_config.json`,
/// `tokenizer.json`, `chat_template.jinja` where there is one, and weights in safetensors. Encoders and encoder-decoders are
/// of Wenmai's own types, with our own names of weights: those of `transformers` have other blocks.
final class HuggingFace {
  static final String GENERATION = "generation_config.json";

  private HuggingFace() {}

  /// Lets go of the mapped file when a weight is missing or strange.
  static Backbone open(Path folder, Device device) {
    var file = folder.resolve("config.json");
    if (!Files.isRegularFile(file)) {
      throw new BadInput("%s is no model: it has no config.json; give a folder that pretrain or import made",
          "%s 不是模型目录：其中没有 config.json；请给出 pretrain 或 import 生成的目录", folder);
    }
    var json = Json.read(file);
    var kind = Kind.of(json);
    var config = ModelConfig.read(kind.blocks(json), file);
    var weights = new Weights(device, new StoredWeights(SafeTensors.open(folder), kind.layout(config), device, folder));
    try {
      return kind.model(config, weights);
    } catch (RuntimeException | Error e) {
      weights.close();
      throw e;
    }
  }

  /// @param ends     tokens that end what the model writes
  /// @param template for conversations; empty where there is none
  static void save(Backbone model, Tokenizer tokenizer, List<Integer> ends, String template, Path folder) {
    Atomic.folder(folder, draft -> {
      var config = Kind.of(model).named(ModelConfig.json(model.config()));
      Files.writeString(draft.resolve("config.json"), Json.pretty(ends(config, tokenizer)));
      var generation = ends(Json.object(), tokenizer);
      if (!ends.isEmpty()) {
        generation.set("eos_token_id", Json.tree(ends.size() == 1 ? ends.getFirst() : ends));
      }
      Files.writeString(draft.resolve(GENERATION), Json.pretty(generation));
      tokenizer.save(draft);
      if (!template.isEmpty()) {
        Files.writeString(draft.resolve(ChatTemplate.FILE), template);
      }
      SafeTensors.write(draft.resolve("model.safetensors"), Map.of("format", "pt"),
          Kind.of(model).layout(model.config()).stored(model.weights().all()));
    });
  }

  /// null where there is no such token: for a key left out, transformers takes the ids of the published models.
  private static ObjectNode ends(ObjectNode json, Tokenizer tokenizer) {
    var specials = tokenizer.specials();
    specials.id(Role.BOS).ifPresentOrElse(id -> json.put("bos_token_id", id), () -> json.putNull("bos_token_id"));
    specials.id(Role.EOS).ifPresentOrElse(id -> json.put("eos_token_id", id), () -> json.putNull("eos_token_id"));
    return json;
  }
}
