package wenmai.files;

import static java.nio.channels.FileChannel.MapMode.READ_ONLY;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import wenmai.message.BadInput;

/// Named tensors in a safetensors file, or in several that an index joins: a JSON header, then the numbers. The file is
/// mapped and a tensor is a slice of the mapping, so opening reads the header alone and nothing is copied, whatever the
/// size. Slices live until `close`; reading one later throws.
public final class SafeTensors implements AutoCloseable {
  private static final int BUFFER = 1 << 20;
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  private final Path path;
  private final Arena arena = Arena.ofShared();
  private final Map<String, NamedTensor> tensors = new LinkedHashMap<>();
  private final Map<String, String> metadata = new TreeMap<>();

  private SafeTensors(Path path) {
    this.path = path;
  }

  /// `path` is a file, an index of several (`….index.json`), or a folder that holds `model.safetensors` or its index.
  public static SafeTensors open(Path path) {
    var file = Files.isDirectory(path) ? inside(path) : path;
    var opened = new SafeTensors(file);
    try {
      if (file.toString().endsWith(".json")) {
        opened.addShards(weightMap(file));
      } else {
        opened.tensors.putAll(opened.map(file));
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /// In the order of the data.
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  public NamedTensor entry(String name) {
    var tensor = tensors.get(name);
    if (tensors.isEmpty()) {
      throw new BadInput("%s holds no tensor at all; copy or download it again", "%s 中没有任何张量；请重新复制或下载", path);
    }
    if (tensor == null) {
      throw new BadInput("%s has no tensor %s; the nearest name is %s", "%s 中没有张量 %s；最接近的名字是 %s",
          path, name, Spelling.nearest(name, tensors.keySet()));
    }
    return tensor;
  }

  public List<NamedTensor> tensors() {
    return List.copyOf(tensors.values());
  }

  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  @Override
  public void close() {
    arena.close();
  }

  /// Writes one file, atomically and one tensor at a time. Tensors stand wider type first, then by name, so the same
  /// tensors give the same bytes.
  public static void write(Path file, Map<String, String> metadata, List<NamedTensor> tensors) {
    requireDistinct(tensors);
    var ordered = tensors.stream()
        .sorted(Comparator.comparing(NamedTensor::type).thenComparing(NamedTensor::name)).toList();
    try (var draft = Draft.of(file)) {
      try (var out = FileChannel.open(draft.path(), CREATE_NEW, WRITE)) {
        var buffer = ByteBuffer.allocateDirect(BUFFER);
        write(out, MemorySegment.ofArray(TensorHeader.bytes(metadata, ordered)), buffer);
        for (var tensor : ordered) {
          write(out, tensor.data(), buffer);
        }
      }
      draft.publish();
    } catch (IOException e) {
      throw Refusal.writing(file, e);
    }
  }

  /// Through a buffer, because elements on the heap (a `float[]`) have no bytes that a channel could take.
  private static void write(FileChannel out, MemorySegment data, ByteBuffer buffer) throws IOException {
    for (long at = 0; at < data.byteSize(); at += buffer.capacity()) {
      int count = (int) Math.min(buffer.capacity(), data.byteSize() - at);
      MemorySegment.ofBuffer(buffer.clear()).copyFrom(data.asSlice(at, count));
      buffer.limit(count);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
    }
  }

  private static void requireDistinct(List<NamedTensor> tensors) {
    long names = tensors.stream().map(NamedTensor::name).distinct().count();
    if (names < tensors.size() || tensors.stream().anyMatch(t -> t.name().equals(TensorHeader.METADATA))) {
      throw new IllegalArgumentException("every tensor needs a name of its own, and none may be "
          + TensorHeader.METADATA);
    }
  }

  private Map<String, NamedTensor> map(Path file) {
    try (var channel = FileChannel.open(file, READ)) {
      var header = TensorHeader.read(file, channel);
      var data = channel.map(READ_ONLY, header.dataStart(), channel.size() - header.dataStart(), arena);
      var mapped = new LinkedHashMap<String, NamedTensor>();
      for (var slot : header.slots()) {
        var bytes = data.asSlice(slot.begin(), slot.end() - slot.begin());
        mapped.put(slot.name(), new NamedTensor(slot.name(), slot.type(), slot.shape(), bytes));
      }
      metadata.putAll(header.metadata());
      return mapped;
    } catch (IOException e) {
      throw Refusal.reading(file, e);
    }
  }

  /// A tensor belongs to the shard that the index names, even where another holds one of that name too.
  private void addShards(Map<String, String> weightMap) {
    var shards = new HashMap<String, Map<String, NamedTensor>>();
    weightMap.forEach((name, shard) -> {
      var tensor = shards.computeIfAbsent(shard, s -> map(path.resolveSibling(s))).get(name);
      if (tensor == null) {
        throw new BadInput("%s places tensor %s in %s, which does not hold it: files of two models may be mixed",
            "%s 指明张量 %s 在 %s 中，而该文件没有它：可能混入了另一个模型的文件", path, name, shard);
      }
      tensors.put(name, tensor);
    });
  }

  private static Map<String, String> weightMap(Path index) {
    var map = new LinkedHashMap<String, String>();
    for (var entry : Json.read(index).path("weight_map").properties()) {
      var shard = entry.getValue().asString("");
      if (!shard.endsWith(".safetensors") || shard.contains("/") || shard.contains("\\")) {
        throw new BadInput("%s: tensor %s is placed in %s, which is not the name of a .safetensors file beside it",
            "%s：张量 %s 的位置 %s 不是同一目录下 .safetensors 文件的名字", index, entry.getKey(), entry.getValue());
      }
      map.put(entry.getKey(), shard);
    }
    if (map.isEmpty()) {
      throw new BadInput("%s has no weight_map: it must map tensor names to files",
          "%s 没有 weight_map：它应把张量名映射到文件", index);
    }
    return map;
  }

  private static Path inside(Path folder) {
    for (var name : List.of(SINGLE, INDEX)) {
      if (Files.exists(folder.resolve(name))) {
        return folder.resolve(name);
      }
    }
    throw new BadInput("%s holds neither %s nor %s", "%s 中既没有 %s 也没有 %s", folder, SINGLE, INDEX);
  }
}
