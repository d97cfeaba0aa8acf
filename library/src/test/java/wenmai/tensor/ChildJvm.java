package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Runs a program of the tests in a JVM of its own.
public final class ChildJvm {
  private ChildJvm() {}

  /// What the program prints, where it ends well.
  ///
  /// @param jars which entries of the class path it gets
  public static String run(Class<?> program, Predicate<String> jars, String... options) throws IOException, InterruptedException {
    var path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).filter(jars)
        .collect(Collectors.joining(File.pathSeparator));
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules",
        "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp", path));
    command.addAll(List.of(options));
    command.add(program.getName());
    var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
