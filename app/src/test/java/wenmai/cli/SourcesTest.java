package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whatever is said to people in English is said in Chinese beside it.
class SourcesTest {
  private static final Pattern SAYS =
      Pattern.compile("(?:\\b(?:BadInput|Failure|Message\\.of|new Message)|\\.text)\\(");
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  @Test
  void everySentenceHasItsChinese() throws IOException {
    var wrong = new ArrayList<String>();
    int said = 0;
    for (Path root : List.of(Path.of("src/main/java"), Path.of("../library/src/main/java"))) {
      try (var files = Files.walk(root)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          var pairs = pairs(Files.readString(file));
          said += pairs.size();
          pairs.stream().filter(SourcesTest::isWrong).forEach(pair -> wrong.add(file + ": " + pair));
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(said).isGreaterThan(20);
  }

  @Test
  void aMissingTranslationIsFound() {
    assertThat(pairs("throw new BadInput(\"a (b), %s\" + \"c\", \"also English\", f(\"x\"));"))
        .hasSize(1).allMatch(SourcesTest::isWrong);
    assertThat(pairs("new Failure(e, \"disk\", \"磁盘\")")).hasSize(1).noneMatch(SourcesTest::isWrong);
    assertThat(pairs("Message.of(\"中文\", \"中文\")")).hasSize(1).allMatch(SourcesTest::isWrong);
    assertThat(pairs("Message.of(\"%1$s: %2$s\", \"%1$s：%3$s\", a, b, c)")).hasSize(1).noneMatch(SourcesTest::isWrong);
    assertThat(pairs("Message.of(en, zh, args); catch (BadInput e)")).isEmpty();
  }

  private record Pair(String en, String zh) {}

  private static boolean isWrong(Pair pair) {
    return HAN.matcher(pair.en()).find() || says(pair.en()) && !HAN.matcher(pair.zh()).find();
  }

  /// Texts of placeholders alone say nothing.
  private static boolean says(String text) {
    return text.replaceAll("%([0-9]\\$)?,?[a-z]", "").chars().anyMatch(Character::isLetter);
  }

  /// The English and Chinese arguments of every call that says something in literals.
  private static List<Pair> pairs(String source) {
    var pairs = new ArrayList<Pair>();
    var call = SAYS.matcher(source);
    while (call.find()) {
      var arguments = arguments(source, call.end());
      if (!arguments.isEmpty() && !arguments.getFirst().startsWith("\"")) {
        arguments.removeFirst();   // a cause
      }
      if (arguments.size() > 1 && arguments.getFirst().startsWith("\"")) {
        pairs.add(new Pair(arguments.getFirst(), arguments.get(1)));
      }
    }
    return pairs;
  }

  /// The arguments between a call's parentheses, split at the commas that stand in no string and no inner parentheses.
  private static List<String> arguments(String source, int start) {
    var arguments = new ArrayList<String>();
    var argument = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = start; i < source.length() && depth >= 0; i++) {
      char c = source.charAt(i);
      if (quoted && c == '\\') {
        argument.append(c).append(source.charAt(++i));
        continue;
      }
      quoted ^= c == '"';
      depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
      if (!quoted && (depth < 0 || depth == 0 && c == ',')) {
        arguments.add(argument.toString().strip());
        argument.setLength(0);
      } else {
        argument.append(c);
      }
    }
    return arguments;
  }
}
