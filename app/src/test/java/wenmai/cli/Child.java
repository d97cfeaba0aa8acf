package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import wenmai.message.Lang;

/// The command line as a process of its own, with verbs that signals find in different states.
final class Child {
  private Child() {}

  public static void main(String[] args) {
    var commands = HelpText.commands(Lang.ZH);
    commands.addSubcommand("steps", new Steps());
    commands.addSubcommand("deaf", new Deaf());
    commands.addSubcommand("stuck", new Stuck());
    commands.addSubcommand("full", new Full());
    System.exit(Wenmai.start(commands, Lang.ZH, args));
  }

  /// Works in steps, and writes a checkpoint when it is asked to stop.
  @Command
  static final class Steps implements Verb {
    @Override
    public void run(Console console, Interrupts interrupts) throws InterruptedException {
      for (int step = 0; !interrupts.requested(); step++) {
        if (step == 0) {
          console.print("started");
        }
        Thread.sleep(5);
      }
      console.print("检查点已写入");
    }
  }

  /// Never asks.
  @Command
  static final class Deaf implements Verb {
    @Override
    public void run(Console console, Interrupts interrupts) throws InterruptedException {
      console.print("started");
      Thread.sleep(60_000);
    }
  }

  /// Asked once, and then hangs in a step.
  @Command
  static final class Stuck implements Verb {
    @Override
    public void run(Console console, Interrupts interrupts) throws InterruptedException {
      interrupts.requested();
      console.print("started");
      Thread.sleep(60_000);
    }
  }

  /// Takes memory until there is none.
  @Command
  static final class Full implements Verb {
    @Override
    public void run(Console console, Interrupts interrupts) {
      var kept = new ArrayList<long[]>();
      while (true) {
        kept.add(new long[1 << 20]);
      }
    }
  }

  /// Starts it, with SIGINT as a terminal would leave it: some shells ignore it in what they run in the background.
  static Process start(Class<?> main, Map<String, String> env, String... args)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    if (canResetSignals()) {
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    var process = new ProcessBuilder(command);
    process.environment().putAll(env);
    return process.start();
  }

  static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), UTF_8);
  }

  /// The exit code, or an error when the process has not ended in 20 seconds.
  static int code(Process process) throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process did not end");
    }
    return process.exitValue();
  }

  private static boolean canResetSignals() throws InterruptedException {
    try {
      return new ProcessBuilder("env", "--default-signal=INT", "true").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
