package wenmai.tokenize;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import wenmai.message.BadInput;

/// Reads a `tokenizer.json`. Its parts are programs for text: one that is not known here is refused by name, since
/// ids that are almost right make a model that is silently wrong.
final class TokenizerReader {
  private final Path file;
  private final JsonNode main;
  private final JsonNode config;
  private final JsonNode model;

  TokenizerReader(Path file, JsonNode main, JsonNode config) {
    this.file = file;
    this.main = main;
    this.config = config;
    this.model = main.path("model");
  }

  Tokenizer tokenizer() {
    if (absent(model)) {
      throw new BadInput("%s is no tokenizer.json: it has no model. Give the file of that name beside a model's weights",
          "%s 不是 tokenizer.json：其中没有 model。请给出模型权重旁的同名文件", file);
    }
    return switch (model.path("type").asString(model.has("merges") ? "BPE" : "")) {
      case "BPE" -> mergeable();
      case "Unigram" -> unigram();
      case "WordPiece" -> wordPiece();
      case "WordLevel" -> main.path("pre_tokenizer").equals(Layout.EACH_CHARACTER) ? characters() : words();
      default -> throw unknown("model", model);
    };
  }

  private Tokenizer mergeable() {
    expect("dropout", value -> value.asDouble(1) == 0);
    expect("continuing_subword_prefix", value -> value.asString("?").isEmpty());
    expect("end_of_word_suffix", value -> value.asString("?").isEmpty());
    var normalizer = normalizer();
    boolean spaces = normalizer.before(TextNormalizer.LLAMA_PLAIN).isPresent() || Metaspace.read(main.path("pre_tokenizer")).isPresent();
    return spaces || model.path("byte_fallback").asBoolean(false) ? pieces(normalizer) : bpe(normalizer);
  }

  private Bpe bpe(TextNormalizer normalizer) {
    boolean composed = normalizer.equals(Bpe.COMPOSED);
    if (!composed && !normalizer.equals(TextNormalizer.NONE)) {
      throw unknown("normalizer", main.path("normalizer"));
    }
    var split = Layout.split(main.path("pre_tokenizer"))
        .orElseThrow(() -> unknown("pre_tokenizer", main.path("pre_tokenizer")));
    if (!main.path("decoder").path("type").asString("").equals("ByteLevel")) {
      throw unknown("decoder", main.path("decoder"));
    }
    var specials = specials();
    var vocabulary = Vocabulary.of(tokens(), specials.without(specials.spaces()), Alphabet::bytes);
    var bpe = new Bpe(vocabulary, Ranked.inOrder(merges(vocabulary)), split, composed, model.path("ignore_merges").asBoolean(false),
        specials.names(specials.spaces(), normalizer::apply));
    if (!bpe.isComplete()) {
      expect("unk_token", value -> vocabulary.id(value.asString("")).isEmpty());
    }
    return bpe;
  }

  private Pieces pieces(TextNormalizer normalizer) {
    var spaces = Metaspace.read(main.path("pre_tokenizer")).orElse(Metaspace.NOTHING);
    if (spaces.split() || spaces.words()) {
      throw unknown("pre_tokenizer", main.path("pre_tokenizer"));
    }
    if (spaces.equals(Metaspace.NOTHING)) {
      if (normalizer.before(TextNormalizer.LLAMA_PLAIN).isEmpty()) {
        throw unknown("normalizer", main.path("normalizer"));
      }
      if (!main.path("pre_tokenizer").equals(Layout.NO_SPACES_LEFT)) {
        expect("pre_tokenizer", Layout.NULL);
      }
    }
    expect("ignore_merges", value -> !value.asBoolean(true));
    var specials = specials();
    var vocabulary = Vocabulary.of(tokens(), specials.without(specials.shown()), Pieces::text);
    var pieces = new Pieces(vocabulary, Ranked.inOrder(merges(vocabulary)), specials.names(specials.shown(), normalizer::apply), normalizer, spaces,
        model.path("fuse_unk").asBoolean(false));
    expect("decoder", pieces.spaceFirst() ? Layout.LLAMA_TEXT : Layout.LLAMA_PLAIN_TEXT);
    return pieces;
  }

  private Unigram unigram() {
    var normalizer = normalizer();
    boolean marked = normalizer.equals(TextNormalizer.LLAMA) && absent(main.path("pre_tokenizer"));
    var spaces = marked ? new Metaspace(Metaspace.Prepend.NEVER, false) : Metaspace.read(main.path("pre_tokenizer"))
        .orElseThrow(() -> unknown("pre_tokenizer", main.path("pre_tokenizer")));
    double[] scores = new double[tokens().size()];
    for (int id = 0; id < model.path("vocab").size(); id++) {
      scores[id] = model.path("vocab").path(id).path(1).asDouble(Double.NaN);
    }
    var unigram = Unigram.of(tokens(), scores, specials(), normalizer, spaces, model.path("byte_fallback").asBoolean(false));
    var decoder = main.path("decoder");
    boolean plain = !unigram.byteFallback()
        && Metaspace.read(decoder).filter(read -> (read.prepend() != Metaspace.Prepend.NEVER) == unigram.spaceFirst()).isPresent();
    if (!plain && !decoder.equals(unigram.spaceFirst() ? Layout.LLAMA_TEXT : Layout.LLAMA_PLAIN_TEXT)) {
      throw unknown("decoder", decoder);
    }
    return unigram;
  }

