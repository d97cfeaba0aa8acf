package wenmai.embed;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import wenmai.tokenize.Tokenizer;

/// The words that the tokens of a vocabulary spell: with them a model's input embedding can be asked, measured and drawn as word
/// vectors are, and word vectors can be where it begins.
///
/// A token spells a word where what it adds to a text is whole characters without white space. One space before them
/// (`Ġthe` and `▁the` in files of tokenizers) is the gap between words and part of neither, so two tokens may spell the same:
/// then the one with the space stands for the word, for the other is more often the rest of a longer one. Languages without
/// spaces have no such pairs.
///
/// @param words   by id; empty where the token spells none
/// @param tokens  which token stands for a word, in the order of ids
/// @param special tokens that are no text
/// @param partial tokens of bytes that are no UTF-8: parts of characters
/// @param spaces  tokens that are or hold white space or control characters
public record TokenWords(List<String> words, SequencedMap<String, Integer> tokens, int special, int partial, int spaces) {

  private enum Kind {
    WORD,
    SPECIAL,
    PARTIAL,
    SPACES
  }

  public TokenWords {
    words = List.copyOf(words);
    tokens = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tokens));
  }

  public static TokenWords of(Tokenizer tokenizer) {
    var words = new ArrayList<String>();
    var tokens = new LinkedHashMap<String, Integer>();
    int[] kinds = new int[Kind.values().length];
    for (int id = 0; id < tokenizer.vocabularySize(); id++) {
      var text = text(tokenizer.bytes(id));
      boolean spaced = text.orElse("").startsWith(" ");
      var word = text.orElse("").substring(spaced ? 1 : 0);
      var kind = tokenizer.isSpecial(id) ? Kind.SPECIAL : text.isEmpty() ? Kind.PARTIAL : isWord(word) ? Kind.WORD : Kind.SPACES;
      kinds[kind.ordinal()]++;
      words.add(kind == Kind.WORD ? word : "");
      if (kind == Kind.WORD && (spaced || !tokens.containsKey(word))) {
        tokens.put(word, id);
      }
    }
    return new TokenWords(words, tokens, kinds[Kind.SPECIAL.ordinal()], kinds[Kind.PARTIAL.ordinal()], kinds[Kind.SPACES.ordinal()]);
  }

  private static Optional<String> text(byte[] bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isWord(String text) {
    return !text.isEmpty() && text.codePoints().noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c));
  }

  /// Tokens that spell a word for which another one stands.
  public int doubles() {
    return words.size() - special - partial - spaces - tokens.size();
  }

  /// A vector for each word.
  ///
  /// @param embedding a row for each token, or more
  public WordVectors vectors(float[] embedding, int width) {                         // [V,D]
    var rows = new NativeMatrix(tokens.size(), width);
    int row = 0;
    for (int token : tokens.values()) {
      for (int d = 0; d < width; d++) {
        rows.set(row, d, embedding[token * width + d]);
      }
      row++;
    }
    return new WordVectors(List.copyOf(tokens.keySet()), rows);
  }
}
