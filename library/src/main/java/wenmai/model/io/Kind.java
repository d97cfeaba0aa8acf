package wenmai.model.io;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wenmai.files.Json;
import wenmai.message.BadInput;
import wenmai.model.Backbone;
import wenmai.model.BackboneConfig;
import wenmai.model.CausalModel;
import wenmai.model.DecoderConfig;
import wenmai.model.Encoder;
import wenmai.model.EncoderDecoder;
import wenmai.model.Weights;

/// What a model directory holds. A model that writes goes by the type of its blocks (`llama`, `gpt2`, `wenmai-lstm`), as
/// the others know it; other models go by a type of our own and say beside it what their blocks are.
enum Kind {
  CAUSAL(""),
  ENCODER("wenmai-encoder"),
  ENCODER_DECODER("wenmai-encoder-decoder");

  private static final String TYPE = "model_type";
  private static final String BLOCKS = "wenmai_blocks";

  private final String type;

  Kind(String type) {
    this.type = type;
  }

  static Kind of(Backbone model) {
    return switch (model) {
      case CausalModel _ -> CAUSAL;
      case Encoder _ -> ENCODER;
      case EncoderDecoder _ -> ENCODER_DECODER;
    };
  }

  static Kind of(JsonNode config) {
    return Arrays.stream(values()).filter(kind -> kind.type.equals(config.path(TYPE).asString(""))).findFirst().orElse(CAUSAL);
  }

  /// A config of blocks as one of this kind.
  ObjectNode named(ObjectNode config) {
    if (this != CAUSAL) {
      config.set(BLOCKS, config.path(TYPE));
      config.put(TYPE, type).set("architectures", Json.tree(List.of(this == ENCODER ? "WenmaiEncoder" : "WenmaiEncoderDecoder")));
    }
    return config;
  }

  /// The config of this kind's blocks.
  JsonNode blocks(JsonNode config) {
    return this == CAUSAL || !(config.deepCopy() instanceof ObjectNode copy) ? config : copy.set(TYPE, config.path(BLOCKS));
  }

  Layout layout(BackboneConfig config) {
    return this == CAUSAL ? Layout.of(config) : new Layout.Llama();
  }

  Backbone model(BackboneConfig config, Weights weights) {
    return switch (this) {
      case CAUSAL -> CausalModel.of(config, weights);
      case ENCODER -> new Encoder(attending(config), weights);
      case ENCODER_DECODER -> new EncoderDecoder(attending(config), weights);
    };
  }

  private DecoderConfig attending(BackboneConfig config) {
    if (config instanceof DecoderConfig c) {
      return c;
    }
    throw new BadInput("%s (%s) must be a type with attention, for a model that reads both sides", "%s（%s）必须是带注意力的类型，才能读取两侧的文本", BLOCKS,
        ModelConfig.LSTM);
  }
}