  private WordPiece wordPiece() {
    expect("continuing_subword_prefix", value -> value.asString("").equals(WordPiece.INSIDE));
    expect("pre_tokenizer", Layout.BERT);
    boolean cleanup = main.path("decoder").path("cleanup").asBoolean(true);
    expect("decoder", Layout.wordPieces(cleanup));
    return new WordPiece(tokens(), specials(), normalizer(),
        model.path("max_input_chars_per_word").asInt(WordPiece.LONGEST_WORD), cleanup);
  }

  private WordLevel words() {
    expect("normalizer", Layout.NULL);
    expect("pre_tokenizer", Layout.WHITE_SPACE);
    expect("decoder", Layout.NULL);
    return new WordLevel(tokens(), specials());
  }

  private TextNormalizer normalizer() {
    return TextNormalizer.read(main.path("normalizer")).orElseThrow(() -> unknown("normalizer", main.path("normalizer")));
  }

  private Characters characters() {
    expect("normalizer", Layout.NULL);
    expect("pre_tokenizer", Layout.EACH_CHARACTER);
    expect("decoder", Layout.JOINED);
    return Characters.of(tokens(), specials());
  }

  /// All tokens in the order of their ids, which leave no gap.
  private List<String> tokens() {
    var ids = new HashMap<String, Integer>();
    model.path("vocab").forEachEntry((token, id) -> ids.put(token, id.asInt(-1)));
    for (int id = 0; model.path("vocab").isArray() && id < model.path("vocab").size(); id++) {
      var token = model.path("vocab").path(id).path(0).asString("");
      if (ids.put(token, id) != null) {
        throw new BadInput("%s: token '%s' stands twice in the vocabulary", "%s：词元“%s”在词表中出现两次", file, token);
      }
    }
    main.path("added_tokens").forEach(token -> ids.put(token.path("content").asString(""), token.path("id").asInt(-1)));
    var tokens = new String[ids.size()];
    ids.forEach((token, id) -> {
      if (id < 0 || id >= tokens.length || tokens[id] != null) {
        throw new BadInput("%s: token '%s' has id %d; %d tokens must have the ids from 0 to %d, each once",
            "%s：词元“%s”的编号是 %d；%d 个词元的编号须从 0 到 %d，各出现一次", file, token, id, tokens.length, tokens.length - 1);
      }
      tokens[id] = token;
    });
    return List.of(tokens);
  }

  private Specials specials() {
    return Specials.read(main, config).with(Around.read(main.path("post_processor"))
        .orElseThrow(() -> unknown("post_processor", main.path("post_processor"))));
  }

  /// Each merge is a pair of tokens, or, in older files, a string with a space between them.
  private long[] merges(Vocabulary vocabulary) {
    var merges = model.path("merges");
    long[] pairs = new long[merges.size()];
    for (int i = 0; i < pairs.length; i++) {
      var merge = merges.path(i);
      String[] pair = merge.isArray()
          ? new String[] {merge.path(0).asString(""), merge.path(1).asString("")}
          : merge.asString("").split(" ", -1);
      if (pair.length != 2) {
        throw new BadInput("%s: merge %d is not a pair of tokens: %s", "%s：第 %d 条合并不是一对词元：%s", file, i, merge);
      }
      pairs[i] = Pairs.key(vocabulary.required(pair[0]), vocabulary.required(pair[1]));
    }
    return pairs;
  }

  private void expect(String part, JsonNode layout) {
    var found = main.path(part);
    if (!found.equals(layout) && !(absent(found) && absent(layout))) {
      throw unknown(part, found);
    }
  }

  private void expect(String setting, Predicate<JsonNode> rule) {
    var value = model.path(setting);
    if (!absent(value) && !rule.test(value)) {
      throw new BadInput("%s: the model's %s is %s, which Wenmai cannot do",
          "%s：模型的 %s 为 %s，文脉不支持", file, setting, value);
    }
  }

  private BadInput unknown(String part, JsonNode found) {
    var type = absent(found) ? "none" : found.path("type").asString("?");
    return new BadInput("%s: unknown %s %s (%s): its ids would only be guessed. Known are byte-level BPE with the "
        + "published patterns (GPT-2, Llama 3, Qwen, GPT-4o, DeepSeek …), the BPE of Llama 2 and Gemma, Unigram on Metaspace, "
        + "BERT's WordPiece, and WordLevel on characters or white space",
        "%s：未知的 %s %s（%s）：编号只能靠猜。已知的有：采用公开切分式（GPT-2、Llama 3、Qwen、GPT-4o、DeepSeek 等）的字节级 BPE，"
        + "Llama 2 与 Gemma 的 BPE，采用 Metaspace 的 Unigram，BERT 的 WordPiece，按字符或空白切分的 WordLevel",
        file, part, type, found.toString().substring(0, Math.min(200, found.toString().length())));
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
