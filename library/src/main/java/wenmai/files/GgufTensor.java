package wenmai.files;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// A tensor in a GGUF file: its shape outermost axis first (the file has it the other way round), where it begins in
/// the file's data, and its bytes, mapped, alive until the file is closed.
public record GgufTensor(String name, GgmlType type, List<Long> shape, long offset, MemorySegment data) {
  public GgufTensor {
    shape = List.copyOf(shape);
  }
}
