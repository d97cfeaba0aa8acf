package wenmai.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// Learns byte-pair merges (Gage 1994; Sennrich 2016 §3.2; on bytes: Radford 2019 §2.2): again and again the most
/// frequent pair of neighbouring tokens becomes one. The vocabulary is the specials, 256 bytes, then one token a
/// merge; of equally frequent pairs the one with the smaller ids comes first, as in Hugging Face's trainer, whose
/// merges these are.
///
/// A merge touches the places of its pair and nothing else. Its cost is therefore the number of those places, and the
/// whole training's is about the number of bytes in the distinct pieces, however long a piece is. Memory: 8 to 16
/// bytes for each of them, and some 50 for each pair ever seen.
public record BpeTraining(int vocabulary, List<String> specials, Split split) {
  private static final int BYTES = 256;

  public BpeTraining {
    specials = List.copyOf(specials);
    if (vocabulary < specials.size() + BYTES) {
      throw new BadInput("vocabulary (%d) must hold the 256 bytes and %d special tokens: ask for %d or more",
          "词表大小（%d）须容得下 256 个字节和 %d 个特殊词元：请至少设为 %d", vocabulary, specials.size(), specials.size() + BYTES);
    }
    for (var special : specials) {
      if (special.isEmpty() || split.end(special, 0) == special.length()) {
        throw new BadInput("special token '%s' could come from text: give it a form like <|%s|>",
            "特殊词元“%s”可能由正文产生：请写成 <|%s|> 这样的形式", special, special);
      }
    }
  }

  /// The default: one special token, which ends a text, and Qwen's pattern. A mark may go with the word behind it
  /// there, which costs Chinese 5 to 11 % fewer tokens than GPT-2's pattern and English at most 1 % more
  /// (vocabularies of 4,096 to 32,768 from 10 MB of each language, counted on 2 MB that they had not seen); single
  /// digits let a model calculate.
  public BpeTraining(int vocabulary) {
    this(vocabulary, List.of("<|endoftext|>"), new Split.Cl100k(1));
  }

  /// Each text stands for itself: no token crosses from one into the next.
  public Bpe train(Stream<String> texts) {
    return train(texts, Progress.NONE);
  }

  public Bpe train(Stream<String> texts, Progress progress) {
    var words = new FlatWords(WordCounter.count(split, texts.iterator()), this::byteToken);
    return new Run(words, progress).learn();
  }

  private int byteToken(int b) {
    return specials.size() + Alphabet.rank(b);
  }

  private interface PairOfBytes {
    void at(int code, int place);
  }

  private final class Run {
    private final FlatWords words;
    private final Progress progress;
    private final Occurrences occurrences = new Occurrences();
    private final PairQueue queue = new PairQueue();
    private final Neighbours left = new Neighbours(vocabulary);
    private final Neighbours right = new Neighbours(vocabulary);
    private final List<String> tokens = new ArrayList<>(specials);
    private final List<Long> merges = new ArrayList<>();

    Run(FlatWords words, Progress progress) {
      this.words = words;
      this.progress = progress;
      for (int i = 0; i < BYTES; i++) {
        tokens.add(Alphabet.letter(Alphabet.sorted(i)));
      }
    }

    Bpe learn() {
      findPairs();
      while (tokens.size() < vocabulary && !queue.isEmpty()) {
        long pair = queue.pair();
        long count = queue.count();
        queue.pop();
        long now = occurrences.count(pair);
        if (now == count) {
          merge(pair);
          progress.at(tokens.size(), vocabulary);
        } else if (now > 0) {
          queue.push(pair, now);
        }
      }
      if (tokens.size() < vocabulary) {
        progress.note(Message.of("the corpus is too small for %d tokens: the vocabulary has %d",
            "语料太小，不足以得到 %d 个词元：词表大小为 %d", vocabulary, tokens.size()));
      }
      return Bpe.of(tokens, merges.stream().mapToLong(pair -> pair).toArray(), split, Specials.first(specials));
    }

    /// The pairs of bytes, in two passes: the first measures the lists of places, the second fills them.
    private void findPairs() {
      long[] counts = new long[BYTES * BYTES];
      int[] sizes = new int[BYTES * BYTES];
      eachPair((code, place) -> {
        counts[code] += words.count(place);
        sizes[code]++;
      });
      long[] ends = new long[BYTES * BYTES];
      for (int code = 0; code < ends.length; code++) {
        if (sizes[code] > 0) {
          long pair = Pairs.key(specials.size() + code / BYTES, specials.size() + code % BYTES);
          ends[code] = occurrences.gain(pair, counts[code], sizes[code]);
          queue.push(pair, counts[code]);
        }
      }
      eachPair((code, place) -> occurrences.set(ends[code]++, place));
    }

    private void eachPair(PairOfBytes pair) {
      for (int place = 1; place < words.length() - 1; place++) {
        if (words.token(place) != FlatWords.GAP && words.token(place + 1) != FlatWords.GAP) {
          pair.at((words.token(place) - specials.size()) * BYTES + words.token(place + 1) - specials.size(), place);
        }
      }
    }

    /// A pair becomes a token, always a new one: merges inside a string do not depend on what stands around it, so no
    /// second pair can come to the same string. Hence all places of a pair are known once the merge that made it is
    /// done; afterwards it only loses some, and the queue corrects a count when its turn comes.
    private void merge(long pair) {
      int first = Pairs.left(pair);
      int second = Pairs.right(pair);
      int token = tokens.size();
      tokens.add(tokens.get(first) + tokens.get(second));
      merges.add(pair);
      for (int place : occurrences.take(pair)) {
        if (words.token(place) == first && words.token(words.next(place)) == second) {
          join(place, token);
        }
      }
      left.drain((before, count, places, from, to) -> {
        occurrences.lose(Pairs.key(before, first), count);
        gain(Pairs.key(before, token), count, places, from, to);
      });
      right.drain((after, count, places, from, to) -> {
        occurrences.lose(Pairs.key(second, after), count);
        gain(Pairs.key(token, after), count, places, from, to);
      });
    }

    private void join(int place, int token) {
      int before = words.previous(place);
      int second = words.next(place);
      int end = words.next(second);
      long count = words.count(place);
      words.merge(place, second, end, token);
      if (words.token(before) != FlatWords.GAP) {
        left.add(words.token(before), before, count);
      }
      if (words.token(end) != FlatWords.GAP) {
        right.add(words.token(end), place, count);
      }
    }

    private void gain(long pair, long count, int[] places, int from, int to) {
      occurrences.gain(pair, count, places, from, to);
      long all = occurrences.count(pair);
      if (all > 0) {
        queue.push(pair, all);
      }
    }
  }
}
