package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import wenmai.message.BadInput;

class TokenizerTest {
  private static final List<String> LINES = new RandomText(3).lines(300);
  private static final List<String> SPECIALS = List.of("<unk>", "<s>", "</s>");
  private static final Bpe BPE =
      new BpeTraining(600, List.of("<|endoftext|>"), new Split.Gpt2()).train(LINES.stream());
  private static final Characters CHARACTERS = Characters.train(LINES.stream(), 300, SPECIALS);

  private static final Pieces PIECES = pieces();

  static List<Tokenizer> tokenizers() {
    return List.of(BPE, new BpeTraining(500, SPECIALS, new Split.Cl100k(1)).train(LINES.stream()), PIECES, CHARACTERS,
        new UnigramTraining(4_000).train(LINES.stream()), new PiecesTraining(4_000).train(LINES.stream()), new WordPieceTraining(1_000).train(LINES.stream()),
        WordLevel.train(LINES.stream(), 500, 1, SPECIALS));
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void whatIsSavedIsReadAgain(Tokenizer tokenizer, @TempDir Path folder) {
    tokenizer.save(folder);
    var again = Tokenizer.read(folder);
    assertThat(again.specials()).isEqualTo(tokenizer.specials());
    assertThat(again.vocabularySize()).isEqualTo(tokenizer.vocabularySize());
    for (var line : new RandomText(4).lines(500)) {
      assertThat(again.encode(line)).as("seed 4: %s", line).isEqualTo(tokenizer.encode(line));
    }
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void noTextBecomesASpecialTokenButTheUnknown(Tokenizer tokenizer) {
    int unknown = tokenizer.specials().id(Role.UNKNOWN).orElse(-1);
    for (var text : List.of("<s>", "a<s>b</s>", "<|endoftext|>", "<unk>", " <s> ")) {
      assertThat(Arrays.stream(tokenizer.encode(text)).filter(id -> id != unknown)).as(text)
          .noneMatch(tokenizer.specials()::contains);
    }
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void aWrittenSpecialTokenStandsForItselfWhenAsked(Tokenizer tokenizer) {
    for (var special : tokenizer.specials().ids().keySet()) {
      var ids = new ArrayList<Integer>();
      Arrays.stream(tokenizer.encode("a t")).forEach(ids::add);
      ids.add(tokenizer.id(special).getAsInt());
      Arrays.stream(tokenizer.encode("中")).forEach(ids::add);
      assertThat(tokenizer.encodeMarked("a t" + special + "中")).containsExactly(ids.toArray(Integer[]::new));
    }
    assertThat(tokenizer.encodeMarked("no <mark> at all")).isEqualTo(tokenizer.encode("no <mark> at all"));
    assertThat(tokenizer.encodeMarked("")).isEmpty();
  }

  @Test
  void ofTwoSpecialTokensAtOnePlaceTheLongerStands() {
    var tokenizer = Characters.train(LINES.stream(), 300, List.of("<a", "<a>", "<unk>"));
    assertThat(tokenizer.encodeMarked("<a><a")).containsExactly(1, 0);
  }

  @Test
  void aroundATextStandsWhatThePostProcessorSays(@TempDir Path folder) throws IOException {
    var template = """
        {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
          {"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}], "pair": [],
          "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]},
          "</s>": {"id": "</s>", "ids": [2], "tokens": ["</s>"]}}}""";
    int[] text = CHARACTERS.encode("t");
    assertThat(around("null", folder).surround(text)).isEqualTo(text);
    for (var layout : List.of(template, "{\"type\": \"RobertaProcessing\", \"cls\": [\"<s>\", 1], \"sep\": [\"</s>\", 2]}",
        "{\"type\": \"Sequence\", \"processors\": [{\"type\": \"ByteLevel\"}, " + template + "]}")) {
      assertThat(around(layout, folder).surround(text)).containsExactly(1, text[0], 2);
    }
    assertThatThrownBy(() -> around("{\"type\": \"Magic\"}", folder)).isInstanceOf(BadInput.class)
        .hasMessageContaining("post_processor Magic");
    assertThatThrownBy(() -> around(template.replace("<s>", "<none>"), folder).surround(text)).isInstanceOf(BadInput.class)
        .hasMessageContaining("'<none>' stands around texts");
  }

  private static Tokenizer around(String postProcessor, Path folder) throws IOException {
    CHARACTERS.save(folder);
    var file = folder.resolve("tokenizer.json");
    Files.writeString(file, Files.readString(file).replace("\"post_processor\" : null", "\"post_processor\" : " + postProcessor));
    return Tokenizer.read(file);
  }

  @ParameterizedTest
  @CsvSource({"lstrip, 't <s> t', 't', ' t'", "rstrip, 't <s> t', 't ', 't'", "single_word, 't <s> t', 't ', ' t'"})
  void aSpecialTokenTakesInTheSpacesThatItsFileSays(String flag, String text, String before, String after, @TempDir Path folder) throws IOException {
    CHARACTERS.save(folder);
    var file = folder.resolve("tokenizer.json");
    Files.writeString(file, Files.readString(file).replace("\"%s\" : false".formatted(flag), "\"%s\" : true".formatted(flag)));
    var tokenizer = Tokenizer.read(file);
    assertThat(tokenizer.encodeMarked(text)).isEqualTo(Stream.of(tokenizer.encode(before), new int[] {1}, tokenizer.encode(after))
        .flatMapToInt(IntStream::of).toArray());
    assertThat(tokenizer.encodeMarked("t<s>t")).isEqualTo(flag.equals("single_word") ? tokenizer.encode("t<s>t")
        : new int[] {tokenizer.encode("t")[0], 1, tokenizer.encode("t")[0]});
    tokenizer.save(folder);
    assertThat(Tokenizer.read(file).specials()).isEqualTo(tokenizer.specials());
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void decodingOneByOneEqualsDecodingAtOnce(Tokenizer tokenizer) {
    var random = new Random(5);
    for (int round = 0; round < 300; round++) {
      int[] ids = random.ints(random.nextInt(20), SPECIALS.size(), tokenizer.vocabularySize()).toArray();
      byte[] bytes = tokenizer.bytes(ids);
      int first = tokenizer.spaceFirst() && bytes.length > 0 && bytes[0] == ' ' ? 1 : 0;
      assertThat(tokenizer.decode(ids)).as("seed 5, round %d", round)
          .isEqualTo(new String(bytes, first, bytes.length - first, StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void tokensAndIdsAreInverse(Tokenizer tokenizer) {
    for (int id = 0; id < tokenizer.vocabularySize(); id++) {
      assertThat(tokenizer.id(tokenizer.token(id))).hasValue(id);
    }
    assertThat(tokenizer.id("no such token")).isEmpty();
    assertThatThrownBy(() -> tokenizer.token(tokenizer.vocabularySize())).isInstanceOf(BadInput.class);
  }

  @Test
  void bytesComeBackExactly() {
    for (var line : new RandomText(6).lines(2_000)) {
      assertThat(BPE.decode(BPE.encode(line))).as("seed 6").isEqualTo(line);
      assertThat(PIECES.decode(PIECES.encode(line))).as("seed 6").isEqualTo(line.replace(Pieces.SPACE, ' '));
    }
  }

  @Test
  void manyTextsAtOnceEqualOneAfterTheOther() {
    var lines = new RandomText(7).lines(1_000);
    var expected = lines.stream().map(BPE::encode).toArray(int[][]::new);
    assertThat(BPE.encode(lines).toArray(int[][]::new)).isDeepEqualTo(expected);
  }

  @Test
  void aCharacterIsShownOnceItIsWhole() {
    var decoding = BPE.decoding();
    var shown = new ArrayList<String>();
    for (byte b : "é文".getBytes(StandardCharsets.UTF_8)) {
      shown.add(decoding.add(BPE.id(Alphabet.letter(b & 0xFF)).getAsInt()));
    }
    assertThat(shown).containsExactly("", "é", "", "", "文");
    decoding.add(BPE.id(Alphabet.letter(0xE6)).getAsInt());
    assertThat(decoding.end()).isEqualTo("\uFFFD");
  }

  @ParameterizedTest
  @MethodSource("tokenizers")
  void aLoneSurrogateIsReadAsTheReplacementCharacter(Tokenizer tokenizer) {
    assertThat(tokenizer.encode("a\uD800b\uDC00")).isEqualTo(tokenizer.encode("a\uFFFDb\uFFFD"));
  }

  @Test
  void charactersKeepsTheMostFrequentOnesAndKnowsTheRestAsUnknown() {
    var characters = Characters.train(List.of("bbbaac\n").stream(), 3, List.of());
    assertThat(characters.encode("abc\n")).containsExactly(1, 2, 0, 0);
    assertThat(characters.decode(1, 0, 2)).isEqualTo("a\uFFFDb");
  }

  @Test
  void aLongPieceTakesNoLongerThanItsLength() {
    var text = "ab".repeat(1_000_000);
    assertThat(BPE.decode(BPE.encode(text))).isEqualTo(text);
  }

  @Test
  void anUnknownPartIsRefusedByName(@TempDir Path folder) throws IOException {
    BPE.save(folder);
    var json = Files.readString(folder.resolve("tokenizer.json"));
    refused(json.replace("\"normalizer\" : null", "\"normalizer\" : {\"type\": \"Lowercase\"}"), folder,
        "normalizer Lowercase");
    refused(json.replace("\"use_regex\" : true", "\"use_regex\" : false"), folder, "pre_tokenizer ByteLevel");
    refused(json.replace("\"type\" : \"BPE\"", "\"type\" : \"Magic\""), folder, "model Magic");
    refused(json.replace("\"Ġ\" : ", "\"Ġx\" : "), folder, "'Ġ'");
    refused(json.replace("\"Ġ\" : ", "\"Ġ\" : 7"), folder, "each once");
    refused(json.replaceFirst("\\Q\"merges\" : [\\E (\\[[^]]*])", "\"merges\" : [ $1, $1"), folder, "an earlier one");
    refused("{", folder, "not JSON");
    refused("[]", folder, "it has no model");
  }

  private static void refused(String json, Path folder, String why) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), json);
    assertThatThrownBy(() -> Tokenizer.read(folder)).isInstanceOf(BadInput.class).hasMessageContaining(why);
  }

  /// A small tokenizer of Llama 2's kind.
  private static Pieces pieces() {
    var tokens = new ArrayList<>(SPECIALS);
    for (int b = 0; b < 256; b++) {
      tokens.add(Pieces.byteToken(b));
    }
    tokens.addAll(List.of("▁", "t", "h", "e", "中", "文", "th", "▁th", "▁the", "中文"));
    long[] pairs = {pair(tokens, "t", "h"), pair(tokens, "▁", "th"), pair(tokens, "▁th", "e"), pair(tokens, "中", "文")};
    return Pieces.of(tokens, Ranked.inOrder(pairs), Specials.first(SPECIALS).with(new Around(List.of("<s>"), List.of("</s>"))));
  }

  private static long pair(List<String> tokens, String left, String right) {
    return Pairs.key(tokens.indexOf(left), tokens.indexOf(right));
  }
}
