package wenmai.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.embed.WordVectors;
import wenmai.files.Hashes;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Device;

class InitialVectorsTest {
  private static final int WIDTH = 8;
  private static final List<String> KNOWN = List.of("猫", "狗", "t", "h");

  @TempDir
  Path folder;

  private Path text;
  private Path vectors;

  @BeforeEach
  void write() throws IOException {
    text = Files.writeString(folder.resolve("text.txt"), TinyText.of(4_000));
    vectors = Files.writeString(folder.resolve("words.vec"), """
        6 8
        猫 1 2 3 4 5 6 7 8
        狗 1 2 3 4 5 6 7 -8
        the 9 9 9 9 9 9 9 9
        t 0 0 0 0 0 0 0 -1
        鲸 9 9 9 9 9 9 9 9
        h 0.5 0 0 0 0 0 0 0
        """);
  }

  private Pretrain recipe(String out, String... more) {
    var keys = new ArrayList<>(List.of("data=[" + text + "]", "out=" + folder.resolve(out), "tokenizer=characters", "vocabulary=100",
        "model.layers=1", "model.width=" + WIDTH, "model.heads=2", "model.context=16", "batch=4", "steps=6", "optimizer.warmup=2", "evaluateEvery=0", "checkpointEvery=0",
        "dropout=0.1"));
    keys.addAll(List.of(more));
    return Recipes.of(keys, Pretrain.class);
  }

  /// A rate too small to change a number.
  private Pretrain still(String out, String... more) {
    var keys = new ArrayList<>(List.of("optimizer.rate=1e-30", "optimizer.lastRate=0", "optimizer.decay=0"));
    keys.addAll(List.of(more));
    return recipe(out, keys.toArray(String[]::new));
  }

  private static TreeMap<String, float[]> weights(LanguageModel model) {
    var all = new TreeMap<String, float[]>();
    model.decoder().weights().all().forEach((name, weight) -> all.put(name, weight.floats()));
    return all;
  }

  private static LanguageModel open(Pretrain recipe) {
    return LanguageModel.open(Path.of(recipe.out(), "model"), Device.jvm());
  }

  @Test
  void rowsOfKnownWordsBeginInTheirVectorsAndAllElseAsWithoutThem() {
    var with = still("with", "vectors=" + vectors);
    var without = still("without");
    var said = new ArrayList<String>();
    Trainer.run(with, new Observer() {
      @Override
      public void say(Message message) {
        said.add(message.en());
      }
    }, () -> false);
    Trainer.run(without, Observer.NONE, () -> false);
    try (var begun = open(with); var plain = open(without)) {
      var tokenizer = begun.tokenizer();
      var file = WordVectors.read(vectors);
      var rows = weights(begun);
      var usual = weights(plain);
      float[] embedding = requireNonNull(rows.remove("model.embed_tokens.weight"));
      float[] drawn = requireNonNull(usual.remove("model.embed_tokens.weight"));
      double factor = rms(drawn) / rms(KNOWN.stream().map(file::vector).toArray(float[][]::new));
      for (int id = 0; id < tokenizer.vocabularySize(); id++) {
        float[] row = Arrays.copyOfRange(embedding, id * WIDTH, (id + 1) * WIDTH);
        if (KNOWN.contains(tokenizer.token(id))) {
          float[] vector = file.vector(tokenizer.token(id));
          for (int d = 0; d < WIDTH; d++) {
            assertThat((double) row[d]).isCloseTo(factor * vector[d], within(1e-8));
          }
        } else {
          assertThat(row).as(tokenizer.token(id)).containsExactly(Arrays.copyOfRange(drawn, id * WIDTH, (id + 1) * WIDTH));
        }
      }
      assertThat(rows.keySet()).isEqualTo(usual.keySet());
      rows.forEach((name, weight) -> assertThat(weight).as(name).containsExactly(usual.get(name)));
      assertThat(said).contains("the embeddings of 4 of %d tokens begin in vectors of %s".formatted(tokenizer.vocabularySize(), vectors));
    }
  }

  private static double rms(float[]... rows) {
    double squares = 0;
    long n = 0;
    for (float[] row : rows) {
      for (float x : row) {
        squares += (double) x * x;
        n++;
      }
    }
    return Math.sqrt(squares / n);
  }

  @Test
  void aRunThatWasStoppedGoesOnWithoutTheVectorsAndEndsLikeOneThatWasNot() throws IOException {
    var whole = recipe("whole", "vectors=" + vectors);
    Trainer.run(whole, Observer.NONE, () -> false);
    var stopped = recipe("stopped", "vectors=" + vectors);
    var asked = new AtomicInteger();
    assertThat(Trainer.run(stopped, Observer.NONE, () -> asked.incrementAndGet() == 2).stopped()).isTrue();
    Files.delete(vectors);
    Trainer.run(stopped, Observer.NONE, () -> false);
    assertThat(hash(stopped)).isEqualTo(hash(whole)).isNotEqualTo(hash(trained(recipe("without"))));
  }

  private static Pretrain trained(Pretrain recipe) {
    Trainer.run(recipe, Observer.NONE, () -> false);
    return recipe;
  }

  private static String hash(Pretrain recipe) {
    return Hashes.sha256(Path.of(recipe.out(), "model", "model.safetensors"));
  }

  @Test
  void anLstmBeginsInThemToo() {
    var lstm = "model={kind: lstm, layers: 1, width: 8, context: 16}";
    assertThat(hash(trained(recipe("lstm", lstm, "vectors=" + vectors)))).isNotEqualTo(hash(trained(recipe("lstm-without", lstm))));
  }

  @Test
  void vectorsOfAnotherWidthAreRefusedBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> Trainer.run(recipe("wide", "model.width=16", "vectors=" + vectors), Observer.NONE, () -> false))
        .isInstanceOf(BadInput.class).hasMessageContaining("have 8 dimensions, and model.width is 16").hasMessageContaining("model.width=8")
        .hasMessageContaining("--dim 16");
    assertThat(folder.resolve("wide")).doesNotExist();
  }

  @Test
  void aRunDoesNotGoOnWithOtherVectors() {
    Trainer.run(recipe("other"), Observer.NONE, () -> true);
    assertThatThrownBy(() -> Trainer.run(recipe("other", "vectors=" + vectors), Observer.NONE, () -> false)).isInstanceOf(BadInput.class)
        .hasMessageContaining("vectors: ");
  }
}
