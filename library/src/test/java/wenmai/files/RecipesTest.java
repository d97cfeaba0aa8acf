package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wenmai.message.BadInput;
import wenmai.message.Lang;
import wenmai.message.Problem;

class RecipesTest {
  enum Schedule { CONSTANT, COSINE }

  record Optimizer(@Default("3e-4") double rate, @Default("cosine") Schedule schedule,
      @Default("[0.9, 0.95]") List<Double> betas) {
    Optimizer {
      if (rate <= 0) {
        throw new IllegalArgumentException("rate (%s) must be positive".formatted(rate));
      }
    }
  }

  record Part(String path, @Default("1") double weight) {}

  record Pretrain(String out, @Default("1_000") int steps, @Default("42") long seed, @Default("false") boolean compile,
      Optimizer optimizer, @Default("{rate: 5e-5}") Optimizer finetune, @Default("[]") List<Part> data,
      @Default("{}") Map<String, Integer> weights) {
    Pretrain {
      if (steps < 1) {
        throw new BadInput("steps (%d) must be at least 1", "steps(%d)至少为 1", steps);
      }
    }
  }

  @TempDir Path dir;

  private Pretrain read(String yaml, String... overrides) throws IOException {
    return Recipes.read(Files.writeString(dir.resolve("r.yaml"), yaml), List.of(overrides), Pretrain.class);
  }

  @Test
  void aRecipeIsItsDefaultsItsFileAndItsOverrides() throws IOException {
    var recipe = read("""
        # 预训练
        out: 输出
        steps: 2_000
        optimizer:
          rate: 1e-3
          schedule: Constant
        data:
          - {path: a.tokens}
          - path: b.tokens
            weight: .5
        weights: {zh: 2, en: 1}
        """, "optimizer.rate=2E-3", "seed=-7", "compile=true", "finetune.betas=[0.5]", "weights.en=3");
    assertThat(recipe).isEqualTo(new Pretrain("输出", 2000, -7, true,
        new Optimizer(2e-3, Schedule.CONSTANT, List.of(0.9, 0.95)), new Optimizer(5e-5, Schedule.COSINE, List.of(0.5)),
        List.of(new Part("a.tokens", 1), new Part("b.tokens", 0.5)), Map.of("zh", 2, "en", 3)));
  }

