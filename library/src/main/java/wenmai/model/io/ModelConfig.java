package wenmai.model.io;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wenmai.files.Json;
import wenmai.message.BadInput;
import wenmai.model.BackboneConfig;
import wenmai.model.DecoderConfig;
import wenmai.model.FeedForward;
import wenmai.model.LstmConfig;
import wenmai.model.Norm;
import wenmai.model.RopeScaling;

/// `config.json` to and from the shape of a model: model types `llama`, `gpt2`, and `mistral` for a Llama with a window. What
/// no published type has (a Llama whose feed-forward has no gate, sinks, a GPT-2 with a window, an LSTM) goes by types of our
/// own, so that other programs refuse it instead of guessing.
final class ModelConfig {
  static final String LSTM = "wenmai-lstm";
  private static final String OURS = "wenmai";
  private static final String OUR_GPT2 = "wenmai-gpt2";
  private static final String WINDOW = "sliding_window";
  private static final int MISTRAL_WINDOW = 4096;   // where a config leaves it out
  private static final String SINKS = "wenmai_sinks";
  private static final String ORIGINAL = "original_max_position_embeddings";

  private final JsonNode json;
  private final Path file;

  private ModelConfig(JsonNode json, Path file) {
    this.json = json;
    this.file = file;
  }

  static BackboneConfig read(JsonNode json, Path file) {
    var c = new ModelConfig(json, file);
    return switch (json.path("model_type").asString("")) {
      case "llama" -> c.llama(FeedForward.Kind.SWIGLU);
      case "mistral" -> c.windowed(c.llama(FeedForward.Kind.SWIGLU), MISTRAL_WINDOW);
      case OURS -> c.windowed(c.llama(json.path("hidden_act").asString("").equals("silu") ? FeedForward.Kind.SWIGLU : FeedForward.Kind.GELU), 0);
      case "gpt2" -> c.gpt2();
      case LSTM -> new LstmConfig(c.number("vocab_size"), c.number("hidden_size"), c.number("num_hidden_layers"),
          c.number("max_position_embeddings"), json.path("tie_word_embeddings").asBoolean(true));
      case OUR_GPT2 -> c.windowed(c.gpt2(), 0);
      case String other -> throw new BadInput("%s: model_type (%s) is not supported; known are llama, mistral and gpt2",
          "%s：不支持 model_type（%s）；已知的是 llama、mistral 和 gpt2", file, other);
    };
  }

  private DecoderConfig llama(FeedForward.Kind feedForward) {
    int width = number("hidden_size");
    int heads = number("num_attention_heads");
    var rope = json.path("rope_scaling").isEmpty() ? json.path("rope_parameters") : json.path("rope_scaling");
    boolean bias = json.path("attention_bias").asBoolean(false);
    refuse("hidden_act", json.path("hidden_act").asString("silu"), activation(feedForward));
    refuse("mlp_bias", json.path("mlp_bias").asString("false"), String.valueOf(bias));
    refuse("partial_rotary_factor", rope.path("partial_rotary_factor").asDouble(json.path("partial_rotary_factor").asDouble(1)), 1.0);
    return new DecoderConfig(number("vocab_size"), width, number("num_hidden_layers"), heads,
        number("num_key_value_heads", heads), number("head_dim", width / Math.max(1, heads)), number("intermediate_size"),
        number("max_position_embeddings"), Norm.Kind.RMS, feedForward, true,
        theta(rope), scaling(rope), bias,
        json.path("tie_word_embeddings").asBoolean(false), json.path("rms_norm_eps").asDouble(1e-6), 0, 0);
  }

  /// As Mistral has it, and Qwen2 with a key to turn it off.
  private DecoderConfig windowed(DecoderConfig c, int otherwise) {
    boolean off = json.path(WINDOW).isNull() || !json.path("use_sliding_window").asBoolean(true);
    return off ? c : c.windowed(number(WINDOW, otherwise), json.path(SINKS).asInt(0));
  }

  private static String activation(FeedForward.Kind feedForward) {
    return feedForward == FeedForward.Kind.SWIGLU ? "silu" : "gelu";
  }

  private double theta(JsonNode rope) {
    return Stream.of(rope, json.path("rope_parameters"), json).map(node -> node.path("rope_theta")).filter(JsonNode::isNumber).findFirst()
        .map(JsonNode::asDouble).orElse(10_000.0);
  }

  /// As transformers writes it since version 5 (`rope_parameters`) and before (`rope_scaling`, at first with a `type`).
  private RopeScaling scaling(JsonNode rope) {
    return switch (rope.path("rope_type").asString(rope.path("type").asString("default"))) {
      case "default" -> RopeScaling.NONE;
      case "linear" -> new RopeScaling.Linear(rope.path("factor").asDouble(Double.NaN));
      case "llama3" -> new RopeScaling.Llama3(rope.path("factor").asDouble(Double.NaN),
          rope.path("low_freq_factor").asDouble(Double.NaN), rope.path("high_freq_factor").asDouble(Double.NaN),
          json.path(ORIGINAL).asInt(rope.path(ORIGINAL).asInt(number("max_position_embeddings"))));
      case String other -> throw unknown("rope_type", other, "default, linear, llama3");
    };
  }

