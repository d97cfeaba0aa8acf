package wenmai.tokenize;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import wenmai.message.BadInput;
import wenmai.message.Failure;

/// The tokenizer files of Karpathy's llama2.c: little-endian, the longest token's length, then for each token a score
/// (float32), a length (int32) and its bytes. Ids 0 to 2 are unknown, start and end, then come 256 bytes.
public final class Llama2c {
  private static final int LONGEST_FILE = 1 << 26;
  private static final List<String> SPECIALS = List.of("<unk>", "<s>", "</s>");
  private static final int FIRST_PIECE = SPECIALS.size() + 256;

  private Llama2c() {}

  public static Pieces read(Path file) {
    var in = ByteBuffer.wrap(bytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int longest = in.remaining() < 4 ? -1 : in.getInt();
    var tokens = new ArrayList<String>();
    var scores = new ArrayList<Float>();
    while (in.hasRemaining()) {
      float score = in.remaining() < 8 ? Float.NaN : in.getFloat();
      int length = Float.isNaN(score) ? -1 : in.getInt();
      if (length < 0 || length > longest || length > in.remaining()) {
        throw new BadInput("%s: token %d is damaged at byte %d (length %d, at most %d): is it a tokenizer of llama2.c?",
            "%s：第 %d 个词元在字节 %d 处损坏（长度 %d，至多 %d）：这是 llama2.c 的分词器吗？",
            file, tokens.size(), in.position(), length, longest);
      }
      byte[] token = new byte[length];
      in.get(token);
      scores.add(score);
      tokens.add(name(tokens.size(), new String(token, StandardCharsets.UTF_8)));
    }
    if (tokens.size() < FIRST_PIECE) {
      throw new BadInput("%s holds %d tokens, a tokenizer of llama2.c has %d or more",
          "%s 有 %d 个词元，llama2.c 的分词器至少有 %d 个", file, tokens.size(), FIRST_PIECE);
    }
    return Pieces.of(tokens, merges(tokens, scores), Specials.first(SPECIALS).with(new Around(List.of("<s>"), List.of())));
  }

  private static byte[] bytes(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInput("no file %s: give llama2.c's tokenizer.bin", "没有文件 %s：请给出 llama2.c 的 tokenizer.bin", file);
    }
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new BadInput("%s is %,d bytes long: a tokenizer of llama2.c is much smaller",
            "%s 长 %,d 字节：llama2.c 的分词器远没有这么大", file, Files.size(file));
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Failure(e, "cannot read %s: %s", "无法读取 %s：%s", file, e);
    }
  }

  private static String name(int id, String token) {
    if (id < SPECIALS.size()) {
      return SPECIALS.get(id);
    }
    return id < FIRST_PIECE ? Pieces.byteToken(id - SPECIALS.size()) : token.replace(' ', Pieces.SPACE);
  }

  private static Ranked merges(List<String> tokens, List<Float> scores) {
    var pieces = new LinkedHashMap<String, Integer>();
    for (int id = FIRST_PIECE; id < tokens.size(); id++) {
      pieces.put(tokens.get(id), id);
    }
    return Ranked.byScore(pieces, scores::get);
  }
}