  @Test
  void withoutAFileDefaultsAndOverridesMakeTheRecipe() {
    var recipe = Recipes.of(List.of("out=a: b # c = d"), Pretrain.class);
    assertThat(recipe.out()).isEqualTo("a: b # c = d");
    assertThat(recipe.steps()).isEqualTo(1000);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "out: a;stepz: 3 | r.yaml:2 | unknown key stepz; the nearest is steps. Known here: out, steps, seed",
      "out: a;optimizer:;  rte: 3 | r.yaml:3 | unknown key optimizer.rte; the nearest is rate. Known here: rate, "
          + "schedule, betas",
      "steps: 3 | r.yaml:1 | the key out is missing",
      "out: a;data:;  - weight: 2 | r.yaml:3 | the key data[0].path is missing",
      "out: a;steps: 1.5 | r.yaml:2 | steps (1.5) must be a whole number",
      "out: a;steps: 99999999999 | r.yaml:2 | steps (99999999999) must be a whole number",
      "out: a;steps: [1] | r.yaml:2 | steps must be a single value",
      "out: a;compile: yes | r.yaml:2 | compile (yes) must be true or false",
      "out: a;optimizer: {rate: .inf} | r.yaml:2 | optimizer.rate (.inf) must be a finite number",
      "out: a;optimizer: {rate: 1e999} | r.yaml:2 | must be a finite number",
      "out: a;optimizer: {schedule: linear} | r.yaml:2 | optimizer.schedule (linear) must be one of constant, cosine",
      "out: a;optimizer: {betas: 3} | r.yaml:2 | optimizer.betas must be a list",
      "out: a;optimizer: {betas: [1, x]} | r.yaml:2 | optimizer.betas[1] (x) must be",
      "out: a;optimizer: fast | r.yaml:2 | optimizer must hold keys",
      "out: a;optimizer: {rate: -1} | r.yaml:2 | optimizer is refused: rate (-1.0) must be positive",
      "out: a;steps: 0 |  | steps (0) must be at least 1",
      "out: a;steps: | r.yaml:2 | no value",
      "out: a;out: b | r.yaml:2 | out stands here a second time, first at",
      "out: a;data: &x [1] | r.yaml:2 | anchors",
      "out: a;data: *x | r.yaml:2 | aliases",
      "out: !!java.lang.String a | r.yaml:1 | tags",
      "out: !!int '3' | r.yaml:1 | tags",
      "optimizer: !x {rate: 1} | r.yaml:1 | tags",
      "out: a;---;out: b | r.yaml:3 | second document",
      "out: [a | r.yaml | not valid YAML",
      "just text | r.yaml:1 | key: value"})
  void aMistakeIsSaidWithPlaceKeyValueAndRule(String yaml, String place, String said) {
    assertThatThrownBy(() -> read(yaml.replace(';', '\n'))).isInstanceOf(BadInput.class)
        .hasMessageContaining(place == null ? "" : place).hasMessageContaining(said)
        .satisfies(e -> assertThat(((Problem) e).message().in(Lang.ZH)).matches("(?s).*\\p{IsHan}.*|.*rate.*"));
  }

  @Test
  void aMistakeInAnOverrideNamesTheOverride() {
    assertThatThrownBy(() -> read("out: a", "optimizer.rate=fast")).isInstanceOf(BadInput.class)
        .hasMessageContaining("optimizer.rate=fast: optimizer.rate (fast) must be");
    assertThatThrownBy(() -> read("out: a", "stps=1")).hasMessageContaining("nearest is steps");
    assertThatThrownBy(() -> read("out: a", "kolibri=1")).hasMessageContaining("unknown key kolibri. Known here: out, ");
    assertThatThrownBy(() -> read("out: a", "steps")).isInstanceOf(BadInput.class).hasMessageContaining("key=value");
    assertThatThrownBy(() -> read("out: a", "data=[1")).isInstanceOf(BadInput.class).hasMessageContaining("data=[1");
  }

  @Test
  void aFileThatIsNoRecipeIsRefused() throws IOException {
    assertThatThrownBy(() -> read("out: " + "a".repeat(1 << 20))).isInstanceOf(BadInput.class)
        .hasMessageContaining("1 MiB");
    assertThatThrownBy(() -> read("out: " + "[".repeat(100_000))).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> read("out: " + "{a: ".repeat(100_000))).isInstanceOf(BadInput.class);
    var file = Files.write(dir.resolve("latin"), new byte[] {'a', ':', ' ', (byte) 0xe9});
    assertThatThrownBy(() -> Recipes.read(file, List.of(), Pretrain.class)).isInstanceOf(BadInput.class)
        .hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> Recipes.read(dir.resolve("none"), List.of(), Pretrain.class)).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> read("")).isInstanceOf(BadInput.class).hasMessageContaining("out is missing");
    assertThat(read("\uFEFFout: 三国").out()).isEqualTo("三国");
  }

  @Test
  void whatIsWrittenAsYamlReadsBackEqual() throws IOException {
    for (var text : List.of("plain", "null", "true", "1e3", "", "~", "two\nlines\n", "引号 \" ' # : - [", "\t tab", "😀",
        "x".repeat(300))) {
      var recipe = new Pretrain(text, 7, Long.MIN_VALUE, true, new Optimizer(1e-300, Schedule.CONSTANT, List.of()),
          new Optimizer(0.1 + 0.2, Schedule.COSINE, List.of(1.0)),
          List.of(new Part("p", 2)), Map.of("k e y", 1, "b", 2));
      assertThat(read(Recipes.yaml(recipe))).as(Recipes.yaml(recipe)).isEqualTo(recipe);
      var json = Files.writeString(dir.resolve("r.json"), Json.pretty(recipe));
      assertThat(Json.record(json, Pretrain.class)).isEqualTo(recipe);
    }
  }

  @Test
  void differencesNameTheKeys() throws IOException {
    var before = read("out: a");
    assertThat(Recipes.differences(before, before)).isEmpty();
    assertThat(Recipes.differences(before,
        read("{out: b, optimizer: {rate: 1, schedule: constant}, weights: {zh: 1}}")))
        .containsExactly("out: a → b", "optimizer.rate: 3.0E-4 → 1.0", "optimizer.schedule: cosine → constant",
            "weights.zh: – → 1");
  }

  @Test
  void theNearestWordHasTheFewestEdits() {
    assertThat(Spelling.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Spelling.distance("", "abc")).isEqualTo(3);
    assertThat(Spelling.distance("文脉", "文")).isEqualTo(1);
    assertThat(Spelling.nearest("stpes", List.of("seed", "steps", "out"))).isEqualTo("steps");
  }
}
