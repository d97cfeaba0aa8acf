package wenmai.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.message.Nearest;

/// Help of a verb, and the keys of a recipe: what they are is read from the recipe's own record, what they mean stands in the
/// help's bundles as `recipe.KEY`.
@Command(name = "help")
final class HelpVerb implements Verb {
  private static final String RECIPE = "recipe";

  @Parameters(index = "0..*", paramLabel = "TOPIC")
  private List<String> topics = new ArrayList<>();

  @Spec
  private @Nullable CommandSpec spec;

  /// A key as programs read it.
  ///
  /// @param standard empty where the key must be written
  record Line(String key, String type, String standard, String meaning) {}

  @Override
  public void run(Console console, Interrupts interrupts) {
    if (topics.equals(List.of(RECIPE))) {
      print(lines(console), console);
    } else {
      verb(console).usage(console.out(), HelpText.colours(console));
    }
  }

  /// Of the words of a verb, `corpus clean`, the last one's.
  private CommandLine verb(Console console) {
    var verb = spec == null ? HelpText.commands(console.lang()) : spec.root().commandLine();
    var known = new ArrayList<>(List.of(RECIPE));
    for (String topic : topics) {
      known.addAll(verb.getSubcommands().keySet());
      var next = verb.getSubcommands().get(topic);
      if (next == null) {
        throw unknown(topic, known);
      }
      verb = next;
      known.clear();
    }
    return verb;
  }

  private BadInput unknown(String topic, List<String> known) {
    var near = Nearest.to(topic, known).map(nearest -> Message.of(" (did you mean %s?)", "（是否想用 %s？）", nearest)).orElse(new Message("", ""));
    return new BadInput("help: there is no topic %1$s%2$s; there is %4$s and every verb: wenmai --help lists them",
        "help：没有主题 %1$s%3$s；可用的有 %4$s 和每个动词：wenmai --help 会列出它们", String.join(" ", topics), near.en(), near.zh(), RECIPE);
  }

  private static List<Line> lines(Console console) {
    var meanings = HelpText.bundle(console.lang());
    return Recipes.keys(wenmai.train.Pretrain.class).stream().map(key -> new Line(key.path(), type(key, console), key.standard().orElse(""),
        meanings.getString(RECIPE + "." + key.path()))).toList();
  }

  private static String type(Recipes.Key key, Console console) {
    return switch (key.type().getSimpleName()) {
      case "int", "long" -> console.text("whole number", "整数");
      case "double" -> console.text("number", "数");
      case "boolean" -> "true|false";
      case "List" -> console.text("list", "列表");
      case "Map" -> console.text("keys", "键");
      case "String" -> console.text("text", "文本");
      default -> Arrays.stream(key.type().getEnumConstants()).map(c -> c.toString().toLowerCase(Locale.ROOT)).collect(Collectors.joining("|"));
    };
  }

  private static void print(List<Line> lines, Console console) {
    if (console.json()) {
      console.printJson(lines);
      return;
    }
    console.print(console.text("Keys of a recipe for pretrain, as YAML (model: {layers: 4}) or after the recipe (model.layers=4):",
        "pretrain 配方的键，可写成 YAML（model: {layers: 4}），或写在配方之后（model.layers=4）："));
    var groups = lines.stream().collect(Collectors.groupingBy(line -> line.key.replaceFirst("[.\\[].*", ""), LinkedHashMap::new, Collectors.toList()));
    for (var group : groups.values()) {
      if (group.size() > 1) {
        console.print("");
      }
      for (var line : group) {
        console.print("%s (%s%s)".formatted(line.key, line.type, line.standard.isEmpty() ? "" : ", " + line.standard));
        console.print("    " + line.meaning);
      }
    }
  }
}
