package wenmai.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The parts of a `tokenizer.json` that say what kind of tokenizer it is, as Hugging Face's tokenizers library writes
/// them.
final class Layout {
  static final JsonMapper JSON = new JsonMapper();
  static final JsonNode NULL = JSON.readTree("null");

  /// Characters: a piece is one character, decoding joins them.
  static final JsonNode EACH_CHARACTER = JSON.readTree("""
      {"type": "Split", "pattern": {"Regex": "[\\\\s\\\\S]"}, "behavior": "Isolated", "invert": false}""");
  static final JsonNode JOINED = JSON.readTree("""
      {"type": "Fuse"}""");

  /// Llama 2's texts from tokens.
  static final JsonNode LLAMA_TEXT = JSON.readTree("""
      {"type": "Sequence", "decoders": [
        {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
        {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}""");

  /// The same for tokenizers that put no space before a text (Gemma).
  static final JsonNode LLAMA_PLAIN_TEXT = JSON.readTree("""
      {"type": "Sequence", "decoders": [
        {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}]}""");

  /// Gemma's, which cuts nothing: its spaces are marked before.
  static final JsonNode NO_SPACES_LEFT = JSON.readTree("""
      {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious", "invert": false}""");

  /// Falcon's, a part of which cuts what ByteLevel has already spelled out.
  private static final JsonNode FALCON = JSON.readTree("""
      {"type": "Sequence", "pretokenizers": [{"type": "Punctuation", "behavior": "Contiguous"},
        {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
        {"type": "Digits", "individual_digits": false},
        {"type": "Split", "pattern": {"Regex": "[0-9][0-9][0-9]"}, "behavior": "Isolated", "invert": false}]}""");

  /// Bloom's pattern as its file has it.
  private static final String BLOOM = " ?[^(\\s|[.,!?…。，、।۔،])]+";

  /// What white space separates; no decoder joins it with spaces.
  static final JsonNode WHITE_SPACE = JSON.readTree("""
      {"type": "WhitespaceSplit"}""");

  /// BERT's words and marks.
  static final JsonNode BERT = JSON.readTree("""
      {"type": "BertPreTokenizer"}""");

  private static final List<Split> SPLITS = Stream.concat(
      Stream.of(new Split.Gpt2(), new Split.Cl100k(1), new Split.Cl100k(3)), PreTokenizer.splits().stream()).toList();

  private Layout() {}

  static JsonNode wordPieces(boolean cleanup) {
    return JSON.createObjectNode().put("type", "WordPiece").put("prefix", WordPiece.INSIDE).put("cleanup", cleanup);
  }

  static JsonNode byteLevel(boolean regex) {
    return JSON.readTree("""
        {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": %s}""".formatted(regex));
  }

  /// GPT-2's pattern is built into ByteLevel; the others are spelled out before it.
  static JsonNode of(Split split) {
    if (split instanceof Split.Gpt2) {
      return byteLevel(true);
    }
    var sequence = JSON.createObjectNode().put("type", "Sequence");
    var steps = sequence.putArray("pretokenizers");
    for (var pattern : split.patterns()) {
      var cut = steps.addObject().put("type", "Split");
      cut.putObject("pattern").put("Regex", pattern);
      cut.put("behavior", "Isolated").put("invert", false);
    }
    steps.add(byteLevel(false));
    return sequence;
  }

  /// The split that a pre-tokenizer stands for, if it is a known one.
  static Optional<Split> split(JsonNode layout) {
    if (layout.equals(FALCON)) {
      return PreTokenizer.named("falcon").map(PreTokenizer::split);
    }
    var steps = steps(layout);
    var patterns = new ArrayList<String>();
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      if (isByteLevel(step) != (i == steps.size() - 1)) {
        return Optional.empty();
      }
      pattern(step).ifPresent(patterns::add);
    }
    return SPLITS.stream().filter(split -> split.patterns().equals(patterns)).findFirst();
  }

  /// A sequence's steps, those of sequences in it too.
  private static List<JsonNode> steps(JsonNode layout) {
    return is(layout, "type", "Sequence") ? layout.path("pretokenizers").valueStream().flatMap(step -> steps(step).stream()).toList() : List.of(layout);
  }

  /// The regular expression of a step; one that is not known has one that no split has.
  private static Optional<String> pattern(JsonNode step) {
    if (isByteLevel(step)) {
      return step.path("use_regex").asBoolean(true)
          ? Optional.of(new Split.Gpt2().patterns().getFirst()) : Optional.empty();
    }
    if (is(step, "type", "Digits")) {
      return Optional.of(step.path("individual_digits").asBoolean(false) ? "\\p{N}" : "\\p{N}+");
    }
    boolean plain = is(step, "type", "Split") && is(step, "behavior", "Isolated") && !step.path("invert").asBoolean(false);
    var pattern = plain ? step.path("pattern").path("Regex").asString("") : "";
    return Optional.of(pattern.equals(BLOOM) ? PreTokenizer.BLOOM : pattern);
  }

  private static boolean isByteLevel(JsonNode layout) {
    return is(layout, "type", "ByteLevel") && !layout.path("add_prefix_space").asBoolean(true);
  }

  private static boolean is(JsonNode layout, String key, String value) {
    return layout.path(key).asString("").equals(value);
  }
}
