package wenmai.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import wenmai.files.TokenFile;
import wenmai.message.Message;
import wenmai.train.TrainingRows.Piece;

/// A text cut into pieces and the pieces packed into rows of the context: 16 bytes of memory a piece. A document of n tokens
/// is n − 1 questions, each answered by the next token, and one more where every text ends with a token: the end of the
/// text before asks for its first token. Each question stands in one row, so cutting loses context but no answer.
final class Packed {
  private final long[] from;
  private final int[] size;
  private final int[] firsts;                                                        // first piece of each row, and the end
  private final int[] order;                                                         // pieces, row after row
  private final Waste waste;

  /// What packing cost.
  ///
  /// @param cut       documents that lie in more than one row
  /// @param padding   places of the rows that hold nothing
  /// @param positions of all rows
  /// @param dropped   tokens that are never an answer
  record Waste(long documents, long cut, int rows, long padding, long positions, long dropped) {
    double share() {
      return (double) padding / positions;
    }

    Message words(String name) {
      return Message.of("%s: %,d documents in %,d rows, %.2f %% of them padding; %,d documents cut, %,d tokens never a target",
          "%s：%,d 篇文档装入 %,d 行，填充占 %.2f %%；%,d 篇被切开，%,d 个词元从不作为目标",
          name, documents, rows, 100 * share(), cut, dropped);
    }
  }

  private Packed(Pieces pieces, int[] rowOf, int length, long tokens, long documents, long cut) {
    from = pieces.from;
    size = pieces.size;
    int rows = Arrays.stream(rowOf).max().orElse(-1) + 1;
    order = Bins.sorted(rowOf, rows);
    firsts = new int[rows + 1];
    for (int row : rowOf) {
      firsts[row + 1]++;
    }
    Arrays.parallelPrefix(firsts, Integer::sum);
    long questions = Arrays.stream(size).asLongStream().sum();
    long positions = (long) rows * length;
    waste = new Waste(documents, cut, rows, positions - questions, positions, tokens - questions);
  }

  /// The whole text as one document. Those count as cut that lie in two windows.
  static Packed windows(TokenFile tokens, int length) {
    var pieces = new Pieces(Math.ceilDiv(tokens.size() - 1, length));
    pieces.add(0, tokens.size() - 1, length);
    var windows = IntStream.range(0, pieces.count).toArray();
    long cut = IntStream.range(0, tokens.documents())
        .filter(d -> tokens.documentStart(d) / length < (tokens.documentStart(d + 1) - 2) / length).count();
    return new Packed(pieces, windows, length, tokens.size(), tokens.documents(), cut);
  }

  /// Documents apart.
  ///
  /// @param ended   whether every document ends with a token that says so
  /// @param bestFit else in their order
  static Packed documents(TokenFile tokens, int length, boolean ended, boolean bestFit) {
    var first = new long[tokens.documents()];
    var questions = new long[tokens.documents()];
    for (int d = 0; d < first.length; d++) {
      first[d] = Math.max(0, tokens.documentStart(d) - (ended ? 1 : 0));
      questions[d] = Math.max(0, tokens.documentStart(d + 1) - 1 - first[d]);
    }
    var pieces = new Pieces(Arrays.stream(questions).map(q -> Math.ceilDiv(q, length)).sum());
    for (int d = 0; d < first.length; d++) {
      pieces.add(first[d], questions[d], length);
    }
    var rowOf = bestFit ? Bins.bestFit(pieces.size, length) : Bins.nextFit(pieces.size, length);
    long cut = Arrays.stream(questions).filter(q -> q > length).count();
    return new Packed(pieces, rowOf, length, tokens.size(), first.length, cut);
  }

  int rows() {
    return firsts.length - 1;
  }

  List<Piece> row(int row) {
    return IntStream.range(firsts[row], firsts[row + 1]).map(i -> order[i]).mapToObj(i -> new Piece(from[i], size[i])).toList();
  }

  Waste waste() {
    return waste;
  }

  /// Pieces in the order of the text.
  private static final class Pieces {
    private final long[] from;
    private final int[] size;
    private int count;

    Pieces(long count) {
      from = new long[Math.toIntExact(count)];
      size = new int[from.length];
    }

    void add(long start, long questions, int length) {
      for (long at = 0; at < questions; at += length) {
        from[count] = start + at;
        size[count++] = (int) Math.min(length, questions - at);
      }
    }
  }
}
