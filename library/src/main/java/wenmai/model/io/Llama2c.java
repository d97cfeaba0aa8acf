package wenmai.model.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import wenmai.message.BadInput;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.model.Weights;
import wenmai.tensor.Device;

/// A model in llama2.c's first format: seven integers, then every weight as fp32, kind by kind and layer by layer. Its
/// rotary pairs are neighbours (2i, 2i + 1); ours are halves (i, i + H/2), so rows of queries and keys are put in that order.
public final class Llama2c {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int HEADER = 7;
  private static final int LARGEST = 1 << 24;

  private final MemorySegment data;
  private final Path file;
  private final DecoderConfig c;
  private final Map<String, float[]> weights = new HashMap<>();
  private long at = 4L * HEADER;

  private Llama2c(MemorySegment data, Path file) {
    this.data = data;
    this.file = file;
    c = config();
    read();
  }

  public static Decoder read(Path file, Device device) {
    try (var channel = FileChannel.open(file); var arena = Arena.ofConfined()) {
      var model = new Llama2c(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena), file);
      return new Decoder(model.c, new Weights(device, (name, start, shape) -> device.of(model.weight(name), shape)));
    } catch (IOException e) {
      throw new BadInput("%s cannot be read (%s); check the path", "无法读取 %s（%s）；请检查路径", file, e.getMessage());
    }
  }

  private float[] weight(String name) {
    var values = weights.get(name);
    if (values == null) {
      throw new IllegalStateException(name);
    }
    return values;
  }

  private DecoderConfig config() {
    if (data.byteSize() < 4 * HEADER) {
      throw damaged();
    }
    int vocabulary = header(5);
    for (int i = 0; i < HEADER; i++) {
      int value = i == 5 ? Math.abs(vocabulary) : header(i);
      if (value < 1 || value > LARGEST) {
        throw damaged();
      }
    }
    if (header(0) % header(3) != 0) {
      throw damaged();
    }
    var made = DecoderConfig.llama(Math.abs(vocabulary), header(0), header(2), header(3), header(4), header(1), header(6));
    return vocabulary > 0 ? made : made.untied();
  }

  private int header(int i) {
    return data.get(INT, 4L * i);
  }

  private BadInput damaged() {
    return new BadInput("%s is no llama2.c model of version 0, or is cut short: its size does not match its header; download it again",
        "%s 不是 llama2.c 第 0 版模型，或者文件不完整：大小与文件头不符；请重新下载", file);
  }

  private void read() {
    int kv = c.kvHeads() * c.headWidth();
    weights.put("model.embed_tokens.weight", take(c.vocabulary(), c.width()));
    layers("input_layernorm.weight", c.width(), 1);
    layers("self_attn.q_proj.weight", c.width(), c.width());
    layers("self_attn.k_proj.weight", kv, c.width());
    layers("self_attn.v_proj.weight", kv, c.width());
    layers("self_attn.o_proj.weight", c.width(), c.width());
    layers("post_attention_layernorm.weight", c.width(), 1);
    layers("mlp.gate_proj.weight", c.hidden(), c.width());
    layers("mlp.down_proj.weight", c.width(), c.hidden());
    layers("mlp.up_proj.weight", c.hidden(), c.width());
    weights.put("model.norm.weight", take(c.width(), 1));
    take(c.context(), c.headWidth());   // cosines and sines, which we compute
    if (!c.tied()) {
      weights.put("lm_head.weight", take(c.vocabulary(), c.width()));
    }
    if (at != data.byteSize()) {
      throw damaged();
    }
    for (int layer = 0; layer < c.layers(); layer++) {
      weights.computeIfPresent("model.layers." + layer + ".self_attn.q_proj.weight", (n, w) -> halves(w, c.heads()));
      weights.computeIfPresent("model.layers." + layer + ".self_attn.k_proj.weight", (n, w) -> halves(w, c.kvHeads()));
    }
  }

  private void layers(String name, int rows, int columns) {
    for (int layer = 0; layer < c.layers(); layer++) {
      weights.put("model.layers." + layer + "." + name, take(rows, columns));
    }
  }

  private float[] take(int rows, int columns) {
    long n = (long) rows * columns;
    if (n > (data.byteSize() - at) / 4 || n > Integer.MAX_VALUE - 8) {
      throw damaged();
    }
    var values = new float[(int) n];
    MemorySegment.copy(data, FLOAT, at, values, 0, values.length);
    at += 4L * values.length;
    return values;
  }

  /// Row 2i + j of each head becomes row j · H/2 + i.
  private float[] halves(float[] w, int heads) {
    int half = c.headWidth() / 2;
    var out = new float[w.length];
    for (int h = 0; h < heads; h++) {
      for (int i = 0; i < half; i++) {
        for (int j = 0; j < 2; j++) {
          System.arraycopy(w, (h * c.headWidth() + 2 * i + j) * c.width(), out, (h * c.headWidth() + j * half + i) * c.width(),
              c.width());
        }
      }
    }
    return out;
  }
}
