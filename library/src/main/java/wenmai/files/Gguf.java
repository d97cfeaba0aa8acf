package wenmai.files;

import static java.nio.channels.FileChannel.MapMode.READ_ONLY;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import wenmai.files.GgufValue.Flag;
import wenmai.files.GgufValue.Items;
import wenmai.files.GgufValue.Text;
import wenmai.files.GgufValue.Type;
import wenmai.files.GgufValue.Whole;
import wenmai.message.BadInput;

/// A GGUF file, in which llama.cpp keeps a model: a head of named values (tokenizer, sizes, a chat template) and named
/// tensors, then the tensors' bytes. The file is mapped, so opening reads the head alone, whatever the size, and a
/// tensor is a slice of the mapping, which lives until `close`. Everything in the head is checked against the file's
/// size before it is believed.
///
/// | part | holds (little-endian) |
/// |---|---|
/// | start | `GGUF`, version (2 or 3), the numbers of tensors and of values |
/// | values | name, type, value; a text is its length and UTF-8, a list its type, its length and its items |
/// | tensors | name, axes, innermost axis first, type, offset in the data |
/// | data | from the next multiple of `general.alignment` (32) on |
///
/// Source: the format's description at https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
public final class Gguf implements AutoCloseable {
  private final Path path;
  private final Arena arena;
  private final GgufHead head;

  private Gguf(Path path, Arena arena, GgufHead head) {
    this.path = path;
    this.arena = arena;
    this.head = head;
  }

  @SuppressWarnings("MustBeClosedChecker")  // the mapping lives until the file is closed
  public static Gguf open(Path path) {
    var arena = Arena.ofShared();
    try (var channel = FileChannel.open(path, READ)) {
      return new Gguf(path, arena, GgufHead.read(path, channel.map(READ_ONLY, 0, channel.size(), arena)));
    } catch (IOException e) {
      arena.close();
      throw Refusal.reading(path, e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /// The names of the values.
  public Set<String> keys() {
    return Collections.unmodifiableSet(head.values().keySet());
  }

  public Optional<String> text(String key) {
    return value(key, "text", value -> value instanceof Text(String text) ? Optional.of(text) : Optional.empty());
  }

  public OptionalLong whole(String key) {
    return value(key, "a whole number", value -> value instanceof Whole(long n) ? Optional.of(n) : Optional.empty())
        .map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }

  public Optional<Boolean> flag(String key) {
    return value(key, "true or false", value -> value instanceof Flag(boolean flag) ? Optional.of(flag) : Optional.empty());
  }

  public Optional<List<String>> texts(String key) {
    return items(key, Type.TEXT).map(items -> {
      var in = new GgufCursor(path, items.bytes());
      return IntStream.range(0, items.count()).mapToObj(_ -> in.text(key)).toList();
    });
  }

  public Optional<float[]> reals(String key) {
    return items(key, Type.F32).map(items -> {
      var in = new GgufCursor(path, items.bytes());
      float[] reals = new float[items.count()];
      for (int i = 0; i < reals.length; i++) {
        reals[i] = in.f32(key);
      }
      return reals;
    });
  }

  public Optional<int[]> wholes(String key) {
    return items(key, Type.I32).map(items -> {
      var in = new GgufCursor(path, items.bytes());
      return IntStream.range(0, items.count()).map(_ -> in.i32(key)).toArray();
    });
  }

  public Optional<byte[]> bytes(String key) {
    return value(key, "a list of bytes", value -> value instanceof Items items && items.type().bytes() == 1
        ? Optional.of(items) : Optional.empty()).map(items -> items.bytes().toArray(ValueLayout.JAVA_BYTE));
  }

  /// In the order of the file.
  public List<GgufTensor> tensors() {
    return List.copyOf(head.tensors().values());
  }

  public GgufTensor tensor(String name) {
    var tensor = head.tensors().get(name);
    if (tensor == null) {
      throw new BadInput("%s has no tensor %s, among %d", "%s 的 %3$d 个张量中没有 %2$s", path, name, head.tensors().size());
    }
    return tensor;
  }

  @Override
  public void close() {
    arena.close();
  }

  private Optional<Items> items(String key, Type type) {
    return value(key, "a list of " + type,
        value -> value instanceof Items items && items.type() == type ? Optional.of(items) : Optional.empty());
  }

  private <T> Optional<T> value(String key, String kind, Function<GgufValue, Optional<T>> read) {
    var value = head.values().get(key);
    if (value == null) {
      return Optional.empty();
    }
    var wanted = read.apply(value);
    if (wanted.isEmpty()) {
      var found = value instanceof Items items ? "Items of " + items.type() : value.getClass().getSimpleName();
      throw new BadInput("%s: %s is %s, it must be %s", "%s：%s 的类型为 %s，应为 %s", path, key, found, kind);
    }
    return wanted;
  }
}
