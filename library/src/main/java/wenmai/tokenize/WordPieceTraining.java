package wenmai.tokenize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wenmai.message.BadInput;

/// Learns BERT's tokens as Hugging Face's trainer does: merges of characters by frequency, as [BpeTraining] does with
/// bytes, where a character inside a word is another than the same at its start. Of the merges only the tokens are
/// kept, for [WordPiece] takes the longest. The vocabulary is the specials, the characters (the most frequent ones where
/// not all fit), then one token a merge.
public record WordPieceTraining(int vocabulary, List<String> specials, boolean lowercase) {
  private static final int INSIDE = Character.MAX_CODE_POINT + 1;   // more than the symbol of the same character at a word's start
  private static final int SYMBOLS = 2 * INSIDE;

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
    return train(texts, progress, MergeTraining.ROOM);
  }

  /// Words that take more than `room` bytes are kept in a file.
  WordPiece train(Stream<String> texts, Progress progress, long room) {
    var normalizer = new BertNormalizer(true, true, lowercase, lowercase);
    var tokens = new ArrayList<>(specials);
    try (var training = new MergeTraining(vocabulary, TokenBytes.of(SYMBOLS), room, MergeTraining.ROOM)) {
      var counts = new AtomicLongArray(SYMBOLS);
      WordCounter.count(normalizer::apply, text -> i -> BertNormalizer.end(text, i), texts, room, table -> {
        count(table, counts);
        training.add(table, new Characters());
      });
      int[] ids = new int[SYMBOLS];
      Arrays.fill(ids, -1);
      symbols(counts).forEach(symbol -> {
        ids[symbol] = tokens.size();
        tokens.add(text(symbol));
      });
      for (long pair : training.learn((symbols, n) -> known(symbols, n, ids), tokens.size(), progress)) {
        tokens.add(tokens.get(Pairs.left(pair)) + tokens.get(Pairs.right(pair)).substring(WordPiece.INSIDE.length()));
      }
    }
    boolean around = specials.containsAll(List.of("[CLS]", "[SEP]"));
    var named = Specials.first(specials);
    return new WordPiece(tokens, around ? named.with(new Around(List.of("[CLS]"), List.of("[SEP]"))) : named, normalizer,
        WordPiece.LONGEST_WORD, true);
  }

  /// Writes the ids of symbols over them, without those that have none.
  private static int known(int[] symbols, int n, int[] ids) {
    int known = 0;
    for (int i = 0; i < n; i++) {
      if (ids[symbols[i]] >= 0) {
        symbols[known++] = ids[symbols[i]];
      }
    }
    return known;
  }

  /// Adds how often each symbol occurs. A character that stands inside a word could start another.
  private static void count(Words table, AtomicLongArray counts) {
    for (int word = 0; word < table.size(); word++) {
      long count = table.count(word);
      eachSymbol(table.text(word), symbol -> {
        counts.addAndGet(symbol, count);
        if (symbol >= INSIDE) {
          counts.addAndGet(symbol - INSIDE, count);
        }
      });
    }
  }

  /// The symbols of the vocabulary, those at a word's start first.
  private List<Integer> symbols(AtomicLongArray counts) {
    return IntStream.range(0, SYMBOLS).filter(symbol -> counts.get(symbol) > 0).boxed()
        .sorted(Comparator.comparingLong((Integer symbol) -> -counts.get(symbol)).thenComparing(WordPieceTraining::text))
        .limit(vocabulary - specials.size())
        .sorted(Comparator.comparing((Integer symbol) -> symbol >= INSIDE).thenComparing(WordPieceTraining::text)).toList();
  }

  private static String text(int symbol) {
    return symbol < INSIDE ? Character.toString(symbol) : WordPiece.INSIDE + Character.toString(symbol - INSIDE);
  }

  /// Says a word's symbols in their order: its characters' code points, `INSIDE` more but for the first; none of white space.
  private static void eachSymbol(String word, IntConsumer symbol) {
    for (int i = 0; i < word.length() && Kind.at(word, 0) != Kind.SPACE; i += Kind.width(word, i)) {
      symbol.accept(word.codePointAt(i) + (i == 0 ? 0 : INSIDE));
    }
  }

  /// Words in symbols.
  private record Characters() implements MergeCorpus.Spelling {
    @Override
    public int length(Words table, int word) {
      var text = table.text(word);
      return Kind.at(text, 0) == Kind.SPACE ? 0 : text.codePointCount(0, text.length());
    }

    @Override
    public void spell(Words table, int word, IntConsumer token) {
      eachSymbol(table.text(word), token);
    }
  }
}
