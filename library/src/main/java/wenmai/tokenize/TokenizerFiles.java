package wenmai.tokenize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wenmai.message.BadInput;
import wenmai.message.Failure;

/// A tokenizer's folder in Hugging Face's layout: `tokenizer.json`, or BERT's older `vocab.txt`, and
/// `tokenizer_config.json` with the special tokens.
final class TokenizerFiles {
  private static final String MAIN = "tokenizer.json";
  private static final String BERT = "vocab.txt";
  private static final String CONFIG = "tokenizer_config.json";
  private static final long LONGEST_FILE = 1L << 28;

  private TokenizerFiles() {}

  static Tokenizer read(Path path) {
    var main = Files.isDirectory(path) ? inside(path) : path;
    if (!Files.isRegularFile(main)) {
      throw new BadInput("no tokenizer at %s: give a tokenizer.json, a BERT vocab.txt, or the folder that holds one",
          "%s 处没有分词器：请给出 tokenizer.json、BERT 的 vocab.txt，或其所在的文件夹", main);
    }
    var file = main.resolveSibling(CONFIG);
    var config = Files.isRegularFile(file) ? json(file) : Layout.NULL;
    return main.toString().endsWith(".txt") ? BertVocabulary.read(new String(bytes(main), StandardCharsets.UTF_8), config)
        : new TokenizerReader(main, json(main), config).tokenizer();
  }

  private static Path inside(Path folder) {
    boolean bert = !Files.exists(folder.resolve(MAIN)) && Files.exists(folder.resolve(BERT));
    return folder.resolve(bert ? BERT : MAIN);
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
