package wenmai.files;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Supplier;

/// A tensor as a file holds it: a name, a type, a shape (outermost axis first, no axis for a single number) and its
/// elements in row-major order, little-endian. The elements come from `source` when somebody asks, so that a list of
/// tensors costs nothing and a model is written one tensor at a time.
public record NamedTensor(String name, ElementType type, List<Long> shape, Supplier<MemorySegment> source) {

  public NamedTensor {
    shape = List.copyOf(shape);
    if (shape.stream().anyMatch(n -> n < 0)) {
      throw new IllegalArgumentException("tensor %s: shape %s has a negative axis".formatted(name, shape));
    }
  }

  public NamedTensor(String name, ElementType type, List<Long> shape, MemorySegment data) {
    this(name, type, shape, () -> data);
  }

  /// The elements. Where a foreign writer did not align them, only the `_UNALIGNED` layouts read them.
  public MemorySegment data() {
    var data = source.get();
    if (data.byteSize() != bytes()) {
      throw new IllegalArgumentException("tensor %s: %s %s needs %d bytes, its source gives %d"
          .formatted(name, type, shape, bytes(), data.byteSize()));
    }
    return data;
  }

  public long bytes() {
    return type.bytes(shape);
  }
}
