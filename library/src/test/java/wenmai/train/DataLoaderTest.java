package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wenmai.files.Hashes;
import wenmai.files.Json;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.tensor.Seed;

class DataLoaderTest {
  @TempDir
  Path folder;

  private Path text;
  private Path digits;

  @BeforeEach
  void writeTexts() throws IOException {
    text = Files.writeString(folder.resolve("text.jsonl"), lines(TinyText.of(4_000).split("\n")));
    digits = Files.writeString(folder.resolve("digits.txt"), "0123456789 ".repeat(100));
  }

  private static String lines(String... documents) {
    var json = new StringBuilder();
    Arrays.stream(documents).forEach(d -> json.append(Json.compact(Json.object().put("text", d))).append('\n'));
    return json.toString();
  }

  private Pretrain recipe(String out, String... more) {
    var keys = new ArrayList<>(List.of("out=" + folder.resolve(out), "tokenizer=bpe", "vocabulary=300", "model.layers=1", "model.width=16",
        "model.heads=2", "model.context=16", "batch=3", "steps=12", "evaluateEvery=4", "checkpointEvery=3", "accumulate=2",
        "optimizer.warmup=2"));
    keys.addAll(List.of(more));
    return Recipes.of(keys, Pretrain.class);
  }

  private Pretrain alone(String out, String... more) {
    return recipe(out, Stream.concat(Stream.of("data=[" + text + "]"), Arrays.stream(more)).toArray(String[]::new));
  }

