package wenmai.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wenmai.message.BadInput;
import wenmai.tokenize.Characters;

class PaddedTest {
  private static final Characters WITH_PAD = Characters.train(Stream.of("猫和狗"), 10, List.of("<bos>", "<pad>"));

  @Test
  void shortTextsAreFilledUpAndLongOnesCut() {
    var padded = Padded.of(WITH_PAD, List.of("猫", "猫和狗", "狗狗狗狗狗"), 4);
    int pad = WITH_PAD.id("<pad>").orElseThrow();
    int cat = WITH_PAD.id("猫").orElseThrow();
    int and = WITH_PAD.id("和").orElseThrow();
    int dog = WITH_PAD.id("狗").orElseThrow();
    assertThat(padded.ids()).containsExactly(cat, pad, pad, pad, cat, and, dog, pad, dog, dog, dog, dog);
    assertThat(padded.lengths()).containsExactly(1, 3, 4);
    assertThat(padded.rows()).isEqualTo(3);
    assertThat(padded.length()).isEqualTo(4);
    assertThat(padded.mask().to(1, 0, 4, 4)).isEqualTo(3);
  }

  @Test
  void rowsArePickedInTheOrderGiven() {
    var picked = Padded.of(WITH_PAD, List.of("猫", "猫和", "狗狗"), 2).pick(List.of(2, 0, 2));
    assertThat(picked.ids()).containsExactly(Padded.of(WITH_PAD, List.of("狗狗", "猫", "狗狗"), 2).ids());
    assertThat(picked.lengths()).containsExactly(2, 1, 2);
  }

  @Test
  void anEmptyTextIsNamed() {
    assertThatThrownBy(() -> Padded.of(WITH_PAD, List.of("猫", ""), 4))
        .isInstanceOf(BadInput.class).hasMessageContaining("text 2");
  }
}
