package wenmai.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A Spark cluster of processes on this machine: a master, workers, and a home whose jars are those of the test.
final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final String JARS =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).filter(path -> path.endsWith(".jar")).reduce((a, b) -> a + File.pathSeparator + b).orElseThrow();
  private static final String CLASSES =
      Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).filter(path -> !path.endsWith(".jar")).reduce((a, b) -> a + File.pathSeparator + b).orElseThrow();
  private final Path home;
  private final List<Process> processes = new ArrayList<>();
  private String master = "local";

  private StandaloneCluster(Path home) {
    this.home = home;
  }

  /// @param workers none: jobs run in the process that submits them
  static StandaloneCluster of(Path home, int workers) throws IOException, InterruptedException {
    var cluster = new StandaloneCluster(home);
    var jars = Files.createDirectories(home.resolve("jars"));
    for (String jar : JARS.split(File.pathSeparator)) {
      Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
    }
    if (workers > 0) {
      var log = cluster.start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0");
      cluster.master = found(MASTER, log);
      for (int i = 0; i < workers; i++) {
        log = cluster.start("worker" + i, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g",
            "--webui-port", "0", "--work-dir", home.resolve("work" + i).toString(), cluster.master);
        found(Pattern.compile("(Successfully registered)"), log);
      }
    }
    return cluster;
  }

  void submit(Class<?> main, Object... arguments) throws IOException, InterruptedException {
    assertThat(submitted(main, arguments)).as(() -> read(home.resolve("submit.log"))).isZero();
  }

  /// The exit code of spark-submit.
  int submitted(Class<?> main, Object... arguments) throws IOException, InterruptedException {
    var all = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit", "--master", master, "--class", main.getName(),
        "--driver-class-path", CLASSES, "--conf", "spark.executor.extraClassPath=" + CLASSES, "--conf", "spark.executor.memory=600m",
        "--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.ui.enabled=false", "spark-internal"));
    Arrays.stream(arguments).map(String::valueOf).forEach(all::add);
    start("submit", all.toArray(String[]::new));
    var submit = processes.getLast();
    assertThat(submit.waitFor(3, TimeUnit.MINUTES)).as("submit ends").isTrue();
    return submit.exitValue();
  }

  /// Workers that started an executor.
  long executors() throws IOException {
    try (var folders = Files.list(home)) {
      return folders.filter(folder -> folder.getFileName().toString().startsWith("work") && holdsApp(folder)).count();
    }
  }

  private static boolean holdsApp(Path work) {
    try (var apps = Files.list(work)) {
      return apps.anyMatch(app -> app.getFileName().toString().startsWith("app-"));
    } catch (IOException e) {
      return false;
    }
  }

  private Path start(String name, String... command) throws IOException {
    var log = home.resolve(name + ".log");
    var all = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-cp",
        CLASSES + File.pathSeparator + home.resolve("jars") + "/*"));
    all.addAll(List.of(command));
    var builder = new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    processes.add(builder.start());
    return log;
  }

  private static String found(Pattern pattern, Path log) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      var matcher = pattern.matcher(read(log));
      if (matcher.find()) {
        return matcher.group(1);
      }
      Thread.sleep(100);
    }
    throw new AssertionError(pattern + " not in " + read(log));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() throws InterruptedException {
    for (var each : processes.reversed()) {
      each.destroy();
      each.waitFor();
    }
  }
}