  private Pretrain mixed(String out, String... more) {
    var mixture = "mixture={words: {data: [%s], weight: 3}, digits: {data: [%s]}}".formatted(text, digits);
    return recipe(out, Stream.concat(Stream.of(mixture), Arrays.stream(more)).toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource(value = Packing.class, names = "RANDOM", mode = EnumSource.Mode.EXCLUDE)
  void inEveryEpochEachRowComesOnceInAnotherOrder(Packing packing) {
    var recipe = alone("epochs", "packing=" + packing, "batch=1", "accumulate=1");
    try (var data = Prepared.of(recipe, _ -> { })) {
      var loader = new DataLoader(recipe, data, new Seed(1));
      int rows = loader.waste().path("data").path("rows").asInt();
      var epochs = new ArrayList<List<List<Integer>>>();
      for (int epoch = 0; epoch < 2; epoch++) {
        var seen = new ArrayList<List<Integer>>();
        for (int step = 0; step < rows; step++) {
          var batch = loader.step((long) epoch * rows + step).getFirst();
          seen.add(Stream.of(batch.ids(), batch.targets()).flatMapToInt(Arrays::stream).boxed().toList());
        }
        epochs.add(seen);
      }
      assertThat(epochs.get(0)).isNotEqualTo(epochs.get(1)).containsExactlyInAnyOrderElementsOf(epochs.get(1));
      assertThat(new HashSet<>(epochs.get(0)).size()).isGreaterThan(rows / 2);
    }
  }

  @Test
  void aStepIsAFunctionOfSeedAndStep() {
    var recipe = mixed("function", "packing=best_fit");
    try (var data = Prepared.of(recipe, _ -> { })) {
      var one = new DataLoader(recipe, data, new Seed(1));
      one.step(0);
      var late = one.step(1_000_000_000L).getLast();
      var again = new DataLoader(recipe, data, new Seed(1)).step(1_000_000_000L).getLast();
      assertThat(late.ids()).isEqualTo(again.ids());
      assertThat(new DataLoader(recipe, data, new Seed(2)).step(1_000_000_000L).getLast().ids()).isNotEqualTo(late.ids());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStoppedRunOfAMixtureEndsLikeOneThatWasNot(Packing packing) {
    var whole = mixed("whole", "packing=" + packing);
    Trainer.run(whole, Observer.NONE, () -> false);
    var stopped = mixed("stopped", "packing=" + packing);
    var asked = new AtomicInteger();
    assertThat(Trainer.run(stopped, Observer.NONE, () -> asked.incrementAndGet() == 5).stopped()).isTrue();
    Trainer.run(stopped, Observer.NONE, () -> false);
    assertThat(Hashes.sha256(Path.of(stopped.out(), "model", "model.safetensors")))
        .isEqualTo(Hashes.sha256(Path.of(whole.out(), "model", "model.safetensors")));
  }

  @Test
  void sourcesAndPackingAreInTheMetricsAndSaid() {
    var said = new ArrayList<Message>();
    var recipe = mixed("said", "packing=best_fit");
    var result = Trainer.run(recipe, new Observer() {
      @Override
      public void say(Message message) {
        said.add(message);
      }
    }, () -> false);
    var lines = Metrics.read(Path.of(recipe.out(), "metrics.jsonl"));
    assertThat(lines.getFirst().path("packing").path("words").path("padding").isNumber()).isTrue();
    var sources = lines.getLast().path("sources");
    assertThat(sources.path("words").path("rows").asInt()).isEqualTo(54);            // 12 steps · 2 parts · 3 rows · 3/4
    assertThat(sources.path("digits").path("rows").asInt()).isEqualTo(18);
    double words = sources.path("words").path("validationLoss").asDouble();
    double digits = sources.path("digits").path("validationLoss").asDouble();
    assertThat(result.validation().loss()).isBetween(Math.min(words, digits), Math.max(words, digits));
    assertThat(said).anyMatch(m -> m.en().contains("words: 54 rows read")).anyMatch(m -> m.zh().contains("填充占"));
  }

  @Test
  void textThatTwoSourcesHaveIsInTheFirstOnly() {
    var said = new ArrayList<String>();
    var twice = recipe("twice", "mixture={a: {data: [%s, %s]}, b: {data: [%s, %s]}}".formatted(text, digits, digits, folder.resolve("more.txt")));
    writeMore();
    try (var data = Prepared.of(twice, m -> said.add(m.en()))) {
      assertThat(data.facts().path("sources").path("b").path("repeated").asInt()).isEqualTo(1);
    }
    assertThat(said).anyMatch(s -> s.startsWith("1 documents left out"));
  }

  private void writeMore() {
    try {
      Files.writeString(folder.resolve("more.txt"), "more and more. ".repeat(50));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void dataAndMixtureTogetherAreRefusedAndSoAreStrangeNamesAndWeights() {
    assertThatThrownBy(() -> alone("both", "mixture={a: {data: [x]}}")).isInstanceOf(BadInput.class).hasMessageContaining("both given");
    assertThatThrownBy(() -> recipe("none")).isInstanceOf(BadInput.class).hasMessageContaining("names no file");
    assertThatThrownBy(() -> recipe("name", "mixture={a/b: {data: [x]}}")).isInstanceOf(BadInput.class).hasMessageContaining("a/b");
    assertThatThrownBy(() -> recipe("weight", "mixture={a: {data: [x], weight: 0}}")).isInstanceOf(BadInput.class)
        .hasMessageContaining("weight (0.0)");
  }

  @Test
  void theSourcesOfARecipeAreNamedOneByOne() {
    var recipe = Recipes.read(Path.of("../recipes/chinese-english.yaml"), List.of("mixture.zh.data=[a.txt]"), Pretrain.class);
    assertThat(recipe.sources().get("zh")).isEqualTo(new Share(List.of("a.txt"), 2));
    assertThat(recipe.sources().get("en")).isEqualTo(new Share(List.of("en.jsonl"), 1));
    assertThat(recipe.packing()).isEqualTo(Packing.BEST_FIT);
  }

  @Test
  void aRecipeWithAMixtureReadsBack() throws IOException {
    var recipe = mixed("written", "packing=documents");
    var file = Files.writeString(folder.resolve("recipe.yaml"), Recipes.yaml(recipe));
    assertThat(Recipes.read(file, List.of(), Pretrain.class)).isEqualTo(recipe);
  }
}
