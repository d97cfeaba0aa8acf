package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import wenmai.message.Failure;

class WordsTest {
  @Test
  void moreBytesThanAnArrayHasAreRefusedWithWords() {
    assertThat(Words.requireRoom(Integer.MAX_VALUE - 10, 2)).isEqualTo(2);
    assertThatThrownBy(() -> Words.requireRoom(Integer.MAX_VALUE - 10, 3)).isInstanceOf(Failure.class)
        .hasMessageContaining("more than 2,147,483,639 bytes");
  }
}
