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
import wenmai.tokenize.ChatTemplate;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// A model that writes, with the tokenizer whose ids it knows.
///
/// @param ends     the tokens that end what it writes: of a text, of a turn in a conversation
/// @param template the source of its [ChatTemplate]; empty where it has none
public record LanguageModel(CausalModel decoder, Tokenizer tokenizer, Set<Integer> ends, String template) implements AutoCloseable {

  public LanguageModel {
    ends = Set.copyOf(ends);
  }

  /// One without a template that ends with its tokenizer's token for that.
  public LanguageModel(CausalModel decoder, Tokenizer tokenizer) {
    this(decoder, tokenizer, tokenizer.specials().id(Role.EOS).stream().boxed().collect(Collectors.toSet()), "");
  }

  /// Opens a [model directory][Pretrained#open] that holds a decoder; its `generation_config.json` may name more ends.
  public static LanguageModel open(Path folder, Device device) {
    var opened = Pretrained.open(folder, device);
    if (opened.model() instanceof CausalModel decoder) {
      var ends = Stream.concat(new LanguageModel(decoder, opened.tokenizer()).ends.stream(), named(folder.resolve(HuggingFace.GENERATION)));
      return new LanguageModel(decoder, opened.tokenizer(), ends.collect(Collectors.toSet()), ChatTemplate.source(folder).orElse(""));
    }
    opened.close();
    throw new BadInput("%s is no decoder, so it cannot go on with a text; give a model that learned with objective: causal",
        "%s 不是解码器，不能续写文本；请给出以 objective: causal 训练的模型", folder);
  }

  private static Stream<Integer> named(Path file) {
    var named = Files.isRegularFile(file) ? Json.read(file).path("eos_token_id") : Json.object();
    return (named.isArray() ? named.valueStream() : Stream.of(named)).filter(JsonNode::isInt).map(JsonNode::asInt);
  }

  /// Writes a model directory; Hugging Face's `transformers` opens those of decoders as well.
  public void save(Path folder) {
    HuggingFace.save(decoder, tokenizer, ends.stream().sorted().toList(), template, folder);
  }

  @Override
  public void close() {
    decoder.close();
  }
}
