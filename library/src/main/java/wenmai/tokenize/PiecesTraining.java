package wenmai.tokenize;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Learns merges of characters as SentencePiece's trainer of BPE does (Kudo and Richardson 2018), for [Pieces]: what is merged are the
/// characters of a run ([ScriptRuns]). The vocabulary is the specials, 256 bytes, the characters that are covered, then one token a
/// merge; what is not covered falls back to bytes, and nothing is merged across it. [MergeTraining] has the cost.
///
/// @param coverage the part of all characters that get tokens of their own, the most frequent ones
public record PiecesTraining(int vocabulary, List<String> specials, double coverage) {
  private static final int CHARACTERS = Character.MAX_CODE_POINT + 1;

  public PiecesTraining {
    specials = List.copyOf(specials);
    ScriptRuns.requireCoverage(coverage);
    Pieces.requireRoom(vocabulary, specials, 1);
  }

  /// SentencePiece's defaults.
  public PiecesTraining(int vocabulary) {
    this(vocabulary, List.of("<unk>", "<s>", "</s>"), 0.9995);
  }

  /// Each text stands for itself: no piece crosses from one into the next.
  public Pieces train(Stream<String> texts) {
    return train(texts, Progress.NONE);
  }

  public Pieces train(Stream<String> texts, Progress progress) {
    return train(texts, progress, MergeTraining.ROOM);
  }

  /// Runs that take more than `room` bytes are kept in a file.
  Pieces train(Stream<String> texts, Progress progress, long room) {
    var code = TokenBytes.of(CHARACTERS);
    try (var training = new MergeTraining(vocabulary, code, room, MergeTraining.ROOM)) {
      var counts = new AtomicLongArray(CHARACTERS);
      WordCounter.count(ScriptRuns::marked, ScriptRuns::ends, texts.filter(text -> !text.isEmpty()), room, table -> {
        count(table, counts);
        training.add(table, new Characters());
      });
      var covered = ScriptRuns.covered(IntStream.range(0, CHARACTERS).mapToLong(counts::get).toArray(), coverage);
      Pieces.requireRoom(vocabulary, specials, covered.cardinality());
      var tokens = Pieces.firstTokens(specials);
      int[] ids = new int[CHARACTERS];
      Arrays.fill(ids, code.gap());
      covered.stream().forEach(c -> {
        ids[c] = tokens.size();
        tokens.add(Character.toString(c));
      });
      long[] merges = training.learn((characters, n) -> number(characters, n, ids), tokens.size(), progress);
      for (long pair : merges) {
        tokens.add(tokens.get(Pairs.left(pair)) + tokens.get(Pairs.right(pair)));
      }
      return Pieces.of(tokens, Ranked.inOrder(merges), Specials.first(specials));
    }
  }

  private static int number(int[] characters, int n, int[] ids) {
    for (int i = 0; i < n; i++) {
      characters[i] = ids[characters[i]];
    }
    return n;
  }

  private static void count(Words table, AtomicLongArray counts) {
    for (int word = 0; word < table.size(); word++) {
      long count = table.count(word);
      table.text(word).codePoints().forEach(c -> counts.addAndGet(c, count));
    }
  }

  /// Runs as the code points of their characters.
  private record Characters() implements MergeCorpus.Spelling {
    @Override
    public int length(Words table, int word) {
      var text = table.text(word);
      return text.codePointCount(0, text.length());
    }

    @Override
    public void spell(Words table, int word, IntConsumer token) {
      table.text(word).codePoints().forEach(token);
    }
  }
}
