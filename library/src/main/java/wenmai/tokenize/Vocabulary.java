package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import wenmai.message.BadInput;

/// Tokens by id and ids by token, with the bytes that each token contributes to a text.
record Vocabulary(List<String> tokens, Map<String, Integer> ids, byte[][] bytes, Specials specials) {

  /// `bytes` reads a token as it is written.
  static Vocabulary of(List<String> tokens, Specials specials, Function<String, byte[]> bytes) {
    var ids = HashMap.<String, Integer>newHashMap(tokens.size());
    byte[][] all = new byte[tokens.size()][];
    for (int id = 0; id < all.length; id++) {
      var token = tokens.get(id);
      all[id] = specials.shown().contains(token) ? token.getBytes(StandardCharsets.UTF_8)
          : specials.ids().containsKey(token) ? new byte[0] : bytes.apply(token);
      if (ids.put(token, id) != null) {
        throw new BadInput("token '%s' stands twice in the vocabulary", "词元“%s”在词表中出现两次", token);
      }
    }
    return new Vocabulary(List.copyOf(tokens), ids, all, specials);
  }

  int size() {
    return tokens.size();
  }

  String token(int id) {
    return tokens.get(checked(id));
  }

  byte[] bytes(int id) {
    return bytes[checked(id)].clone();
  }

  OptionalInt id(String token) {
    var id = ids.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  int required(String token) {
    return id(token).orElseThrow(() -> new BadInput(
        "token '%s' is missing from the vocabulary: is this tokenizer whole?", "词表中缺少词元“%s”：这个分词器完整吗？", token));
  }

  /// The token that each pair of ids becomes.
  int[] results(long[] pairs) {
    int[] results = new int[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      results[i] = required(token(Pairs.left(pairs[i])) + token(Pairs.right(pairs[i])));
    }
    return results;
  }

  private int checked(int id) {
    if (id < 0 || id >= size()) {
      throw new BadInput("id %d is not in the vocabulary: ids go from 0 to %d",
          "编号 %d 不在词表中：编号从 0 到 %d", id, size() - 1);
    }
    return id;
  }
}
