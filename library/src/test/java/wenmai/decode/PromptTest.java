package wenmai.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;
import wenmai.tokenize.Characters;

class PromptTest {

  private static String start(String text, String... specials) {
    var tokenizer = Characters.train(Stream.of("abc\n"), 20, List.of(specials));
    var first = Prompt.ids(tokenizer, text);
    return tokenizer.token(first[0]);
  }

  @Test
  void aTextBeginsWithTheStartToken() {
    assertThat(start("", "<s>", "</s>")).isEqualTo("<s>");
    assertThat(start("a", "<s>", "</s>")).isEqualTo("<s>");
    assertThat(start("a", "</s>")).isEqualTo("a");
  }

  @Test
  void withoutOneAnEmptyPromptFollowsTheEndOfATextOrOfALine() {
    assertThat(start("", "</s>")).isEqualTo("</s>");
    assertThat(start("")).isEqualTo("\n");
  }

  @Test
  void neverTheUnknownToken() {
    var letters = Characters.train(Stream.of("abc"), 20, List.of());
    assertThatThrownBy(() -> Prompt.ids(letters, "")).isInstanceOf(BadInput.class).hasMessageContaining("--prompt");
  }
}
