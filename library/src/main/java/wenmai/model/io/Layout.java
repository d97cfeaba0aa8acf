package wenmai.model.io;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import wenmai.files.ElementType;
import wenmai.files.NamedTensor;
import wenmai.files.SafeTensors;
import wenmai.model.BackboneConfig;
import wenmai.model.DecoderConfig;
import wenmai.tensor.Tensor;

/// How a family of models names and shapes its stored weights. Llama's names are our own.
interface Layout {

  /// The stored tensor that is our weight `name`.
  NamedTensor find(SafeTensors file, String name);

  /// All our weights as they are stored.
  List<NamedTensor> stored(Map<String, Tensor> weights);

  static Layout of(BackboneConfig config) {
    return config instanceof DecoderConfig c && !c.rotary() ? new Gpt2Layout(c) : new Llama();
  }

  /// Weights as they are.
  record Llama() implements Layout {
    @Override
    public NamedTensor find(SafeTensors file, String name) {
      return file.entry(name);
    }

    @Override
    public List<NamedTensor> stored(Map<String, Tensor> weights) {
      return weights.entrySet().stream().map(e -> asIs(e.getKey(), e.getValue())).toList();
    }
  }

  static NamedTensor asIs(String name, Tensor weight) {
    return new NamedTensor(name, ElementType.valueOf(weight.type().name()), shape(weight.shape()), weight::memory);
  }

  static List<Long> shape(long... shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
