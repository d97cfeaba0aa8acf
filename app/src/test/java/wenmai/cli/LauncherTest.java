package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher in a checkout of its own, with a Maven and a JDK that only write down how they were called.
class LauncherTest {
  @TempDir private Path temp;
  private Path checkout;
  private Path jdk;
  private Path builds;

  @BeforeEach
  void layOut() throws IOException {
    checkout = Files.createDirectories(temp.resolve("我的 目录's \"x\" $HOME"));
    builds = temp.resolve("builds");
    for (String module : List.of("library", "app")) {
      Files.createDirectories(checkout.resolve(module).resolve("src/main/java"));
      Files.createFile(checkout.resolve(module).resolve("pom.xml"));
    }
    Files.createFile(checkout.resolve("pom.xml"));
    // Without the folders in which a machine may really have a JDK.
    script(checkout.resolve("wenmai"), Files.readString(Path.of("../wenmai"))
        .replaceAll(" /(usr|opt|Library)/", " /nowhere/$1/"));
    jdk = jdk("25.0.3", "for a; do case $a in -XX:ArchiveClassesAtExit*) exit 0 ;; esac; done; "
        + "for a; do printf '%s\\n' \"$a\"; done; echo \"lang=$WENMAI_LANG lc=$LC_ALL\"");
    script(temp.resolve("bin/mvn"), """
        #!/bin/sh
        echo "built $MAVEN_ARGS$*" >>"%s"
        [ ! -f "%s/fail" ] || { echo 'maven: no'; exit 1; }
        sleep 0.3
        mkdir -p library/target app/target
        touch library/target/wenmai-1.jar app/target/wenmai-app-1.jar
        for a; do case $a in -DoutputDirectory=*) mkdir -p "${a#*=}" ;; esac; done
        """.formatted(builds, temp));
  }

  private Path jdk(String version, String java) throws IOException {
    var home = Files.createDirectories(temp.resolve("jdk " + version));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    script(home.resolve("bin/java"), "#!/bin/sh\n" + java + "\n");
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Process start(Path launcher, Map<String, String> env, String... args) throws IOException {
    var command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).directory(temp.toFile());
    var all = new TreeMap<>(Map.of("PATH", temp.resolve("bin") + ":/usr/bin:/bin", "HOME", temp.toString(), "JAVA_HOME",
        jdk.toString(), "LANG", "C"));
    all.putAll(env);
    builder.environment().clear();
    builder.environment().putAll(all);
    return builder.start();
  }

  private static Ran end(Process process) throws IOException, InterruptedException {
    String out = Child.text(process.getInputStream());
    String err = Child.text(process.getErrorStream());
    return new Ran(Child.code(process), out, err);
  }

  private Ran run(Map<String, String> env, String... args) throws IOException, InterruptedException {
    return end(start(checkout.resolve("wenmai"), env, args));
  }

  private long builds() throws IOException {
    return Files.exists(builds) ? Files.readString(builds).lines().count() : 0;
  }

  @Test
  void argumentsArriveAsTheyWereGivenAndOneBuildIsEnough() throws Exception {
    var first = run(Map.of(), "generate", "--prompt", "两 个  词 * \"$x\" \\", "");
    assertThat(first.code()).isZero();
    assertThat(first.err()).contains("wenmai: building once");
    assertThat(first.out()).contains("wenmai.cli.Wenmai\ngenerate\n--prompt\n两 个  词 * \"$x\" \\\n\n");
    var second = run(Map.of("WENMAI_JAVA_OPTS", "-Xmx8g  -Dglob=*"), "doctor");
    assertThat(second.err()).isEmpty();
    assertThat(second.out())
        .contains("\n-Xmx8g\n-Dglob=*\n", "\nwenmai.cli.Wenmai\ndoctor\n", "-Dwenmai.home=" + checkout.toRealPath());
    assertThat(builds()).isOne();
  }

  @Test
  void aJavaFileRunsOnTheClassesOfTheBuild() throws Exception {
    var missing = run(Map.of(), "java", "Xor.java", "两 个");
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).startsWith("wenmai: There is no file Xor.java.");
    assertThat(run(Map.of("LANG", "zh_CN"), "java").err()).startsWith("wenmai：java FILE.java");
    assertThat(run(Map.of(), "java", "Xor").code()).isEqualTo(2);
    assertThat(run(Map.of(), "--lang", "zh", "java", "Xor.java").err()).startsWith("wenmai：没有文件 Xor.java");
    assertThat(run(Map.of("LANG", "zh_CN"), "--debug", "--lang=en", "java", "Xor.java").err()).startsWith("wenmai: There is no file");
    assertThat(builds()).isZero();

