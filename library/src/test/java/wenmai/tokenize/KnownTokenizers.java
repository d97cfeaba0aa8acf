package wenmai.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import wenmai.sample.Stories;

/// Tokenizers of known models, one of each kind, and one that is trained here.
final class KnownTokenizers {
  private static final List<String> FILES = List.of("ggml-vocab-gpt-2.gguf", "ggml-vocab-llama-spm.gguf", "tiktoken/cl100k_base.tiktoken",
      "bert-base-chinese-vocab.txt");

  private KnownTokenizers() {}

  /// Each by its name; beside it, in a folder of that name, its `tokenizer.json`: Qwen's as it was published.
  static Map<String, Tokenizer> save(Path folder) throws IOException {
    var tokenizers = new LinkedHashMap<String, Tokenizer>();
    for (var name : FILES) {
      tokenizers.put(name.replaceAll(".*/|\\..*", ""), Tokenizer.read(TokenizersTwin.data("tokenizers/" + name)));
    }
    var stories = Stories.training().limit(2_000).flatMap(story -> Stream.of(story.english().text(), story.chinese().text()));
    tokenizers.put("ours", new BpeTraining(4_000).train(Stream.concat(stories, new RandomText(1).lines(2_000).stream())));
    for (var tokenizer : tokenizers.entrySet()) {
      tokenizer.getValue().save(folder.resolve(tokenizer.getKey()));
    }
    tokenizers.put("qwen3", qwen(Files.createDirectories(folder.resolve("qwen3")).resolve("tokenizer.json")));
    return tokenizers;
  }

  private static Tokenizer qwen(Path file) throws IOException {
    try (var in = new GZIPInputStream(Files.newInputStream(TokenizersTwin.data("tokenizers/qwen3/tokenizer.json.gz")))) {
      Files.copy(in, file);
    }
    return Tokenizer.read(file);
  }
}
