package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wenmai.message.Failure;
import wenmai.message.Lang;

class ShellTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private void run(String... lines) throws IOException {
    Locale.setDefault(Locale.ENGLISH);
    new Snippets(Ran.console(Lang.EN, out, err, Screen.NONE), List.of("import java.util.*;"))
        .run(new BufferedReader(new StringReader(String.join("\n", lines))));
  }

  @Test
  void valuesArePrintedAndSnippetsMaySpanLines() throws IOException {
    run("1 + 1; 2 + 2", "int f(int x) {", "  return x + 1;", "}", "var y = f(3)", "List.of(\"文\", \"脉\")",
        "String s = \"\"\"",
        "  a", "  b", "  \"\"\";", "/exit", "no Java any more");
    assertThat(out.toString(UTF_8).lines()).containsExactly("2", "4", "y ==> 4", "[文, 脉]", "s ==> \"a\\nb\\n\"");
    assertThat(err.size()).isZero();
  }

  @Test
  void anErrorIsSaidTheNextLineRunsAndTheWholeFails() {
    assertThatThrownBy(() -> run("foo()", "throw new IllegalStateException(\"x\")", "40 + 2", "int open("))
        .isInstanceOf(Failure.class).hasMessageContaining("3 snippets failed");
    assertThat(out.toString(UTF_8).lines()).containsExactly("42");
    assertThat(err.toString(UTF_8))
        .contains("foo()", "cannot find symbol", "java.lang.IllegalStateException: x", "int open(");
  }

  @Test
  void everyPackageIsImportedAndTheBannersExamplesRun() throws Exception {
    assertThat(Shell.packages(System.getProperty("java.class.path"))).contains("wenmai.message")
        .doesNotContain("wenmai.cli", "wenmai");
    // As a process, because the verb reads stdin.
    var shell = Child.start(Wenmai.class, Map.of("LC_ALL", "C"), "shell", "--lang", "zh");
    try (var in = shell.outputWriter(UTF_8)) {
      for (String example : Shell.EXAMPLES) {
        in.write(example + "\n");
      }
    }
    assertThat(Child.text(shell.getInputStream()).lines())
        .containsExactly("\"文脉\"", "Optional[doctor]", "[文, 文文, 文文文, 文文文文, 文文文文文]");
    assertThat(Child.code(shell)).isZero();
  }
}
