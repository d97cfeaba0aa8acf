package wenmai.model.io;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import wenmai.files.ElementType;
import wenmai.files.NamedTensor;
import wenmai.files.SafeTensors;
import wenmai.message.BadInput;
import wenmai.model.DecoderConfig;
import wenmai.tensor.Tensor;

/// GPT-2's names and shapes (Radford 2019): matrices stand as [in, out], and query, key and value are one. A model without
/// biases is stored with zeros for them, as the others expect.
record Gpt2Layout(DecoderConfig c) implements Layout {
  private static final String ROOT = "transformer.";
  private static final String HEAD = "lm_head.weight";
  private static final List<String> QKV = List.of("q", "k", "v");

  @Override
  public NamedTensor find(SafeTensors file, String name) {
    if (name.equals(HEAD)) {
      return file.entry(HEAD);
    }
    var parts = name.split("\\.");
    if (!name.startsWith("model.layers.")) {
      return entry(file, switch (parts[1]) {
        case "embed_tokens" -> "wte.weight";
        case "embed_positions" -> "wpe.weight";
        default -> "ln_f." + parts[2];
      });
    }
    var layer = "h." + parts[2] + ".";
    var kind = parts[parts.length - 1];
    return switch (parts[4]) {
      case "q_proj", "k_proj", "v_proj" -> columns(entry(file, layer + "attn.c_attn." + kind), QKV.indexOf(parts[4].substring(0, 1)),
          3);
      case "o_proj" -> columns(entry(file, layer + "attn.c_proj." + kind), 0, 1);
      case "up_proj" -> columns(entry(file, layer + "mlp.c_fc." + kind), 0, 1);
      case "down_proj" -> columns(entry(file, layer + "mlp.c_proj." + kind), 0, 1);
      default -> entry(file, layer + (parts[3].equals("input_layernorm") ? "ln_1." : "ln_2.") + kind);
    };
  }

  private static NamedTensor entry(SafeTensors file, String name) {
    return file.entry(file.names().contains(name) ? name : ROOT + name);
  }

  /// Part `i` of `parts` of a matrix [in, out]'s columns, as [out / parts, in]; of a vector, that part.
  private static NamedTensor columns(NamedTensor x, int i, int parts) {
    if (x.type() != ElementType.F32) {
      throw new BadInput("tensor %s is %s; GPT-2 weights are read as F32", "张量 %s 的类型是 %s；GPT-2 权重须为 F32", x.name(), x.type());
    }
    boolean vector = x.shape().size() == 1;
    int in = vector ? 1 : Math.toIntExact(x.shape().getFirst());
    int all = Math.toIntExact(x.shape().getLast());
    int out = all / parts;
    var values = new float[in * out];
    for (int r = 0; r < in; r++) {
      for (int o = 0; o < out; o++) {
        values[o * in + r] = x.data().get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4L * ((long) r * all + i * out + o));
      }
    }
    return new NamedTensor(x.name(), x.type(), vector ? List.of((long) out) : List.of((long) out, (long) in),
        MemorySegment.ofArray(values));
  }

  @Override
  public List<NamedTensor> stored(Map<String, Tensor> weights) {
    var stored = new ArrayList<NamedTensor>();
    stored.add(Layout.asIs(ROOT + "wte.weight", weight(weights, "model.embed_tokens.weight")));
    stored.add(Layout.asIs(ROOT + "wpe.weight", weight(weights, "model.embed_positions.weight")));
    norm(weights, "model.norm", ROOT + "ln_f", stored);
    for (int i = 0; i < c.layers(); i++) {
      var ours = "model.layers." + i + ".";
      var theirs = ROOT + "h." + i + ".";
      norm(weights, ours + "input_layernorm", theirs + "ln_1", stored);
      norm(weights, ours + "post_attention_layernorm", theirs + "ln_2", stored);
      matrix(weights, QKV.stream().map(x -> ours + "self_attn." + x + "_proj").toList(), theirs + "attn.c_attn", stored);
      matrix(weights, List.of(ours + "self_attn.o_proj"), theirs + "attn.c_proj", stored);
      matrix(weights, List.of(ours + "mlp.up_proj"), theirs + "mlp.c_fc", stored);
      matrix(weights, List.of(ours + "mlp.down_proj"), theirs + "mlp.c_proj", stored);
    }
    if (!c.tied()) {
      stored.add(Layout.asIs(HEAD, weight(weights, HEAD)));
    }
    return stored;
  }

  private static Tensor weight(Map<String, Tensor> weights, String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  private void norm(Map<String, Tensor> weights, String ours, String theirs, List<NamedTensor> to) {
    to.add(Layout.asIs(theirs + ".weight", weight(weights, ours + ".weight")));
    to.add(vector(theirs + ".bias", c.bias() ? weight(weights, ours + ".bias").floats() : new float[c.width()]));
  }

  /// Matrices [out, in], side by side, as one [in, all outs]; and their biases.
  private void matrix(Map<String, Tensor> weights, List<String> ours, String theirs, List<NamedTensor> to) {
    var first = weight(weights, ours.getFirst() + ".weight");
    int out = (int) first.size(0);
    int in = (int) first.size(1);
    int all = out * ours.size();
    var values = new float[in * all];
    var bias = new float[all];
    for (int part = 0; part < ours.size(); part++) {
      var from = weight(weights, ours.get(part) + ".weight").floats();
      for (int o = 0; o < out; o++) {
        for (int r = 0; r < in; r++) {
          values[r * all + part * out + o] = from[o * in + r];
        }
      }
      if (c.bias()) {
        System.arraycopy(weight(weights, ours.get(part) + ".bias").floats(), 0, bias, part * out, out);
      }
    }
    to.add(new NamedTensor(theirs + ".weight", ElementType.F32, List.of((long) in, (long) all), MemorySegment.ofArray(values)));
    to.add(vector(theirs + ".bias", bias));
  }

  private static NamedTensor vector(String name, float[] values) {
    return new NamedTensor(name, ElementType.F32, List.of((long) values.length), MemorySegment.ofArray(values));
  }
}
