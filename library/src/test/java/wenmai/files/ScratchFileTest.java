package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import wenmai.message.Problem;

class ScratchFileTest {
  @Test
  void whatWasWrittenIsReadWhereItWasWritten() {
    try (var file = new ScratchFile()) {
      file.write(5, new byte[] {1, 2, 3, 4}, 3);
      file.write(0, new byte[] {9, 8}, 2);
      byte[] read = new byte[5];
      file.read(4, read, 4);
      assertThat(read).containsExactly(0, 1, 2, 3, 0);
      assertThatThrownBy(() -> file.read(6, read, 5)).isInstanceOf(Problem.class);
    }
  }

  @Test
  void nothingIsReadOnceItIsClosed() {
    var file = new ScratchFile();
    file.write(0, new byte[] {1}, 1);
    file.close();
    assertThatThrownBy(() -> file.read(0, new byte[1], 1)).isInstanceOf(Problem.class);
  }
}
