package wenmai.model.io;

import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wenmai.files.Json;
import wenmai.model.Backbone;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.Encoder;
import wenmai.model.EncoderDecoder;
import wenmai.model.Weights;

/// What a model directory holds. A decoder goes by the type of its blocks (`llama`, `gpt2`), as the others know it; other
/// models go by a type of our own and say beside it what their blocks are.
enum Kind {
  DECODER(""),
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
      case Decoder _ -> DECODER;
      case Encoder _ -> ENCODER;
      case EncoderDecoder _ -> ENCODER_DECODER;
    };
  }

  static Kind of(JsonNode config) {
    return Arrays.stream(values()).filter(kind -> kind.type.equals(config.path(TYPE).asString(""))).findFirst().orElse(DECODER);
  }

  /// A config of blocks as one of this kind.
  ObjectNode named(ObjectNode config) {
    if (this != DECODER) {
      config.set(BLOCKS, config.path(TYPE));
      config.put(TYPE, type).set("architectures", Json.tree(List.of(this == ENCODER ? "WenmaiEncoder" : "WenmaiEncoderDecoder")));
    }
    return config;
  }

  /// The config of this kind's blocks.
  JsonNode blocks(JsonNode config) {
    return this == DECODER || !(config.deepCopy() instanceof ObjectNode copy) ? config : copy.set(TYPE, config.path(BLOCKS));
  }

  Layout layout(DecoderConfig config) {
    return this == DECODER ? Layout.of(config) : new Layout.Llama();
  }

  Backbone model(DecoderConfig config, Weights weights) {
    return switch (this) {
      case DECODER -> new Decoder(config, weights);
      case ENCODER -> new Encoder(config, weights);
      case ENCODER_DECODER -> new EncoderDecoder(config, weights);
    };
  }
}
