package wenmai.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import wenmai.message.BadInput;

/// `manifest.json` of a checkpoint: the step, the size and SHA-256 of every file, and whatever state its writer adds.
/// Its first key is the SHA-256 of all the bytes after that key's comma, so it vouches for the files and for itself.
record Manifest(long step, Map<String, Part> files, JsonNode state) {
  static final String NAME = "manifest.json";
  private static final String SEAL = "{\n  \"sha256\": \"%s\",";
  private static final int SEAL_LENGTH = SEAL.length() - 2 + 64;
  private static final String FORMAT = "wenmai-checkpoint-1";
  private static final int LIMIT = 64 << 20;

  record Part(long bytes, String sha256) {}

  /// Describes every file in the folder, and adds the description to it.
  static Manifest write(Path folder, long step, JsonNode state) throws IOException {
    var json = Json.object().put("format", FORMAT).put("step", step);
    json.set("files", Json.tree(parts(folder)));
    json.set("state", state);
    Files.writeString(folder.resolve(NAME), sealed(Json.pretty(json).substring(1) + "\n"));
    return read(folder);
  }

  /// Reads the manifest and checks it against itself, not yet against the files.
  static Manifest read(Path folder) {
    var file = folder.resolve(NAME);
    var text = text(file);
    if (!text.equals(sealed(text.substring(Math.min(text.length(), SEAL_LENGTH))))) {
      throw changed(file);
    }
    var json = Json.parse(text, file);
    if (!json.path("format").asString("").equals(FORMAT) || !json.path("step").canConvertToLong()) {
      throw new BadInput("%s is not of the form %s: update the program", "%s 的格式不是 %s：请更新程序", file, FORMAT);
    }
    var files = new TreeMap<String, Part>();
    json.path("files").properties().forEach(e -> files.put(e.getKey(), part(file, e.getKey(), e.getValue())));
    return new Manifest(json.path("step").longValue(), files, json.path("state"));
  }

  /// Every file is there and has its size.
  void requireSizes(Path folder) {
    files.forEach((name, part) -> {
      var file = folder.resolve(name);
      long size = size(file);
      if (size != part.bytes()) {
        throw new BadInput("%s has %d bytes, its manifest says %d", "%s 有 %d 字节，而清单记录为 %d 字节",
            file, size, part.bytes());
      }
    });
  }

  /// Every byte is what was written.
  void requireContent(Path folder) {
    files.forEach((name, part) -> {
      if (!Hashes.sha256(folder.resolve(name)).equals(part.sha256())) {
        throw changed(folder.resolve(name));
      }
    });
  }

  private static Map<String, Part> parts(Path folder) throws IOException {
    var parts = new TreeMap<String, Part>();
    try (var tree = Files.walk(folder)) {
      for (var file : tree.filter(Files::isRegularFile).toList()) {
        var name = folder.relativize(file).toString().replace('\\', '/');
        parts.put(name, new Part(Files.size(file), Hashes.sha256(file)));
      }
    }
    return parts;
  }

  private static String sealed(String rest) {
    return SEAL.formatted(Hashes.sha256(rest.getBytes(StandardCharsets.UTF_8))) + rest;
  }

  /// A name may not lead out of the folder.
  private static Part part(Path manifest, String name, JsonNode json) {
    var inside = manifest.resolveSibling(name).normalize().startsWith(manifest.resolveSibling("").normalize());
    if (!inside || Path.of(name).isAbsolute() || !json.path("bytes").canConvertToLong()) {
      throw new BadInput("%s lists %s as %s: it must be a file inside the checkpoint with its bytes and sha256",
          "%s 中的 %s 为 %s：应为检查点内的文件及其 bytes 和 sha256", manifest, name, json);
    }
    return new Part(json.path("bytes").longValue(), json.path("sha256").asString(""));
  }

  private static String text(Path file) {
    try (var in = Files.newInputStream(file)) {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(in.readNBytes(LIMIT))).toString();
    } catch (CharacterCodingException e) {
      throw changed(file);
    } catch (IOException e) {
      throw Refusal.reading(file, e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw Refusal.reading(file, e);
    }
  }

  private static BadInput changed(Path file) {
    return new BadInput("%s was changed after it was written: its SHA-256 does not fit",
        "%s 在写入之后被改动：SHA-256 不符", file);
  }
}
