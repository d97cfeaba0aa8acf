package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.BadInput;

class TiktokenTest {
  @TempDir Path folder;

  /// A vocabulary of GPT-2's size: the bytes, three tokens to merge, then some that no merge comes to.
  private static List<String> ranks() {
    var lines = new ArrayList<String>();
    for (int b = 0; b < 256; b++) {
      add(lines, b);
    }
    add(lines, 'b', 'c');
    add(lines, 'a', 'b');
    add(lines, 'a', 'b', 'c', 'd', 'e');
    for (int i = 0; lines.size() < 50_256; i++) {
      add(lines, 0xFF, i >> 8, i & 0xFF);
    }
    return lines;
  }

  private static void add(List<String> lines, int... token) {
    byte[] bytes = new byte[token.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) token[i];
    }
    lines.add(Base64.getEncoder().encodeToString(bytes) + " " + lines.size());
  }

  @Test
  void theLowestRankIsMergedFirstAndAKnownPieceStandsWhole() throws IOException {
    var read = read("r50k_base.tiktoken", ranks());
    assertThat(read.vocabularySize()).isEqualTo(50_257);
    assertThat(read.encode("abcx")).containsExactly('a', 256, 'x');
    assertThat(read.encode("abcde")).containsExactly(258);
    assertThat(read.encode("abcdex")).containsExactly('a', 256, 'd', 'e', 'x');
    assertThat(read.specials().id(Role.EOS)).hasValue(50_256);
    assertThat(read.encodeMarked("ab<|endoftext|>")).containsExactly(257, 50_256);
    for (var line : new RandomText(15).lines(300)) {
      assertThat(read.decode(read.encode(line))).as("seed 15").isEqualTo(line);
    }
  }

  @Test
  void aDamagedFileIsRefused() throws IOException {
    refused("o300k_base.tiktoken", ranks(), "the patterns of o300k_base are not known");
    refused("cl100k_base.tiktoken", ranks(), "has 50,256 lines, this encoding has 100,256");
    for (var wrong : List.of("YQ==", "YQ== x", "YQ== -1", "YQ==  7", "Y 7", " 7", "YQ== 7", "YQ== 50256", "YQ== 99999999999")) {
      var lines = ranks();
      lines.set(300, wrong);
      refused("r50k_base.tiktoken", lines, ":301: '" + wrong + "'");
    }
    var twice = ranks();
    twice.set(300, twice.get(299).replace(" 299", " 300"));
    refused("r50k_base.tiktoken", twice, "stands twice");
  }

  private Tokenizer read(String name, List<String> lines) throws IOException {
    return Tokenizer.read(Files.write(folder.resolve(name), lines));
  }

  private void refused(String name, List<String> lines, String why) {
    assertThatThrownBy(() -> read(name, lines)).isInstanceOf(BadInput.class).hasMessageContaining(why);
  }
}
