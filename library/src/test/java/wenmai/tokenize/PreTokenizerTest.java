package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PreTokenizerTest {
  private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE | Pattern.UNIX_LINES;

  static List<Split> splits() {
    return PreTokenizer.splits();
  }

  @ParameterizedTest
  @MethodSource("splits")
  void eachPatternCutsWhatTheOnesBeforeItLeft(Split split) {
    for (var line : new RandomText(12).lines(300)) {
      var pieces = line.isEmpty() ? List.<String>of() : List.of(line);
      for (var pattern : split.patterns()) {
        pieces = pieces.stream().flatMap(piece -> naive(pattern, piece).stream()).toList();
      }
      assertThat(cut(split, line)).as("seed 12: %s", line).isEqualTo(pieces);
    }
  }

  private static List<String> naive(String pattern, String text) {
    var pieces = new ArrayList<String>();
    int from = 0;
    for (var match : Pattern.compile(pattern.replace("\\p{Han}", "\\p{IsHan}"), FLAGS).matcher(text).results().toList()) {
      pieces.add(text.substring(from, match.start()));
      pieces.add(match.group());
      from = match.end();
    }
    pieces.add(text.substring(from));
    pieces.removeIf(String::isEmpty);
    return pieces;
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', ignoreLeadingAndTrailingWhitespace = false, value = {
      "gpt-2,I'm 1234 的,I|'m| 1234| 的",
      "llama-bpe,I'M 12345 的,I|'M| |123|45| 的",
      "qwen2,12 的,1|2| 的",
      "smollm,a 12,a| |1|2",
      "gpt-4o,HelloWorld's ABCdef 1234,Hello|World's| ABCdef| |123|4",
      "tekken,HelloWorld's 12,Hello|World|'s| |1|2",
      "deepseek-v3,a1234中文。かb,a|123|4|中文|。|か|b",
      "deepseek-llm,Ab中12 文,Ab|中|12| |文",
      "deepseek-coder,ab!! 12,ab|!!| |1|2",
      "falcon,ab++1234567,ab|++|123|456|7",
      "default,ab++1234567,ab|++|123|456|7",
      "bloom,\"a, b。c\",\"a|,| b|。|c\"",
      "viking,a12,a|1|2",
      "afmoe,x1234567 12ក中,x|1|234|567| |12|ក中",
      "superbpe,a1234567b,a|1|234|567|b",
      "tiny_aya,1234567 ab12,1|234|567| ab|12",
      "kimi-k2,中文Ab的b cD,中文|Ab|的|b| c|D",
      "exaone-moe,ab cd  ef 1,ab cd| | ef| |1",
      "chameleon,a1  b!,a|1|  |b|!",
      "ufakzeka,ali'nin 12,ali|'nin| |1|2",
      "qwen35,ha\u0301b 1,ha\u0301b| |1",
      "youtu,한글中文，a1,한글|中文|，|a|1",
      "minicpm5,ab 1234,ab| |123|4",
      "jais-2,a     b,a|    | b",
      "bailingmoe,a  b12,a| | b|1|2",
      "seed-coder,a!! 12,a|!!| |1|2",
      "spark2_5,a 12,a| |1|2"})
  void aKnownNameCutsAsItsModelDoes(String name, String text, String pieces) {
    assertThat(cut(PreTokenizer.named(name).orElseThrow().split(), text)).containsExactly(pieces.split("\\|", -1));
  }

  @Test
  void wordsOfExaoneHoldSingleSpaces() {
    var published = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?(?:\\p{L}\\p{M}*(?: \\p{L}\\p{M}*)*)+|\\p{N}"
        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]?|\\s*[\\r\\n]|\\s+(?!\\S)|\\s+";
    var split = PreTokenizer.named("exaone-moe").orElseThrow().split();
    for (var line : new RandomText(13).lines(3_000)) {
      assertThat(cut(split, line)).as("seed 13: %s", line).isEqualTo(naive(published, line));
    }
  }

  @ParameterizedTest
  @MethodSource("splits")
  void noTextIsTooLong(Split split) {
    for (var unit : List.of("a", "A", "é", "中", " ", "\n", "1", "!", "a ", "\u0301", "𝒳")) {
      var text = unit.repeat(10_000);
      assertThat(String.join("", cut(split, text))).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @MethodSource("splits")
  void aTokenizerJsonNamesTheSameSplit(Split split) {
    assertThat(Layout.split(Layout.of(split))).hasValueSatisfying(
        again -> assertThat(again.patterns()).isEqualTo(split.patterns()));
  }

  @Test
  void anUnknownNameIsNone() {
    assertThat(PreTokenizer.named("newest")).isEmpty();
    assertThat(Layout.split(Layout.JSON.readTree("""
        {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": true},
          {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true}]}"""))
        .map(Split::patterns)).isEqualTo(PreTokenizer.named("smollm").map(known -> known.split().patterns()));
    assertThat(Layout.split(Layout.JSON.readTree("""
        {"type": "Sequence", "pretokenizers": [{"type": "Punctuation"},
          {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true}]}"""))).isEmpty();
  }

  private static List<String> cut(Split split, String text) {
    var pieces = new ArrayList<String>();
    var ends = split.ends(text);
    for (int i = 0, end; i < text.length(); i = end) {
      end = ends.applyAsInt(i);
      pieces.add(text.substring(i, end));
    }
    return pieces;
  }
}
