package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import wenmai.message.BadInput;

/// Learns BERT's tokens as Hugging Face's trainer does: merges of characters by frequency, as [BpeTraining] does with
/// bytes, where a character inside a word is another than the same at its start. Of the merges only the tokens are
/// kept, for [WordPiece] takes the longest. The vocabulary is the specials, the characters (the most frequent ones where
/// not all fit), then one token a merge.
public record WordPieceTraining(int vocabulary, List<String> specials, boolean lowercase) {

  public WordPieceTraining {
    specials = List.copyOf(specials);
    if (vocabulary <= specials.size()) {
      throw new BadInput("vocabulary (%d) must hold %d special tokens and characters: ask for more",
          "词表大小（%d）须容得下 %d 个特殊词元和字符：请设得更大", vocabulary, specials.size());
    }
    for (var special : specials) {
      if (special.isEmpty() || BertNormalizer.end(special, 0) == special.length()) {
        throw new BadInput("special token '%s' could come from text: give it a form like [%s]",
            "特殊词元“%s”可能由正文产生：请写成 [%s] 这样的形式", special, special);
      }
    }
  }

  /// BERT's special tokens, and lower case without accents.
  public WordPieceTraining(int vocabulary) {
    this(vocabulary, List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"), true);
  }

  public WordPiece train(Stream<String> texts) {
    return train(texts, Progress.NONE);
  }

  public WordPiece train(Stream<String> texts, Progress progress) {
    var normalizer = new BertNormalizer(true, true, lowercase, lowercase);
    var words = WordCounter.count(normalizer::apply, text -> i -> BertNormalizer.end(text, i), texts);
    var tokens = new ArrayList<>(specials);
    tokens.addAll(characters(words));
    try (var training = new MergeTraining(vocabulary, MergeTraining.ROOM)) {
      var spelling = new Spelling(tokens);
      for (var table : words) {
        training.add(table, spelling);
      }
      for (long pair : training.learn(tokens.size(), progress)) {
        tokens.add(tokens.get(Pairs.left(pair)) + tokens.get(Pairs.right(pair)).substring(WordPiece.INSIDE.length()));
      }
    }
    boolean around = specials.containsAll(List.of("[CLS]", "[SEP]"));
    var named = Specials.first(specials);
    return new WordPiece(tokens, around ? named.with(new Around(List.of("[CLS]"), List.of("[SEP]"))) : named, normalizer,
        WordPiece.LONGEST_WORD, true);
  }

  /// The characters as tokens, those at a word's start first. One that stands inside a word could start another.
  private List<String> characters(Words[] words) {
    var counts = new HashMap<String, Long>();
    for (var table : words) {
      for (int word = 0; word < table.size(); word++) {
        for (var symbol : symbols(table.text(word))) {
          counts.merge(symbol, table.count(word), Long::sum);
          if (isInside(symbol)) {
            counts.merge(symbol.substring(WordPiece.INSIDE.length()), table.count(word), Long::sum);
          }
        }
      }
    }
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
        .limit(vocabulary - specials.size()).map(Map.Entry::getKey)
        .sorted(Comparator.comparing(WordPieceTraining::isInside).thenComparing(Comparator.naturalOrder())).toList();
  }

  /// A word's characters as tokens; none of white space.
  private static List<String> symbols(String word) {
    var symbols = new ArrayList<String>();
    for (int i = 0; i < word.length() && Kind.at(word, 0) != Kind.SPACE; i += Kind.width(word, i)) {
      symbols.add((i == 0 ? "" : WordPiece.INSIDE) + Character.toString(word.codePointAt(i)));
    }
    return symbols;
  }

  /// Whether a symbol stands inside a word; one that starts a word is one character.
  private static boolean isInside(String symbol) {
    return symbol.length() > WordPiece.INSIDE.length();
  }

  /// Words in the ids of their characters, without those that have none.
  private static final class Spelling implements MergeCorpus.Spelling {
    private final Map<String, Integer> ids = new HashMap<>();

    Spelling(List<String> tokens) {
      tokens.forEach(token -> ids.put(token, ids.size()));
    }

    @Override
    public int length(Words table, int word) {
      return (int) symbols(table.text(word)).stream().filter(ids::containsKey).count();
    }

    @Override
    public void spell(Words table, int word, IntConsumer token) {
      for (var symbol : symbols(table.text(word))) {
        if (ids.get(symbol) instanceof Integer id) {
          token.accept(id);
        }
      }
    }
  }
}
