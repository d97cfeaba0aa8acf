package wenmai.tokenize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wenmai.message.BadInput;
import wenmai.message.Failure;
import wenmai.message.Message;

/// Tokenizers on disk. One that others made is recognised by its file's name: `tokenizer.json` (Hugging Face), `….gguf`
/// (llama.cpp), `….model` (SentencePiece), `….tiktoken` (OpenAI), `….txt` (BERT). Ours is a folder with `tokenizer.json`, and
/// `tokenizer_config.json` with the special tokens.
final class TokenizerFiles {
  private static final String MAIN = "tokenizer.json";
  private static final String CONFIG = "tokenizer_config.json";
  private static final List<String> IN_FOLDERS = List.of(MAIN, "tokenizer.model", "spiece.model", "sentencepiece.bpe.model", "vocab.txt");
  private static final long LONGEST_FILE = 1L << 28;

  private TokenizerFiles() {}

  static Tokenizer read(Path path) {
    var file = Files.isDirectory(path) ? inside(path) : path;
    if (!Files.isRegularFile(file)) {
      throw new BadInput("no tokenizer at %s: give a tokenizer.json, a .gguf, .model or .tiktoken file, BERT's vocab.txt, or a folder that "
          + "holds one", "%s 处没有分词器：请给出 tokenizer.json，.gguf、.model 或 .tiktoken 文件，BERT 的 vocab.txt，或其所在的文件夹", file);
    }
    try {
      return readFile(file);
    } catch (BadInput e) {
      throw e.message().en().contains(file.toString()) ? e : new BadInput(Message.of("%1$s: %2$s", "%1$s：%3$s", file, e.message().en(), e.message().zh()));
    }
  }

  private static Tokenizer readFile(Path file) {
    var name = file.getFileName().toString();
    if (name.endsWith(".gguf")) {
      return GgufTokenizer.read(file);
    }
    if (name.endsWith(".tiktoken")) {
      return Tiktoken.read(file, bytes(file));
    }
    var beside = file.resolveSibling(CONFIG);
    var config = Files.isRegularFile(beside) ? json(beside) : Layout.NULL;
    if (name.endsWith(".model")) {
      return SentencePiece.read(file, bytes(file), config.path("add_bos_token").asBoolean(false),
          config.path("add_eos_token").asBoolean(false));
    }
    return name.endsWith(".txt") ? BertVocabulary.read(new String(bytes(file), StandardCharsets.UTF_8), config)
        : new TokenizerReader(file, json(file), config).tokenizer();
  }

  static void write(Tokenizer tokenizer, Path folder) {
    var writer = new TokenizerWriter(tokenizer);
    try {
      Files.createDirectories(folder);
      replace(folder.resolve(MAIN), writer.main());
      replace(folder.resolve(CONFIG), writer.config());
    } catch (IOException e) {
      throw new Failure(e, "cannot write the tokenizer to %s: %s", "无法把分词器写入 %s：%s", folder, e);
    }
  }

  private static Path inside(Path folder) {
    return IN_FOLDERS.stream().map(folder::resolve).filter(Files::isRegularFile).findFirst().orElse(folder.resolve(MAIN));
  }

  private static JsonNode json(Path file) {
    try {
      return Layout.JSON.readTree(bytes(file));
    } catch (JacksonException e) {
      throw new BadInput("%s is not JSON: %s", "%s 不是 JSON：%s", file, e.getOriginalMessage());
    }
  }

  private static byte[] bytes(Path file) {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new BadInput("%s is %,d bytes long, at most %,d are read: is it a tokenizer?",
            "%s 长 %,d 字节，最多读取 %,d 字节：这是分词器吗？", file, Files.size(file), LONGEST_FILE);
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Failure(e, "cannot read %s: %s", "无法读取 %s：%s", file, e);
    }
  }

  private static void replace(Path file, ObjectNode json) throws IOException {
    var unfinished = file.resolveSibling(file.getFileName() + ".part");
    Files.write(unfinished, Layout.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