    Files.createFile(temp.resolve("Xor.java"));
    assertThat(run(Map.of(), "java", "Xor.java", "两 个").out()).contains("jdk.incubator.vector", "/lib/*\nXor.java\n两 个\n")
        .doesNotContain("wenmai.cli.Wenmai");
    assertThat(run(Map.of(), "--lang", "zh", "java", "Xor.java", "--help").out())
        .contains("jdk.incubator.vector", "/lib/*\nXor.java\n--help\nlang=zh").doesNotContain("wenmai.cli.Wenmai");
  }

  @Test
  void optionsBeforeAVerbLeaveItItsFlags() throws Exception {
    assertThat(run(Map.of(), "--lang", "zh", "bench").out()).contains("-XX:+UseParallelGC", "wenmai.cli.Wenmai\n--lang\nzh\nbench\n");
    assertThat(run(Map.of(), "--json", "help", "bench").out()).contains("-XX:+UseSerialGC").doesNotContain("UseParallelGC");
  }

  @Test
  void aLinkFindsItsCheckout() throws Exception {
    Files.createDirectories(temp.resolve("a b"));
    Files.createSymbolicLink(temp.resolve("a b/first"),
        Path.of("..").resolve(temp.relativize(checkout)).resolve("wenmai"));
    var second = Files.createSymbolicLink(temp.resolve("second"), temp.resolve("a b/first"));
    var ran = end(start(second, Map.of(), "doctor"));
    assertThat(ran.out()).contains("-Dwenmai.home=" + checkout.toRealPath());
  }

  @Test
  void aCheckoutThatMayNotBeWrittenStartsToo() throws Exception {
    run(Map.of(), "doctor");
    var users = Path.of(Files.readString(checkout.resolve("target/run/current")).strip());
    users = checkout.resolve("target/run").resolve(users).resolve("users");
    try (var notes = Files.list(users)) {
      for (Path note : notes.toList()) {
        Files.delete(note);
      }
    }
    Files.delete(users);
    Files.createSymbolicLink(users, Path.of("/proc"));    // where no file can be made
    assertThat(run(Map.of(), "doctor").out()).contains("\ndoctor\n");
    Files.delete(users);
  }

  @Test
  void twoFirstStartsBuildOnce() throws Exception {
    var one = start(checkout.resolve("wenmai"), Map.of(), "doctor");
    var two = start(checkout.resolve("wenmai"), Map.of(), "doctor");
    assertThat(List.of(end(one), end(two))).allMatch(ran -> ran.code() == 0 && ran.out().contains("doctor"));
    assertThat(builds()).isOne();
  }

  @Test
  void aBuildThatFailedOrDiedIsDoneAnew() throws Exception {
    var fail = Files.createFile(temp.resolve("fail"));
    var file = Files.createFile(temp.resolve("file"));
    var failed = run(Map.of("LANG", "zh_CN.UTF-8"), "file");
    assertThat(failed.code()).isOne();
    assertThat(failed.err()).contains("maven: no", "wenmai：构建失败");
    assertThat(file).exists();   // an argument is no business of the clean-up
    Files.delete(fail);
    var killed = start(checkout.resolve("wenmai"), Map.of(), "doctor");
    while (builds() < 2) {
      Thread.sleep(10);
    }
    var maven = killed.descendants().toList();
    killed.destroyForcibly().waitFor();
    maven.forEach(ProcessHandle::destroyForcibly);
    assertThat(Files.isSymbolicLink(checkout.resolve("target/run/lock"))).isTrue();
    assertThat(run(Map.of(), "doctor").out()).contains("doctor");
    assertThat(builds()).isEqualTo(3);
    assertThat(inRuns()).hasSize(2).contains("current").noneMatch(name -> name.startsWith("lock"));
  }

  @Test
  void aChangedSourceIsBuiltAndARunningProgramKeepsItsJars() throws Exception {
    Files.writeString(jdk.resolve("bin/java"),
        "#!/bin/sh\nfor a; do case $a in wait) echo waiting; exec sleep 30 ;; esac; done\n");
    var running = start(checkout.resolve("wenmai"), Map.of(), "wait");
    assertThat(running.inputReader(UTF_8).readLine()).isEqualTo("waiting");
    var build = Files.readString(checkout.resolve("target/run/current")).strip();
    var source = Files.createFile(checkout.resolve("app/src/main/java/New.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));   // newer than every build to come
    assertThat(run(Map.of(), "doctor").err()).contains("the sources have changed");
    run(Map.of(), "doctor");
    assertThat(checkout.resolve("target/run").resolve(build).resolve("lib/wenmai-1.jar")).exists();
    running.destroy();
    running.waitFor();
    run(Map.of(), "doctor");
    assertThat(inRuns()).hasSize(3).doesNotContain(build);   // the last build, the one before, and the name of the last
    assertThat(builds()).isEqualTo(4);
  }

  @Test
  void otherArgumentsOfMavenAreBuiltAndKeptUntilOthersAreGiven() throws Exception {
    run(Map.of("MAVEN_ARGS", "-Dx=1 -Dy=2"), "doctor");
    assertThat(run(Map.of(), "doctor").err()).isEmpty();
    assertThat(run(Map.of("MAVEN_ARGS", "-Dx=1 -Dy=2"), "doctor").err()).isEmpty();
    assertThat(run(Map.of("MAVEN_ARGS", "-Dx=3"), "doctor").err()).contains("MAVEN_ARGS has changed; building with '-Dx=3'");
    Files.createFile(checkout.resolve("app/src/main/java/New.java"));
    assertThat(run(Map.of(), "doctor").err()).contains("the sources have changed");
    assertThat(run(Map.of("MAVEN_ARGS", "", "LANG", "zh_CN.UTF-8"), "doctor").err()).contains("MAVEN_ARGS 有改动");
    assertThat(run(Map.of(), "doctor").code()).isZero();
    assertThat(Files.readString(builds).lines().map(line -> line.replaceAll(" -DskipChecks.*", "")).toList())
        .containsExactly("built -q -B -Dx=1 -Dy=2", "built -q -B -Dx=3", "built -q -B -Dx=3", "built -q -B");
  }

  private List<String> inRuns() throws IOException {
    try (var files = Files.list(checkout.resolve("target/run"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void anOldOrMissingJdkIsSaidInBothLanguages() throws Exception {
    var old = jdk("17.0.9", "");
    var oldOnly = Map.of("JAVA_HOME", old.toString());
    assertThat(run(oldOnly, "doctor")).isEqualTo(new Ran(1, "",
        "wenmai: no JDK 25 or newer found. Install one (for example from https://adoptium.net) and set JAVA_HOME to its folder.\n"))
            ;
    assertThat(run(Map.of("JAVA_HOME", "", "LC_ALL", "zh_CN.UTF-8"), "doctor").err()).startsWith("wenmai：没有找到 JDK 25");
    assertThat(run(oldOnly, "doctor", "--lang", "zh").err()).startsWith("wenmai：没有找到 JDK 25");
    var onPath = Map.of("JAVA_HOME", old.toString(), "PATH",
        jdk.resolve("bin") + ":" + temp.resolve("bin") + ":/usr/bin:/bin");
    assertThat(run(onPath, "doctor").code()).isZero();
  }

  @Test
  void theLanguageIsKeptWhereTheLocaleIsReplaced() throws Exception {
    assertThat(run(Map.of("LANG", "zh_CN.UTF-8"), "doctor").out()).contains("lang=zh_CN.UTF-8");
    assertThat(run(Map.of("LANG", "zh_CN.GB18030"), "doctor").out()).contains("lang=zh_CN.GB18030 lc=\n");
    assertThat(run(Map.of("LC_ALL", "C", "LANG", "zh_CN.UTF-8"), "doctor").out()).contains("lang=C ");
  }

  @Test
  void whatComputesNothingStartsWithoutTheVectorApi() throws Exception {
    assertThat(run(Map.of(), "doctor").out()).contains("jdk.incubator.vector");
    assertThat(run(Map.of(), "doctor", "--help").out()).doesNotContain("jdk.incubator.vector");
    assertThat(run(Map.of()).out()).doesNotContain("jdk.incubator.vector");
  }
}
