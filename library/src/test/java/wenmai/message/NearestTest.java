package wenmai.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> VERBS = List.of("doctor", "shell", "pretrain", "generate");

  @Test
  void aTypoFindsItsName() {
    assertThat(Nearest.to("docter", VERBS)).contains("doctor");
    assertThat(Nearest.to("generat", VERBS)).contains("generate");
    assertThat(Nearest.to("shlel", VERBS)).contains("shell");
  }

  @Test
  void anotherWordFindsNothing() {
    assertThat(Nearest.to("banana", VERBS)).isEmpty();
    assertThat(Nearest.to("", VERBS)).isEmpty();
  }

  @Test
  void editsCountLettersMoreLessOtherAndSwapped() {
    assertThat(Nearest.edits("abc", "abc")).isZero();
    assertThat(Nearest.edits("abc", "abcd")).isOne();
    assertThat(Nearest.edits("abc", "bc")).isOne();
    assertThat(Nearest.edits("abc", "axc")).isOne();
    assertThat(Nearest.edits("abcd", "acbd")).isOne();
    assertThat(Nearest.edits("", "abc")).isEqualTo(3);
  }
}
