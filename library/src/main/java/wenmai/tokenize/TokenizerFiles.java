package wenmai.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wenmai.message.BadInput;
import wenmai.message.Failure;

/// A tokenizer's folder in Hugging Face's layout: `tokenizer.json`, and `tokenizer_config.json` with the special
/// tokens.
final class TokenizerFiles {
  private static final String MAIN = "tokenizer.json";
  private static final String CONFIG = "tokenizer_config.json";
  private static final long LONGEST_FILE = 1L << 28;

  private TokenizerFiles() {}

  static Tokenizer read(Path path) {
    var main = Files.isDirectory(path) ? path.resolve(MAIN) : path;
    if (!Files.isRegularFile(main)) {
      throw new BadInput("no tokenizer at %s: give a tokenizer.json, or the folder that holds one",
          "%s 处没有分词器：请给出 tokenizer.json 或它所在的文件夹", main);
    }
    var config = main.resolveSibling(CONFIG);
    return new TokenizerReader(main, json(main), Files.isRegularFile(config) ? json(config) : Layout.NULL).tokenizer();
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
      if (Files.size(file) > LONGEST_FILE) {
        throw new BadInput("%s is %,d bytes long, at most %,d are read: is it a tokenizer?",
            "%s 长 %,d 字节，最多读取 %,d 字节：这是分词器吗？", file, Files.size(file), LONGEST_FILE);
      }
      return Layout.JSON.readTree(Files.readAllBytes(file));
    } catch (JacksonException e) {
      throw new BadInput("%s is not JSON: %s", "%s 不是 JSON：%s", file, e.getOriginalMessage());
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
