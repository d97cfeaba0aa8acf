package wenmai.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import wenmai.message.BadInput;

/// Learns merges of bytes (Radford 2019 §2.2). The vocabulary is the specials, 256 bytes, then one token a merge. The
/// merges are those of Hugging Face's trainer; [MergeTraining] has their cost.
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
    return train(texts, progress, MergeTraining.ROOM);
  }

  /// Words that take more than `room` bytes are kept in a file.
  Bpe train(Stream<String> texts, Progress progress, long room) {
    var tokens = new ArrayList<>(specials);
    for (int i = 0; i < BYTES; i++) {
      tokens.add(Alphabet.letter(Alphabet.sorted(i)));
    }
    try (var training = new MergeTraining(vocabulary, TokenBytes.of(vocabulary), room, MergeTraining.ROOM)) {
      var spelling = new Bytes(specials.size());
      WordCounter.count(UnaryOperator.identity(), split::ends, texts, room, table -> training.add(table, spelling));
      long[] merges = training.learn((_, n) -> n, tokens.size(), progress);
      for (long pair : merges) {
        tokens.add(tokens.get(Pairs.left(pair)) + tokens.get(Pairs.right(pair)));
      }
      return Bpe.of(tokens, merges, split, Specials.first(specials));
    }
  }

  /// Words as the ids of their bytes, from `first` on.
  private record Bytes(int first) implements MergeCorpus.Spelling {
    @Override
    public int length(Words table, int word) {
      return table.end(word) - table.start(word);
    }

    @Override
    public void spell(Words table, int word, IntConsumer token) {
      for (int at = table.start(word); at < table.end(word); at++) {
        token.accept(first + Alphabet.rank(table.at(at)));
      }
    }
  }
}
