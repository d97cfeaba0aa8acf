package wenmai.train;

import java.util.List;
import java.util.SplittableRandom;
import wenmai.files.TokenFile;
import wenmai.tensor.Seed;

/// The rows of one source, one after another without end.
@FunctionalInterface
interface TrainingRows {

  /// The pieces that stand in a row.
  ///
  /// @param number of the row, from 0: alone decides it, except where places are
  /// @param random drawn from
  List<Piece> row(long number, SplittableRandom random);

  /// A run of tokens, each the question to which the next one is the answer; the last answer lies behind the piece.
  ///
  /// @param from the first question
  /// @param size questions
  record Piece(long from, int size) {}

  static TrainingRows random(TokenFile tokens, int length) {
    return (_, random) -> List.of(new Piece(random.nextLong(tokens.size() - length), length));
  }

  /// Every row once an epoch, each epoch in another order. Nothing is kept of it, so any row is found at once.
  static TrainingRows epochs(Packed packed, Seed seed) {
    return (number, _) -> {
      long epoch = number / packed.rows();
      return packed.row((int) new Permutation(packed.rows(), seed.at(epoch)).at(number % packed.rows()));
    };
  }
}
