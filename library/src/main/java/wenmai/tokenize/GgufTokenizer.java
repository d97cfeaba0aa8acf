package wenmai.tokenize;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wenmai.files.Gguf;
import wenmai.message.BadInput;

/// The vocabulary of a GGUF file (`tokenizer.ggml.…`), read as llama.cpp reads it. Models are `gpt2` (byte-level merges;
/// `pre` names the way to cut texts), `llama` (SentencePiece's merges by score), `t5` (Unigram), `bert` (WordPiece, lower case unless it says otherwise)
/// and `gemma4` (merges over characters);
/// what is not known is refused by name, since ids that are almost right make a model that is silently wrong.
final class GgufTokenizer {
  private static final String KEY = "tokenizer.ggml.";
  private static final Set<String> OVER_CHARACTERS = Set.of("gemma4", "granite-embed-multi-311m", "sarvam-moe");
  private static final Map<Role, String> ROLES = Map.of(Role.BOS, "bos_token_id", Role.EOS, "eos_token_id",
      Role.PAD, "padding_token_id", Role.UNKNOWN, "unknown_token_id", Role.MASK, "mask_token_id",
      Role.CLASS, "cls_token_id", Role.SEPARATOR, "seperator_token_id");
  /// What llama.cpp takes where a vocabulary does not say.
  private static final Map<Role, Integer> LLAMA_ROLES = Map.of(Role.UNKNOWN, 0, Role.BOS, 1, Role.EOS, 2);
  private static final Map<Role, Integer> T5_ROLES = Map.of(Role.PAD, 0, Role.EOS, 1, Role.UNKNOWN, 2);
  private static final Map<Role, Integer> BERT_ROLES = Map.of(Role.PAD, 0, Role.UNKNOWN, 100, Role.CLASS, 101,
      Role.SEPARATOR, 102, Role.MASK, 103);
  private final Path file;
  private final Gguf gguf;

  private GgufTokenizer(Path file, Gguf gguf) {
    this.file = file;
    this.gguf = gguf;
  }

  static Tokenizer read(Path file) {
    try (var gguf = Gguf.open(file)) {
      return new GgufTokenizer(file, gguf).tokenizer();
    }
  }

  private Tokenizer tokenizer() {
    var model = required("model", gguf.text(KEY + "model"));
    return switch (model) {
      case "llama" -> scored();
      case "t5" -> unigram();
      case "bert" -> wordPieces();
      case "gemma4" -> overCharacters(true);
      case "gpt2" -> {
        var pre = required("pre", gguf.text(KEY + "pre"));
        yield OVER_CHARACTERS.contains(pre) ? overCharacters(pre.equals("gemma4")) : bytes(pre);
      }
      default -> throw unknown("model", model);
    };
  }

  private Bpe bytes(String name) {
    var pre = PreTokenizer.named(name).orElseThrow(() -> unknown("pre", name));
    var tokens = tokens(Map.of());
    var specials = specials(tokens, pre.startFirst());
    var vocabulary = Vocabulary.of(tokens.tokens(), specials.without(specials.spaces()), Alphabet::bytes);
    var ranked = gguf.keys().contains(KEY + "merges") || !name.equals("kimi-k2")
        ? merges(vocabulary) : Ranked.byScore(tokens.mergeable(), id -> -id);
    return new Bpe(vocabulary, ranked, pre.split(), false, pre.whole(), specials.names(specials.spaces(), atom -> atom));
  }

  private Pieces scored() {
    var tokens = tokens(LLAMA_ROLES);
    var ranked = tokens.scored(required("scores", gguf.reals(KEY + "scores")));
    boolean spaceFirst = gguf.flag(KEY + "add_space_prefix").orElse(true);
    return tokens.pieces(ranked, specials(tokens, true), TextNormalizer.NONE, spaceFirst, spaceFirst);
  }

  private Unigram unigram() {
    var tokens = tokens(T5_ROLES);
    boolean end = gguf.flag(KEY + "add_eos_token").orElse(true);
    if (!gguf.flag(KEY + "remove_extra_whitespaces").orElse(true)) {
      throw unknown("remove_extra_whitespaces", "false");
    }
    boolean spaceFirst = gguf.flag(KEY + "add_space_prefix").orElse(true);
    var spaces = new Metaspace(spaceFirst ? Metaspace.Prepend.ALWAYS : Metaspace.Prepend.NEVER, true);
    var rules = SentencePiece.rules(gguf.bytes(KEY + "precompiled_charsmap").orElse(new byte[0]), true);
    var specials = tokens.specials(gguf.flag(KEY + "add_bos_token").orElse(false), end);
    return tokens.unigram(required("scores", gguf.reals(KEY + "scores")), specials, rules, spaces, false);
  }

