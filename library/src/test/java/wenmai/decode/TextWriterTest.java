package wenmai.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wenmai.tokenize.BpeTraining;
import wenmai.tokenize.Tokenizer;

class TextWriterTest {
  private final Tokenizer bytes = new BpeTraining(257).train(Stream.of("aa"));

  @Test
  void charactersComeWhole() {
    var heard = new ArrayList<String>();
    var writer = new TextWriter(bytes, new int[0], List.of(), heard::add);
    for (int id : bytes.encode("文脉 ok")) {
      assertThat(writer.token(id)).isTrue();
    }
    assertThat(writer.end()).isEqualTo("文脉 ok");
    assertThat(heard).containsExactly("文", "脉", " ", "o", "k");
  }

  @Test
  void aStopEndsTheTextAndIsNeverShownNotEvenInPart() {
    var heard = new ArrayList<String>();
    var writer = new TextWriter(bytes, new int[0], List.of("END"), heard::add);
    var ids = bytes.encode("an ENend END more");
    int read = 0;
    while (read < ids.length && writer.token(ids[read])) {
      read++;
    }
    assertThat(writer.end()).isEqualTo("an ENend ");
    assertThat(String.join("", heard)).isEqualTo("an ENend ");
    assertThat(read).isEqualTo("an ENend EN".length());
  }

  @Test
  void rowsOfTheModelBeyondTheTokenizerAddNothing() {
    var writer = new TextWriter(bytes, new int[0], List.of(), text -> {});
    assertThat(writer.token(bytes.vocabularySize())).isTrue();
    assertThat(writer.token(bytes.encode("a")[0])).isTrue();
    assertThat(writer.end()).isEqualTo("a");
  }
}