  private DecoderConfig gpt2() {
    int width = number("n_embd");
    refuse("scale_attn_weights", json.path("scale_attn_weights").asString("true"), "true");
    refuse("scale_attn_by_inverse_layer_idx", json.path("scale_attn_by_inverse_layer_idx").asString("false"), "false");
    return new DecoderConfig(number("vocab_size"), width, number("n_layer"), number("n_head"), number("n_head"),
        width / Math.max(1, number("n_head")), number("n_inner", 4 * width), number("n_positions"), Norm.Kind.LAYER,
        gelu(json.path("activation_function").asString("gelu_new")), false, 10_000, RopeScaling.NONE, json.path("wenmai_bias").asBoolean(true),
        json.path("tie_word_embeddings").asBoolean(true), json.path("layer_norm_epsilon").asDouble(1e-5), 0, 0);
  }

  private FeedForward.Kind gelu(String name) {
    return switch (name) {
      case "gelu" -> FeedForward.Kind.GELU;
      case "gelu_new", "gelu_pytorch_tanh" -> FeedForward.Kind.GELU_TANH;
      default -> throw unknown("activation_function", name, "gelu, gelu_new, gelu_pytorch_tanh");
    };
  }

  private int number(String key) {
    var value = json.path(key);
    if (!value.isInt() || value.asInt() < 1) {
      throw new BadInput("%s: %s (%s) must be a whole number from 1 to 2147483647", "%s：%s（%s）必须是 1 到 2147483647 之间的整数", file, key,
          value.isMissingNode() ? "–" : value);
    }
    return value.asInt();
  }

  private int number(String key, int otherwise) {
    return json.path(key).isMissingNode() || json.path(key).isNull() ? otherwise : number(key);
  }

  private void refuse(String key, Object value, Object known) {
    if (!value.equals(known)) {
      throw unknown(key, value, known);
    }
  }

  private BadInput unknown(String key, Object value, Object known) {
    return new BadInput("%s: %s (%s) is not supported; known: %s", "%s：不支持 %s（%s）；已知的是 %s", file, key, value, known);
  }

  static ObjectNode json(BackboneConfig config) {
    return switch (config) {
      case DecoderConfig c -> json(c);
      case LstmConfig c -> Json.object().put("model_type", LSTM).put("vocab_size", c.vocabulary()).put("hidden_size", c.width())
          .put("num_hidden_layers", c.layers()).put("max_position_embeddings", c.context()).put("tie_word_embeddings", c.tied());
    };
  }

  private static ObjectNode json(DecoderConfig c) {
    var json = Json.object();
    var type = type(c);
    json.put("model_type", type).set("architectures", Json.tree(List.of(switch (type) {
      case "llama" -> "LlamaForCausalLM";
      case "mistral" -> "MistralForCausalLM";
      case "gpt2" -> "GPT2LMHeadModel";
      default -> "WenmaiForCausalLM";
    })));
    if (c.window() > 0) {
      json.put(WINDOW, c.window());
    }
    if (c.sinks() > 0) {
      json.put(SINKS, c.sinks());
    }
    json.put("vocab_size", c.vocabulary()).put("tie_word_embeddings", c.tied()).put("dtype", "float32").put("torch_dtype", "float32");
    return c.rotary() ? llama(json, c) : gpt2(json, c);
  }

  private static String type(DecoderConfig c) {
    boolean published = c.feedForward() == FeedForward.Kind.SWIGLU && c.sinks() == 0;
    return c.window() == 0 ? !c.rotary() ? "gpt2" : published ? "llama" : OURS
        : !c.rotary() ? OUR_GPT2 : published && !c.bias() ? "mistral" : OURS;
  }

  private static ObjectNode llama(ObjectNode json, DecoderConfig c) {
    json.put("hidden_size", c.width()).put("num_hidden_layers", c.layers()).put("num_attention_heads", c.heads());
    json.put("num_key_value_heads", c.kvHeads()).put("head_dim", c.headWidth()).put("intermediate_size", c.hidden());
    json.put("max_position_embeddings", c.context()).put("rms_norm_eps", c.epsilon()).put("hidden_act", activation(c.feedForward()));
    json.put("attention_bias", c.bias()).put("mlp_bias", c.bias()).put("rope_theta", c.ropeBase());
    json.set("rope_parameters", rope(c.ropeScaling()).put("rope_theta", c.ropeBase()));
    if (!c.ropeScaling().equals(RopeScaling.NONE)) {
      json.set("rope_scaling", rope(c.ropeScaling()));
    }
    return json;
  }

  private static ObjectNode rope(RopeScaling scaling) {
    return switch (scaling) {
      case RopeScaling.Linear(double factor) when factor == 1 -> Json.object().put("rope_type", "default");
      case RopeScaling.Linear(double factor) -> Json.object().put("rope_type", "linear").put("factor", factor);
      case RopeScaling.Llama3(double factor, double low, double high, int context) -> Json.object().put("rope_type", "llama3")
          .put("factor", factor).put("low_freq_factor", low).put("high_freq_factor", high).put(ORIGINAL, context);
    };
  }

  private static ObjectNode gpt2(ObjectNode json, DecoderConfig c) {
    json.put("n_embd", c.width()).put("n_layer", c.layers()).put("n_head", c.heads()).put("n_inner", c.hidden());
    json.put("n_positions", c.context()).put("layer_norm_epsilon", c.epsilon())
        .put("activation_function", c.feedForward() == FeedForward.Kind.GELU_TANH ? "gelu_new" : "gelu");
    json.put("attn_pdrop", 0).put("embd_pdrop", 0).put("resid_pdrop", 0);
    return json.put("wenmai_bias", c.bias());
  }
}
