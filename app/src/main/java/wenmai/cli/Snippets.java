package wenmai.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import jdk.jshell.execution.LocalExecutionControlProvider;
import wenmai.message.Failure;

/// Lines of Java run one after another, as they come: values on stdout, errors on stderr, no prompt. A snippet may span
/// lines; an error does not stop the next one, but the whole fails in the end.
final class Snippets {
  private final Console console;
  private final List<String> imports;
  private int failed;

  Snippets(Console console, List<String> imports) {
    this.console = console;
    this.imports = imports;
  }

  void run(BufferedReader lines) throws IOException {
    var java = JShell.builder().executionEngine(new LocalExecutionControlProvider(), Map.of())
        .out(console.out()).err(console.err());
    if (Shell.VECTORS) {
      java.compilerOptions("--add-modules", "jdk.incubator.vector");
    }
    try (var shell = java.build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
      imports.forEach(shell::eval);
      String pending = "";
      for (String line = lines.readLine(); line != null && !line.strip().equals("/exit"); line = lines.readLine()) {
        pending = runComplete(pending + line + "\n", shell);
      }
      if (!pending.isBlank()) {
        show(shell.eval(pending), shell);
      }
    }
    if (failed > 0) {
      throw new Failure("%d snippets failed; their errors stand above", "有 %d 个代码片段出错，错误见上", failed);
    }
  }

  /// Runs every whole snippet of the text and returns what is left of it.
  private String runComplete(String text, JShell shell) {
    String rest = text;
    var next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
    while (next.completeness().isComplete()) {
      show(shell.eval(next.source()), shell);
      rest = next.remaining();
      next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
    }
    return rest;
  }

  private void show(List<SnippetEvent> events, JShell shell) {
    for (var event : events) {
      if (event.status() == Snippet.Status.REJECTED) {
        failed++;
        console.err().println(event.snippet().source().strip());
        shell.diagnostics(event.snippet()).filter(Diag::isError).forEach(d ->
            console.err().println("  " + d.getMessage(Locale.getDefault())));
      } else if (event.exception() != null) {
        failed++;
        console.err().println(words(event.exception()));
      } else if (event.value() != null && !event.value().isEmpty()) {
        boolean named = event.snippet().subKind() == SubKind.VAR_DECLARATION_WITH_INITIALIZER_SUBKIND;
        console.print(named ? ((VarSnippet) event.snippet()).name() + " ==> " + event.value() : event.value());
      }
    }
  }

  private static String words(Exception e) {
    String name = e instanceof EvalException thrown ? thrown.getExceptionClassName() : e.getClass().getName();
    return name + ": " + e.getMessage();
  }
}
