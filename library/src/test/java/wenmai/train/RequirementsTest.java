package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wenmai.files.Recipes;
import wenmai.files.SafeTensors;
import wenmai.message.BadInput;

class RequirementsTest {
  @TempDir
  Path folder;

  private Pretrain recipe(String... more) throws IOException {
    var text = Files.writeString(folder.resolve("text.txt"), TinyText.of(2_000));
    var keys = new ArrayList<>(List.of("data=[" + text + "]", "out=" + folder.resolve("out"), "tokenizer=characters", "vocabulary=100",
        "model.layers=2", "model.width=16", "model.heads=2", "model.context=16", "batch=4", "steps=6", "optimizer.warmup=2"));
    keys.addAll(List.of(more));
    return Recipes.of(keys, Pretrain.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      tokenizer=bpee                                  | did you mean bpe?
      tokenizer=nowhere/tokenizer.json                | tokenizer (nowhere/tokenizer.json) is none of bpe, character-bpe, unigram
      tokenizer=                                      | tokenizer () is none of
      tokenizer=..                                    | no tokenizer at
      tokenizer=bpe vocabulary=20                     | vocabulary (20)
      data=[nowhere.txt]                              | nowhere.txt
      vectors=nowhere.vec                             | vectors (nowhere.vec)
      device=gpu                                      | device (gpu)
      model.context=5000                              | model.context (5000)
      validation=0.0001                               | validation (1.0E-4)
      optimizer.groups=[{match: model.norms.*}]       | match (model.norms.*) fits no weight
      optimizer.groups=[{match: '*'},{match: '*norm*'}] | match (*norm*) fits no weight that no earlier group holds
      tokenizer=words sampleEvery=2                   | the prompt is empty
      sampleEvery=2 samplePrompt=the_cat_sees_the_dog_and_a_bird | samplePrompt has 31 tokens
      precision=bf16                                  | bf16
      """)
  void whoIsRefusedFindsOutAsItWas(String keys, String words) throws IOException {
    var recipe = recipe(keys.split(" (?=\\w+=)"));
    assertThatThrownBy(() -> Trainer.run(recipe, Observer.NONE, () -> false)).isInstanceOf(BadInput.class).hasMessageContaining(words);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void aForeignTokenizerWithoutWhatTheObjectiveAsksForIsRefusedToo() throws IOException {
    Trainer.run(recipe(), Observer.NONE, () -> true);
    var masked = recipe("objective=masked", "tokenizer=" + folder.resolve("out/data"), "out=" + folder.resolve("masked"));
    assertThatThrownBy(() -> Trainer.run(masked, Observer.NONE, () -> false)).isInstanceOf(BadInput.class).hasMessageContaining("<mask>");
    assertThat(folder.resolve("masked")).doesNotExist();
  }

  @Test
  void aModelThatLiesInOutAlreadyIsSeenBeforeAnyTextIsRead() throws IOException {
    var theirs = Files.writeString(Files.createDirectories(folder.resolve("out/model")).resolve("config.json"), "{}");
    assertThatThrownBy(() -> Trainer.run(recipe("data=[" + folder + "]"), Observer.NONE, () -> false)).isInstanceOf(BadInput.class)
        .hasMessageContaining("exists already");
    try (var files = Files.walk(folder.resolve("out")).filter(Files::isRegularFile)) {
      assertThat(files).containsExactly(theirs);
    }
  }

  @Test
  void theNamesOfAModelsWeightsAreThoseOfANarrowOne() throws IOException {
    for (var kind : List.of("model.kind=llama", "model.kind=gpt", "model.kind=lstm", "objective=masked", "objective=spans", "model.tied=false")) {
      var recipe = recipe(kind, "out=" + folder.resolve(kind), "checkpointEvery=0");
      Trainer.run(recipe, Observer.NONE, () -> true);
      try (var stored = SafeTensors.open(folder.resolve(kind).resolve("checkpoints/step-00000001/weights.safetensors"))) {
        assertThat(Learner.names(recipe)).as(kind).isEqualTo(stored.names());
      }
    }
  }
}
