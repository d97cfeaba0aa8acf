package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.tokenize.Progress;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;
import wenmai.tokenize.TokenizerType;

class RecipeTokenizerTest {
  @TempDir
  private Path folder;

  @ParameterizedTest
  @EnumSource
  void aRecipeLearnsATokenizerOfAnyKindAndWritesItsIds(TokenizerType type) throws IOException {
    try (var data = Prepared.of(recipe(type.toString()), _ -> { })) {
      var tokens = data.parts().getFirst().train();
      int[] ids = tokens.read(0, 40);
      assertThat(data.tokenizer().decode(ids).replaceAll("\\s+", "")).as(type.name())
          .startsWith(TinyText.of(4_000).replaceAll("\\s+", "").substring(0, 20));
      assertThat(data.tokenizer().vocabularySize()).isLessThanOrEqualTo(320);
      assertThat(data.tokenizer()).isInstanceOf(kind(type));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachHasTheSpecialTokensOfAnObjective(TokenizerType type) throws IOException {
    var spans = recipe(type.toString(), "objective=spans");
    try (var data = Prepared.of(spans, _ -> { })) {
      assertThat(data.tokenizer().specials().ids().keySet()).containsAll(spans.specials());
    }
    try (var data = Prepared.of(recipe(type.toString(), "objective=masked", "out=" + folder.resolve("masked")), _ -> { })) {
      assertThat(data.tokenizer().specials().id(Role.MASK)).isPresent();
    }
  }

  @Test
  void anotherNameIsAPath() throws IOException {
    var recipe = recipe("unigrams");
    assertThatThrownBy(() -> Prepared.of(recipe, _ -> { })).isInstanceOf(BadInput.class).hasMessageContaining("no tokenizer at unigrams");
  }

  private static Class<? extends Tokenizer> kind(TokenizerType type) {
    return type.train(Stream.of("ab ab"), 300, List.of(), 1, Progress.NONE).getClass();
  }

  private Pretrain recipe(String tokenizer, String... more) throws IOException {
    var text = Files.writeString(folder.resolve("text.txt"), TinyText.of(4_000));
    return Recipes.of(Stream.concat(Stream.of("data=[" + text + "]", "out=" + folder.resolve("out"), "tokenizer=" + tokenizer, "vocabulary=320",
        "split=characters", "model.layers=1", "model.width=16", "model.heads=2", "model.context=16", "batch=3", "steps=12", "optimizer.warmup=2"),
        Stream.of(more)).toList(), Pretrain.class);
  }
}