  /// BERT's words begin with `▁` here, and what stands inside words has no `##`.
  private WordPiece wordPieces() {
    var typed = tokens(BERT_ROLES);
    var tokens = typed.tokens().stream().map(token -> token.startsWith("▁") ? token.substring(1)
        : token.startsWith("[") && token.endsWith("]") ? token : WordPiece.INSIDE + token).toList();
    var specials = new TypedTokens(file, tokens, typed.types(), typed.roles()).specials(false, false);
    var around = new Around(List.of(tokens.get(typed.role(Role.CLASS))), List.of(tokens.get(typed.role(Role.SEPARATOR))));
    boolean lower = gguf.flag(KEY + "normalizer.lowercase").orElse(true);
    var normalizer = new BertNormalizer(true, true, gguf.flag(KEY + "normalizer.strip_accents").orElse(lower), lower);
    return new WordPiece(tokens, specials.with(around), normalizer, WordPiece.LONGEST_WORD, true);
  }

  private Pieces overCharacters(boolean startFirst) {
    var tokens = tokens(Map.of());
    var specials = specials(tokens, startFirst);
    var vocabulary = Vocabulary.of(tokens.tokens(), specials, Pieces::text);
    boolean spaceFirst = gguf.flag(KEY + "add_space_prefix").orElse(false);
    return tokens.pieces(merges(vocabulary), specials, TextNormalizer.NONE, spaceFirst, spaceFirst);
  }

  private Specials specials(TypedTokens tokens, boolean startFirst) {
    return tokens.specials(gguf.flag(KEY + "add_bos_token").orElse(startFirst), gguf.flag(KEY + "add_eos_token").orElse(false));
  }

  private TypedTokens tokens(Map<Role, Integer> otherwise) {
    var tokens = new ArrayList<>(required("tokens", gguf.texts(KEY + "tokens")));
    for (int id = 0; id < tokens.size(); id++) {
      if (tokens.get(id).isEmpty()) {
        tokens.set(id, "[EMPTY_%d]".formatted(id));
      }
    }
    var roles = new EnumMap<Role, Integer>(Role.class);
    otherwise.forEach((role, id) -> {
      if (id < tokens.size()) {
        roles.put(role, id);
      }
    });
    ROLES.forEach((role, key) -> gguf.whole(KEY + key)
        .ifPresent(id -> roles.put(role, (int) Math.clamp(id, -1, Integer.MAX_VALUE))));
    int[] normal = new int[tokens.size()];
    Arrays.fill(normal, TypedTokens.NORMAL);
    return new TypedTokens(file, tokens, gguf.wholes(KEY + "token_type").orElse(normal), roles);
  }

  /// Each merge is two tokens with a space between them.
  private Ranked merges(Vocabulary vocabulary) {
    List<String> merges = required("merges", gguf.texts(KEY + "merges"));
    long[] pairs = new long[merges.size()];
    for (int i = 0; i < pairs.length; i++) {
      var merge = merges.get(i);
      int space = merge.indexOf(' ', 1);
      if (space < 0) {
        throw new BadInput("%s: merge %d is not a pair of tokens: %s", "%s：第 %d 条合并不是一对词元：%s", file, i, merge);
      }
      pairs[i] = Pairs.key(vocabulary.required(merge.substring(0, space)), vocabulary.required(merge.substring(space + 1)));
    }
    return Ranked.inOrder(pairs);
  }

  private <T> T required(String name, Optional<T> value) {
    return value.orElseThrow(() -> new BadInput("%s has no %s: it holds no tokenizer, or not all of one; convert the model again",
        "%s 中没有 %s：其中没有分词器，或不完整；请重新转换模型", file, KEY + name));
  }

  private BadInput unknown(String key, String name) {
    return new BadInput("%s: %s is '%s', which is not known here: its ids would only be guessed. Give the model's tokenizer.json",
        "%s：%s 为“%s”，这里不认识：编号只能靠猜。请改用该模型的 tokenizer.json", file, KEY + key, name);
  }
}
