package wenmai.decode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wenmai.model.Decoder;
import wenmai.model.DecoderConfig;
import wenmai.tensor.Device;
import wenmai.tensor.Tensor;

/// Keys and values of every position read so far, so that a new token costs one position and not all of them. 2 · layers ·
/// K · H · 4 bytes a position; room doubles as it fills, up to the model's context.
public final class KvCache implements Reading {
  private static final int FIRST_ROOM = 256;

  private final DecoderConfig config;
  private final Device device;
  private final List<Seen> layers = new ArrayList<>();
  private int room;
  private int length;

  public KvCache(Decoder decoder) {
    config = decoder.config();
    device = decoder.device();
    makeRoom(Math.min(FIRST_ROOM, config.context()));
  }

  @Override
  public int length() {
    return length;
  }

  @Override
  public int free() {
    return config.context() - length;
  }

  @Override
  public void advance(int positions) {
    length += positions;
  }

  /// Forgets all positions from `positions` on.
  public void cut(int positions) {
    length = Math.min(length, positions);
  }

  @Override
  public Seen append(int layer, Tensor keys, Tensor values) {
    int now = length + (int) keys.size(2);
    while (now > room) {
      makeRoom((int) Math.min(2L * room, config.context()));
    }
    var seen = layers.get(layer);
    seen.keys().narrow(2, length, keys.size(2)).assign(keys);
    seen.values().narrow(2, length, values.size(2)).assign(values);
    return new Seen(seen.keys().narrow(2, 0, now), seen.values().narrow(2, 0, now));
  }

  private void makeRoom(int positions) {
    if (positions <= room) {
      throw new IllegalStateException("the context of " + config.context() + " positions is full");
    }
    for (int layer = 0; layer < config.layers(); layer++) {
      var old = layer < layers.size() ? layers.get(layer) : null;
      var grown = new Seen(grown(old == null ? null : old.keys(), positions), grown(old == null ? null : old.values(), positions));
      if (old == null) {
        layers.add(grown);
      } else {
        layers.set(layer, grown);
      }
    }
    room = positions;
  }

  private Tensor grown(@Nullable Tensor old, int positions) {
    var grown = device.zeros(1, config.kvHeads(), positions, config.headWidth()).own();
    if (old != null) {
      if (length > 0) {
        grown.narrow(2, 0, length).assign(old.narrow(2, 0, length));
      }
      old.close();
    }
    return grown;
  }

  @Override
  public void close() {
    for (var layer : layers) {
      layer.keys().close();
      layer.values().close();
    }
    layers.clear();
  }
}
