package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wenmai.message.BadInput;
import wenmai.tokenize.Metaspace.Prepend;

class UnigramTest {
  private static final List<String> PIECES = List.of("<unk>", "<s>", "▁", "a", "b", "▁a", "ab", "▁ab", "文");
  private static final double[] SCORES = {0, 0, -3, -4, -4, -5, -5, -9.5, -6};

  private static Unigram unigram(Prepend prepend, boolean split) {
    return Unigram.of(PIECES, SCORES, Specials.first(List.of("<unk>", "<s>")), TextNormalizer.NONE,
        new Metaspace(prepend, split), false);
  }

  @Test
  void theMostProbableCutIsTaken() {
    assertThat(tokens(unigram(Prepend.NEVER, true), "ab")).containsExactly("ab");
    assertThat(tokens(unigram(Prepend.ALWAYS, true), "ab")).containsExactly("▁", "ab");
    assertThat(tokens(unigram(Prepend.ALWAYS, true), "ba a")).containsExactly("▁", "b", "a", "▁a");
  }

  @Test
  void whereASpaceIsPutFirst() {
    assertThat(tokens(unigram(Prepend.ALWAYS, true), " a")).containsExactly("▁a");
    assertThat(tokens(unigram(Prepend.NEVER, true), "a")).containsExactly("a");
    assertThat(unigram(Prepend.ALWAYS, true).encodeMarked("a<s>a")).containsExactly(5, 1, 5);
    assertThat(unigram(Prepend.FIRST, true).encodeMarked("a<s>a")).containsExactly(5, 1, 3);
    assertThat(unigram(Prepend.FIRST, true).encodeMarked("<s>a")).containsExactly(1, 3);
    assertThat(unigram(Prepend.NEVER, true).encodeMarked("a<s>a")).containsExactly(3, 1, 3);
  }

  @Test
  void aRunOfUnknownCharactersIsOneToken() {
    assertThat(tokens(unigram(Prepend.NEVER, true), "xyza👩 👩b")).containsExactly("<unk>", "a", "<unk>", "▁", "<unk>", "b");
    assertThat(tokens(unigram(Prepend.NEVER, false), "<s>")).containsExactly("<unk>");
  }

  @Test
  void orItIsItsBytes() {
    var tokens = new ArrayList<>(List.of("<s>", "▁"));
    for (int b = 0; b < 256; b++) {
      tokens.add(Pieces.byteToken(b));
    }
    double[] scores = new double[tokens.size()];
    var unigram = Unigram.of(tokens, scores, Specials.first(List.of("<s>")), TextNormalizer.LLAMA,
        new Metaspace(Prepend.NEVER, true), true);
    assertThat(tokens(unigram, "é ")).containsExactly("▁", "<0xC3>", "<0xA9>", "▁");
    for (var line : new RandomText(14).lines(500)) {
      assertThat(unigram.decode(unigram.encode(line))).as("seed 14").isEqualTo(line.replace('▁', ' '));
    }
  }

  @ParameterizedTest
  @EnumSource(Prepend.class)
  void whatIsSavedIsReadAgain(Prepend prepend, @TempDir Path folder) {
    for (boolean split : new boolean[] {true, false}) {
      var unigram = unigram(prepend, split);
      unigram.save(folder);
      var again = (Unigram) Tokenizer.read(folder);
      assertThat(again.spaces()).isEqualTo(unigram.spaces());
      assertThat(again.scores()).isEqualTo(unigram.scores());
      assertThat(again.spaceFirst()).isEqualTo(unigram.spaceFirst());
      assertThat(again.specials()).isEqualTo(unigram.specials());
      assertThat(again.encodeMarked("ab xa<s>ab 文")).isEqualTo(unigram.encodeMarked("ab xa<s>ab 文"));
    }
  }

  @Test
  void whatIsNotKnownOrNotWholeIsRefused(@TempDir Path folder) throws Exception {
    unigram(Prepend.ALWAYS, true).save(folder);
    var file = folder.resolve("tokenizer.json");
    var json = Files.readString(file);
    Files.delete(folder.resolve("tokenizer_config.json"));
    for (var change : List.of(
        List.of("\"normalizer\" : null", "\"normalizer\" : {\"type\": \"Nmt\"}", "normalizer Nmt"),
        List.of("\"replacement\" : \"▁\"", "\"replacement\" : \"_\"", "pre_tokenizer Metaspace"),
        List.of("-9.5", "\"x\"", "'▁ab' is NaN"),
        List.of("\"▁ab\"", "\"b\"", "'b' stands twice"),
        List.of("\"unk_id\" : 0", "\"unk_id\" : null", "needs an unknown token"))) {
      Files.writeString(file, json.replace(change.get(0), change.get(1)));
      assertThatThrownBy(() -> Tokenizer.read(file)).as(change.get(2)).isInstanceOf(BadInput.class)
          .hasMessageContaining(change.get(2));
    }
  }

  private static List<String> tokens(Tokenizer tokenizer, String text) {
    return Arrays.stream(tokenizer.encode(text)).mapToObj(tokenizer::token).toList();
  }
}
