package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the reference implementation, the Python package `safetensors`.
@Tag("python")
class SafeTensorsPythonTest {
  @TempDir Path dir;

  @Test
  void theReferenceLibraryReadsOurFilesAndWritesTheSameBytes() throws Exception {
    var random = new Random(5);
    var tensors = new ArrayList<NamedTensor>();
    for (var type : ElementType.values()) {
      if (type != ElementType.BOOL) {
        tensors.add(SafeTensorsTest.tensor("t." + type, type, List.of(3L, 5L), random));
      }
    }
    tensors.add(SafeTensorsTest.floats("文", List.of(2L), 1.5f, -2));
    tensors.add(SafeTensorsTest.floats("scalar", List.of(), 3));
    var ours = dir.resolve("ours.safetensors");
    SafeTensors.write(ours, Map.of("format", "pt"), tensors);
    var printed = python("""
        import sys, numpy as np
        from safetensors import TensorSpec, deserialize, safe_open, serialize_file
        with safe_open(sys.argv[1], "np") as f: metadata = f.metadata()
        print(metadata)
        with open(sys.argv[1], "rb") as f: t = dict(deserialize(f.read()))
        names = {"F16": "float16", "F32": "float32", "F64": "float64", "BF16": "bfloat16", "I8": "int8", "U8": "uint8",
                 "I16": "int16", "I32": "int32", "I64": "int64"}
        bytes = {n: np.frombuffer(v["data"], np.uint8) for n, v in t.items()}
        serialize_file({n: TensorSpec(dtype=names[v["dtype"]], shape=v["shape"], data_ptr=bytes[n].ctypes.data,
            data_len=bytes[n].nbytes) for n, v in t.items()}, sys.argv[2], metadata)
        print(bytes["文"].view(np.float32).tolist(), t["scalar"]["shape"], t["t.BF16"]["dtype"], t["t.I64"]["shape"])
        """, ours, dir.resolve("theirs.safetensors"));
    assertThat(printed).isEqualTo("{'format': 'pt'}\n[1.5, -2.0] [] BF16 [3, 5]\n");
    assertThat(dir.resolve("theirs.safetensors")).hasSameBinaryContentAs(ours);
  }

  @Test
  void weReadWhatTheReferenceLibraryWrites() throws Exception {
    var file = dir.resolve("theirs.safetensors");
    var printed = python("""
        import sys, numpy as np
        from safetensors.numpy import save_file
        r = np.random.default_rng(7)
        t = {"f": r.standard_normal((4, 3)).astype(np.float32), "b": r.integers(0, 2, 9).astype(bool),
             "d": r.standard_normal(5), "h": r.standard_normal((2, 2, 2)).astype(np.float16),
             "e": np.zeros((0, 4), np.int64)}
        save_file(t, sys.argv[1], {"k": "v"})
        for n in sorted(t): print(n, list(t[n].shape), t[n].tobytes().hex())
        """, file);
    var ours = new StringBuilder();
    try (var read = SafeTensors.open(file)) {
      assertThat(read.metadata()).isEqualTo(Map.of("k", "v"));
      read.tensors().stream().sorted((a, b) -> a.name().compareTo(b.name()))
          .forEach(t -> ours.append(t.name()).append(' ')
          .append(t.shape()).append(' ')
          .append(HexFormat.of().formatHex(t.data().toArray(ValueLayout.JAVA_BYTE))).append('\n'));
    }
    assertThat(ours.toString()).isEqualTo(printed);
  }

  private static String python(String program, Path... args) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(System.getenv("WENMAI_PYTHON"), "-c", program));
    for (var arg : args) {
      command.add(arg.toString());
    }
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    var process = builder.start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed;
  }
}
