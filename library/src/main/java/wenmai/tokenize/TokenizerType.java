package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The kinds of tokenizers that can be learned, by the names that commands and recipes have for them.
public enum TokenizerType {
  BPE,
  CHARACTER_BPE,
  UNIGRAM,
  WORDPIECE,
  WORDS,
  CHARACTERS;

  public static Optional<TokenizerType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.toString().equals(name)).findFirst();
  }

  /// The name that commands and recipes have for it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Learns a tokenizer, in the way that is usual for its kind.
  ///
  /// @param specials beside those that the kind has anyway
  /// @param minimum  how often a word must occur, where tokens are words
  public Tokenizer train(Stream<String> texts, int vocabulary, List<String> specials, long minimum, Progress progress) {
    return switch (this) {
      case BPE -> {
        var usual = new BpeTraining(vocabulary);
        yield new BpeTraining(vocabulary, both(usual.specials(), specials), usual.split()).train(texts, progress);
      }
      case CHARACTER_BPE -> {
        var usual = new PiecesTraining(vocabulary);
        yield new PiecesTraining(vocabulary, both(usual.specials(), specials), usual.coverage()).train(texts, progress);
      }
      case UNIGRAM -> {
        var usual = new UnigramTraining(vocabulary);
        yield new UnigramTraining(vocabulary, both(usual.specials(), specials), usual.coverage()).train(texts, progress);
      }
      case WORDPIECE -> {
        var usual = new WordPieceTraining(vocabulary);
        yield new WordPieceTraining(vocabulary, both(usual.specials(), specials), usual.lowercase()).train(texts, progress);
      }
      case WORDS -> WordLevel.train(texts, vocabulary, minimum, specials);
      case CHARACTERS -> Characters.train(texts, vocabulary, specials);
    };
  }

  private static List<String> both(List<String> usual, List<String> more) {
    var both = new LinkedHashSet<>(usual);
    both.addAll(more);
    return new ArrayList<>(both);
  }
}
