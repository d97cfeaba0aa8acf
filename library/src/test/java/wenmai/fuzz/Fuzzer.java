package wenmai.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What Jazzer calls, with the [Target] as `--target_args`: `benchmarks/fuzz.sh`.
public final class Fuzzer {
  private static Target target = Target.TEXT;
  private static Path folder = Path.of("");

  private Fuzzer() {}

  /// Reads the seeds, for what the loading of classes takes is no input's fault.
  public static void fuzzerInitialize(String[] args) throws IOException {
    target = Target.valueOf(args[0]);
    folder = Files.createTempDirectory("fuzz");
    for (byte[] seed : Seeds.of(target)) {
      target.read(folder, seed);
    }
  }

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    target.read(folder, bytes);
  }

  /// Writes the [Seeds], a folder for each target, and the targets' names to standard output.
  public static void main(String[] args) throws IOException {
    for (var each : Target.values()) {
      var seeds = Files.createDirectories(Path.of(args[0], each.name()));
      int number = 0;
      for (byte[] seed : Seeds.of(each)) {
        Files.write(seeds.resolve("seed" + number++), seed);
      }
      System.out.println(each);
    }
  }
}
