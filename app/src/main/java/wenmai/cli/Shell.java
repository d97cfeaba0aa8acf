package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.jar.JarFile;
import jdk.jshell.tool.JavaShellToolBuilder;
import picocli.CommandLine.Command;
import wenmai.message.Message;

/// JShell with every package of Wenmai imported, run inside this JVM: the same classpath and flags, and objects that
/// live here, natives included. At a terminal it is the JDK's own tool with its line editing, completion and history;
/// lines from a pipe go through `Snippets`.
@Command(name = "shell")
final class Shell implements Verb {
  static final List<String> EXAMPLES = List.of(
      "Message.of(\"context\", \"文脉\").in(Lang.ZH)",
      "Nearest.to(\"docter\", List.of(\"doctor\", \"shell\"))",
      "IntStream.rangeClosed(1, 5).mapToObj(\"文\"::repeat).toList()");
  static final boolean VECTORS = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  @Override
  public void run(Console console, Interrupts interrupts) throws Exception {
    var imports = new ArrayList<>(List.of("import module java.base;"));   // a package's own names go before a module's
    packages(System.getProperty("java.class.path")).forEach(name -> imports.add("import " + name + ".*;"));
    if (console.screen().in()) {
      talk(imports, console);
    } else {
      try (var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
        new Snippets(console, imports).run(lines);
      }
    }
  }

  private static void talk(List<String> imports, Console console) throws Exception {
    console.say(Message.of("Wenmai %s in JShell: everything is imported, Tab completes, /exit leaves. Try:",
        "文脉 %s（JShell）：已导入全部包，按 Tab 补全，输入 /exit 退出。试一试：", HelpText.version()));
    EXAMPLES.forEach(example -> console.err().println("  " + example));
    var startup = Files.createTempFile("wenmai-shell", ".jsh");
    try {
      Files.write(startup, imports);
      var arguments = new ArrayList<>(List.of("--execution", "local", "--startup", startup.toString(),
          "--feedback", "concise", "--class-path", System.getProperty("java.class.path")));
      if (VECTORS) {
        arguments.addAll(List.of("--add-modules", "jdk.incubator.vector"));
      }
      // In memory, because the JDK's default keeps a history in Java's user preferences, and says so in a warning.
      JavaShellToolBuilder.builder().locale(Locale.getDefault()).interactiveTerminal(true).persistence(new HashMap<>())
          .run(arguments.toArray(String[]::new));
    } finally {
      Files.deleteIfExists(startup);
    }
  }

  /// The packages of Wenmai that hold classes, but for the command line: read from the classpath's jars and folders, so
  /// that a new chapter needs no entry here.
  static List<String> packages(String classpath) throws IOException {
    var names = new TreeSet<String>();
    for (String entry : classpath.split(File.pathSeparator)) {
      var path = Path.of(entry);
      if (Files.isDirectory(path)) {
        try (var files = Files.walk(path)) {
          files.forEach(file -> addPackage(path.relativize(file).toString().replace(File.separatorChar, '/'), names));
        }
      } else if (path.getFileName().toString().startsWith("wenmai")) {
        try (var jar = new JarFile(entry)) {
          jar.stream().forEach(file -> addPackage(file.getName(), names));
        }
      }
    }
    return List.copyOf(names);
  }

  private static void addPackage(String file, TreeSet<String> names) {
    if (file.startsWith("wenmai/") && !file.startsWith("wenmai/cli/") && file.endsWith(".class")
        && !file.endsWith("/package-info.class") && file.lastIndexOf('/') > "wenmai".length()) {
      names.add(file.substring(0, file.lastIndexOf('/')).replace('/', '.'));
    }
  }
}
