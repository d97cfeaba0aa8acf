package wenmai.tokenize;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Says a tokenizer in the words of Hugging Face's tokenizers library.
final class TokenizerWriter {
  private final Tokenizer tokenizer;

  TokenizerWriter(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  ObjectNode main() {
    return switch (tokenizer) {
      case Bpe bpe -> main(bpe.normalizer().json(), Layout.of(bpe.split()),
          Layout.byteLevel(true), bpe(false, bpe.whole(), bpe.ranked()));
      case Pieces pieces -> main(pieces.normalizer().json(), pieces.spaces().equals(Metaspace.NOTHING) ? Layout.NULL : pieces.spaces().json(),
          pieces.spaceFirst() ? Layout.LLAMA_TEXT : Layout.LLAMA_PLAIN_TEXT,
          bpe(pieces.fallsBackToBytes(), false, pieces.ranked()));
      case Unigram unigram -> main(unigram.normalizer().json(), unigram.spaces().json(), decoder(unigram), unigram(unigram));
      case WordPiece pieces -> main(pieces.normalizer().json(), Layout.BERT, Layout.wordPieces(pieces.cleanup()), wordPiece(pieces));
      case WordLevel words -> main(Layout.NULL, Layout.WHITE_SPACE, Layout.NULL, wordLevel());
      case Characters c -> main(Layout.NULL, Layout.EACH_CHARACTER, Layout.JOINED, wordLevel());
    };
  }

  ObjectNode config() {
    var config = object().put("tokenizer_class", "PreTrainedTokenizerFast").put("clean_up_tokenization_spaces", false);
    tokenizer.specials().roles().forEach((role, name) -> config.put(role.key(), name));
    return config;
  }

  private ObjectNode main(JsonNode normalizer, JsonNode preTokenizer, JsonNode decoder, ObjectNode model) {
    var main = object().put("version", "1.0").putNull("truncation").putNull("padding");
    var added = main.putArray("added_tokens");
    var specials = tokenizer.specials();
    specials.ids().forEach((name, id) -> added(added, name, id, specials.reach(name)).put("special", !specials.shown().contains(name)));
    tokenizer.atoms().forEach(atom -> added(added, tokenizer.token(atom.id()), atom.id(), atom.reach()).put("special", false));
    main.set("normalizer", normalizer);
    main.set("pre_tokenizer", preTokenizer);
    main.set("post_processor", tokenizer.specials().around().write(tokenizer.specials()));
    main.set("decoder", decoder);
    main.set("model", model);
    return main;
  }

  private static ObjectNode added(ArrayNode tokens, String name, int id, Specials.Reach reach) {
    return tokens.addObject().put("id", id).put("content", name).put("single_word", reach.alone()).put("lstrip", reach.left())
        .put("rstrip", reach.right()).put("normalized", reach.normalized());
  }

  private ObjectNode bpe(boolean byteFallback, boolean whole, Ranked ranked) {
    var model = object().put("type", "BPE").putNull("dropout");
    if (tokenizer instanceof Pieces && tokenizer.specials().roles().get(Role.UNKNOWN) instanceof String unknown) {
      model.put("unk_token", unknown);
    } else {
      model.putNull("unk_token");
    }
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix").put("fuse_unk", tokenizer instanceof Pieces pieces && pieces.together())
        .put("byte_fallback", byteFallback).put("ignore_merges", whole);
    vocabulary(model);
    var merges = model.putArray("merges");
    for (long pair : ranked.pairs()) {
      merges.addArray().add(tokenizer.token(Pairs.left(pair))).add(tokenizer.token(Pairs.right(pair)));
    }
    return model;
  }

  private static JsonNode decoder(Unigram unigram) {
    if (unigram.byteFallback()) {
      return unigram.spaceFirst() ? Layout.LLAMA_TEXT : Layout.LLAMA_PLAIN_TEXT;
    }
    var prepend = unigram.spaceFirst() ? Metaspace.Prepend.ALWAYS : Metaspace.Prepend.NEVER;
    return new Metaspace(prepend, unigram.spaces().split()).json();
  }

  private ObjectNode unigram(Unigram unigram) {
    var model = object().put("type", "Unigram");
    tokenizer.specials().id(Role.UNKNOWN).ifPresentOrElse(id -> model.put("unk_id", id), () -> model.putNull("unk_id"));
    double[] scores = unigram.scores();
    var vocabulary = model.putArray("vocab");
    for (int id = 0; id < scores.length; id++) {
      vocabulary.addArray().add(tokenizer.token(id)).add(scores[id]);
    }
    return model.put("byte_fallback", unigram.byteFallback());
  }

  private ObjectNode wordPiece(WordPiece pieces) {
    var model = object().put("type", "WordPiece").put("unk_token", tokenizer.specials().roles().get(Role.UNKNOWN))
        .put("continuing_subword_prefix", WordPiece.INSIDE).put("max_input_chars_per_word", pieces.longestWord());
    vocabulary(model);
    return model;
  }

  private ObjectNode wordLevel() {
    var model = object().put("type", "WordLevel").put("unk_token", tokenizer.specials().roles().get(Role.UNKNOWN));
    vocabulary(model);
    return model;
  }

  private void vocabulary(ObjectNode model) {
    var vocabulary = model.putObject("vocab");
    for (int id = 0; id < tokenizer.vocabularySize(); id++) {
      vocabulary.put(tokenizer.token(id), id);
    }
  }

  private static ObjectNode object() {
    return Layout.JSON.createObjectNode();
  }
}
