package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import wenmai.files.Recipes;
import wenmai.message.Lang;
import wenmai.train.Pretrain;

class HelpTextTest {
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
  private static final List<String> HEADINGS = List.of("usage.synopsisHeading", "usage.parameterListHeading",
      "usage.optionListHeading", "usage.commandListHeading");

  @ParameterizedTest
  @EnumSource
  void everyVerbAndOptionHasItsTextAndNoTextIsExtra(Lang lang) {
    var bundle = HelpText.bundle(lang);
    var used = new TreeSet<>(HEADINGS);
    used.add("wenmai.usage.footer");
    for (var spec : all(HelpText.commands(lang).getCommandSpec())) {
      String name = spec.qualifiedName(".");
      used.add(name + ".usage.header");
      if (spec.parent() != null) {
        used.add(name + ".usage.description");
      }
      for (var option : spec.options()) {
        String key = option.longestName().replaceFirst("^-+", "");
        used.add(bundle.containsKey(name + "." + key) ? name + "." + key : key);
      }
      for (var parameter : spec.positionalParameters()) {
        used.add(name + "." + parameter.paramLabel() + "[" + parameter.index() + "]");
      }
    }
    Recipes.keys(Pretrain.class).forEach(key -> used.add("recipe." + key.path()));
    assertThat(bundle.keySet()).containsExactlyInAnyOrderElementsOf(used);
    assertThat(used).allMatch(key -> !bundle.getString(key).isBlank());
  }

  @Test
  void everyChineseTextIsChineseAndNoEnglishOneIs() {
    var zh = HelpText.bundle(Lang.ZH);
    var en = HelpText.bundle(Lang.EN);
    assertThat(zh.keySet()).allMatch(key -> HAN.matcher(zh.getString(key)).find());
    assertThat(en.keySet()).noneMatch(key -> HAN.matcher(en.getString(key)).find());
  }

  @Test
  void everyLineOfTheChineseHelpIsChinese() {
    for (var spec : all(HelpText.commands(Lang.ZH).getCommandSpec())) {
      var lines = spec.commandLine().getUsageMessage(Ansi.OFF).lines().filter(line -> !line.isBlank());
      assertThat(lines).as(spec.qualifiedName()).allMatch(line -> HAN.matcher(line).find());
    }
  }

  @Test
  void everyKeyOfARecipeIsShownWithTypeStandardAndMeaning() {
    var en = Ran.in(Lang.EN, "help", "recipe");
    assertThat(en.code()).as(en.err()).isZero();
    assertThat(en.out().lines()).contains("out (text)", "model.kvHeads (whole number, 0)", "optimizer.schedule (cosine|linear|wsd|constant, cosine)",
        "optimizer.groups[].match (text)", "mixture.NAME.weight (number, 1)", "keepBest (true|false, false)");
    var zh = Ran.in(Lang.ZH, "help", "recipe").out();
    assertThat(zh.lines()).contains("model.layers (整数, 6)").filteredOn(line -> line.startsWith("    ")).hasSize(Recipes.keys(Pretrain.class).size())
        .allMatch(line -> HAN.matcher(line).find());
    assertThat(Ran.in(Lang.EN, "help", "recipe", "--json").out()).contains("{\"key\":\"steps\",\"type\":\"whole number\",\"standard\":\"2000\",\"meaning\":");
  }

  @Test
  void helpIsAVerbToo() {
    assertThat(Ran.in(Lang.EN, "help").out()).isEqualTo(Ran.in(Lang.EN, "--help").out());
    assertThat(Ran.in(Lang.ZH, "help", "pretrain").out()).isEqualTo(Ran.in(Lang.ZH, "pretrain", "--help").out());
    assertThat(Ran.in(Lang.EN, "help", "corpus", "clean").out()).isEqualTo(Ran.in(Lang.EN, "corpus", "clean", "--help").out()).contains("--keep-dropped");
    assertThat(Ran.in(Lang.EN, "help", "corpus", "claen")).matches(r -> r.code() == 2).extracting(Ran::err).asString().contains("no topic corpus claen", "did you mean clean?");
    assertThat(Ran.in(Lang.ZH, "help", "corpus", "clean", "more")).matches(r -> r.code() == 2).extracting(Ran::err).asString().contains("没有主题 corpus clean more");
    assertThat(Ran.in(Lang.EN, "help", "recipes")).matches(r -> r.code() == 2).extracting(Ran::err).asString().contains("no topic recipes", "did you mean recipe?");
    assertThat(Ran.in(Lang.ZH, "help", "recipes").err()).contains("没有主题 recipes", "是否想用 recipe");
  }

  @Command(name = "wide")
  static final class Wide {
    @Option(names = "--model", paramLabel = "MODEL", description = "一个很长的说明，长得一行放不下，必须在中间的某个地方换行，"
        + "而换行之后的文字仍然要从同一列开始；full-width：ＡＢＣ，以及 English words 夹在中间也一样，不能错位，也不能超出右边的界线。")
    private String model = "";
    @Option(names = "--n", paramLabel = "N", description = "说明")
    private int n;
  }

  @Test
  void chineseTextKeepsItsColumnAndItsMargin() {
    var command = new CommandLine(new Wide()).setUsageHelpWidth(80);
    command.getCommandSpec().usageMessage().adjustLineBreaksForWideCJKCharacters(true);
    var lines = command.getUsageMessage(Ansi.OFF).lines().toList();
    var first = lines.stream().filter(line -> line.startsWith("      --")).toList();
    var wrapped = lines.stream().filter(line -> line.startsWith("          ")).toList();
    assertThat(first).hasSize(2);
    assertThat(wrapped).hasSizeGreaterThan(1);
    assertThat(first.stream().map(HelpTextTest::descriptionColumn).distinct()).hasSize(1);
    assertThat(wrapped.stream().map(HelpTextTest::descriptionColumn).distinct()).hasSize(1);
    assertThat(lines).allMatch(line -> Width.of(line) <= 80);
  }

  /// picocli measures a wide label by its letters, so the column of labels would be crooked.
  @Test
  void labelsAreAscii() {
    for (var spec : all(HelpText.commands(Lang.ZH).getCommandSpec())) {
      assertThat(spec.args()).allMatch(arg -> arg.paramLabel().chars().allMatch(c -> c < 128));
    }
  }

  /// Where the text after the last gap of two spaces begins, in columns.
  private static int descriptionColumn(String line) {
    int gap = line.stripTrailing().lastIndexOf("  ") + 2;
    return Width.of(line.substring(0, gap));
  }

  private static List<CommandSpec> all(CommandSpec spec) {
    var specs = new ArrayList<CommandSpec>(List.of(spec));
    spec.subcommands().values().forEach(sub -> specs.addAll(all(sub.getCommandSpec())));
    return specs;
  }
}
