package wenmai.model.io;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import wenmai.files.Json;
import wenmai.message.BadInput;
import wenmai.model.CausalModel;
import wenmai.tensor.Device;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// A model that writes, with the tokenizer whose ids it knows.
///
/// @param ends the tokens that end what it writes: of a text, of a turn in a conversation
public record LanguageModel(CausalModel decoder, Tokenizer tokenizer, Set<Integer> ends) implements AutoCloseable {

  public LanguageModel {
    ends = Set.copyOf(ends);
  }

  /// One that ends with its tokenizer's token for that.
  public LanguageModel(CausalModel decoder, Tokenizer tokenizer) {
    this(decoder, tokenizer, tokenizer.specials().id(Role.EOS).stream().boxed().collect(Collectors.toSet()));
  }

  /// Opens a [model directory][Pretrained#open] that holds a decoder; its `generation_config.json` may name more ends.
  public static LanguageModel open(Path folder, Device device) {
    var opened = Pretrained.open(folder, device);
    if (opened.model() instanceof CausalModel decoder) {
      return new LanguageModel(decoder, opened.tokenizer()).endingAt(folder.resolve("generation_config.json"));
    }
    opened.close();
    throw new BadInput("%s is no decoder, so it cannot go on with a text; give a model that learned with objective: causal",
        "%s 不是解码器，不能续写文本；请给出以 objective: causal 训练的模型", folder);
  }

  private LanguageModel endingAt(Path file) {
    var named = Files.isRegularFile(file) ? Json.read(file).path("eos_token_id") : Json.object();
    var more = named.isArray() ? named.valueStream() : Stream.of(named);
    return new LanguageModel(decoder, tokenizer,
        Stream.concat(ends.stream(), more.filter(JsonNode::isInt).map(JsonNode::asInt)).collect(Collectors.toSet()));
  }

  /// Writes a model directory; Hugging Face's `transformers` opens those of decoders as well.
  public void save(Path folder) {
    new Pretrained(decoder, tokenizer).save(folder);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
