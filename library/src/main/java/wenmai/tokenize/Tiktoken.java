package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wenmai.message.BadInput;

/// A rank file of OpenAI's tiktoken: a line a token, its bytes in base 64 and its rank, which is its id. How texts are
/// cut, and which tokens are special, the file does not say: its name does. A piece that is a token stands whole;
/// of others, the pair whose union has the lowest rank is merged first.
///
/// @param ranks the tokens of the file
/// @param specials the ids of the special tokens, one of which may stand among the ranks
record Tiktoken(Split split, int ranks, Map<String, Integer> specials) {
  private static final String END = "<|endoftext|>";
  private static final Map<String, Tiktoken> KNOWN = Map.of(
      "r50k_base", new Tiktoken(new Split.Gpt2(), 50_256, Map.of(END, 50_256)),
      "p50k_base", new Tiktoken(new Split.Gpt2(), 50_280, Map.of(END, 50_256)),
      "cl100k_base", new Tiktoken(new Split.Cl100k(3), 100_256, Map.of(END, 100_257, "<|fim_prefix|>", 100_258,
          "<|fim_middle|>", 100_259, "<|fim_suffix|>", 100_260, "<|endofprompt|>", 100_276)),
      "o200k_base", new Tiktoken(PreTokenizer.o200k(), 199_998, Map.of(END, 199_999, "<|endofprompt|>", 200_018)));

  static Tokenizer read(Path file, byte[] bytes) {
    var name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
    return Optional.ofNullable(KNOWN.get(name)).orElseThrow(() -> new BadInput(
        "%s: the patterns of %s are not known, those of %s are: give the file its encoding's name",
        "%s：不认识 %s 的切分式，认识的有 %s：请以编码的名称命名文件", file, name, KNOWN.keySet().stream().sorted().toList()))
        .read(file, new String(bytes, StandardCharsets.ISO_8859_1).lines().toList());
  }

  private Tokenizer read(Path file, List<String> lines) {
    if (lines.size() != ranks) {
      throw new BadInput("%s has %,d lines, this encoding has %,d: copy or download it again",
          "%s 有 %,d 行，而这种编码有 %,d 行：请重新复制或下载", file, lines.size(), ranks);
    }
    var tokens = new String[size()];
    for (int i = 0; i < lines.size(); i++) {
      var parts = lines.get(i).split(" ", -1);
      int rank = parts.length == 2 ? rank(parts[1]) : -1;
      byte[] token = parts.length == 2 ? bytes(parts[0]) : new byte[0];
      if (rank < 0 || token.length == 0 || tokens[rank] != null) {
        throw new BadInput("%s:%d: '%s' must be bytes in base 64 and a rank, each once and below %d",
            "%s:%d：“%s”应为 base64 编码的字节和一个排名，各出现一次，且小于 %d", file, i + 1, lines.get(i), tokens.length);
      }
      tokens[rank] = Alphabet.letters(token, token.length);
    }
    return bpe(tokens);
  }

  /// Ids that neither a rank nor a special token has get names that stand for nothing.
  private Bpe bpe(String[] tokens) {
    var pieces = new LinkedHashMap<String, Integer>();
    var special = new LinkedHashMap<>(specials);
    specials.forEach((name, id) -> tokens[id] = name);
    for (int id = 0; id < tokens.length; id++) {
      if (tokens[id] == null) {
        tokens[id] = "<|unused_%d|>".formatted(id);
        special.put(tokens[id], id);
      } else if (!specials.containsValue(id)) {
        pieces.put(tokens[id], id);
      }
    }
    var named = new Specials(special, Set.of(), Map.of(), Map.of(Role.BOS, END, Role.EOS, END), Around.NOTHING);
    var vocabulary = Vocabulary.of(List.of(tokens), named, Alphabet::bytes);
    return new Bpe(vocabulary, Ranked.byScore(pieces, id -> -id), split, false, true, List.of());
  }

  /// One more than the highest id: ranks go on behind a special token that stands among them.
  private int size() {
    long among = specials.values().stream().filter(id -> id < ranks).count();
    return Math.max(ranks + (int) among, specials.values().stream().mapToInt(id -> id + 1).max().orElse(0));
  }

  /// The rank, or -1 where it is none or a special token's id.
  private int rank(String text) {
    int rank = text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
    return rank < size() && !specials.containsValue(rank) ? rank : -1;
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
