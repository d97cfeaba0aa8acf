package wenmai.tokenize;

import java.util.List;
import java.util.Optional;
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

  /// Llama 2's spaces and bytes.
  static final JsonNode LLAMA_SPACES = JSON.readTree("""
      {"type": "Sequence", "normalizers": [
        {"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}]}""");
  static final JsonNode LLAMA_TEXT = JSON.readTree("""
      {"type": "Sequence", "decoders": [
        {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
        {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}""");

  /// The same behind tokenizers that put no space before a text.
  static final JsonNode LLAMA_PLAIN_TEXT = JSON.readTree("""
      {"type": "Sequence", "decoders": [
        {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}]}""");

  /// What white space separates; no decoder joins it with spaces.
  static final JsonNode WHITE_SPACE = JSON.readTree("""
      {"type": "WhitespaceSplit"}""");

  /// BERT's words and marks.
  static final JsonNode BERT = JSON.readTree("""
      {"type": "BertPreTokenizer"}""");

  static final JsonNode COMPOSED = JSON.readTree("""
      {"type": "NFC"}""");
  private static final List<Split> SPLITS = List.of(new Split.Gpt2(), new Split.Cl100k(1), new Split.Cl100k(3));

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
    var cut = JSON.createObjectNode().put("type", "Split");
    cut.putObject("pattern").put("Regex", split.pattern());
    cut.put("behavior", "Isolated").put("invert", false);
    sequence.putArray("pretokenizers").add(cut).add(byteLevel(false));
    return sequence;
  }

  /// The split that a pre-tokenizer stands for, if it is a known one.
  static Optional<Split> split(JsonNode layout) {
    if (isByteLevel(layout, true)) {
      return Optional.of(new Split.Gpt2());
    }
    var steps = layout.path("pretokenizers");
    var cut = steps.path(0);
    boolean plain = is(layout, "type", "Sequence") && steps.size() == 2 && isByteLevel(steps.path(1), false)
        && is(cut, "type", "Split") && is(cut, "behavior", "Isolated") && !cut.path("invert").asBoolean(false);
    var pattern = cut.path("pattern").path("Regex").asString("");
    return SPLITS.stream().filter(split -> plain && split.pattern().equals(pattern)).findFirst();
  }

  private static boolean isByteLevel(JsonNode layout, boolean regex) {
    return is(layout, "type", "ByteLevel") && !layout.path("add_prefix_space").asBoolean(true)
        && layout.path("use_regex").asBoolean(true) == regex;
  }

  private static boolean is(JsonNode layout, String key, String value) {
    return layout.path(key).asString("").equals(value);
  }
}
