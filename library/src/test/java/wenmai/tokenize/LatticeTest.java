package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LatticeTest {
  private static final List<String> LETTERS = List.of("a", "b", "文", "👩");

  /// Pieces at random, some characters not among them, and a text that they may be cut from.
  private record Case(List<String> pieces, double[] scores, List<String> text) {
    static Case random(Random random) {
      var pieces = new TreeSet<String>();
      for (int n = 1 + random.nextInt(12); n > 0; n--) {
        pieces.add(String.join("", letters(random, 1 + random.nextInt(4))));
      }
      double[] scores = random.doubles(pieces.size(), -12, 0).toArray();
      return new Case(List.copyOf(pieces), scores, letters(random, random.nextInt(9)));
    }

    private static List<String> letters(Random random, int n) {
      return random.ints(n, 0, LETTERS.size()).mapToObj(LETTERS::get).toList();
    }

    double worst() {
      return Arrays.stream(scores).min().orElse(0);
    }

    Lattice lattice() {
      var lattice = new Lattice(Trie.of(pieces, i -> true), scores, worst());
      char[] chars = String.join("", text).toCharArray();
      lattice.read(chars, 0, chars.length, chars.length);
      return lattice;
    }

    /// Every way to cut the text, as pieces' numbers; a character that is no piece is unknown.
    List<List<Integer>> cuts(int from) {
      var cuts = new ArrayList<List<Integer>>();
      for (int to = from + 1; to <= text.size(); to++) {
        int piece = pieces.indexOf(String.join("", text.subList(from, to)));
        if (piece >= 0 || to == from + 1) {
          for (var rest : cuts(to)) {
            var cut = new ArrayList<>(List.of(piece));
            cut.addAll(rest);
            cuts.add(cut);
          }
        }
      }
      return from == text.size() ? List.of(List.of()) : cuts;
    }

    double score(List<Integer> cut) {
      return cut.stream().mapToDouble(piece -> piece < 0 ? worst() - 10 : scores[piece]).sum();
    }
  }

  @Test
  void theBestCutIsTheBestOfAllCuts() {
    var random = new Random(11);
    for (int round = 0; round < 2_000; round++) {
      var it = Case.random(random);
      var lattice = it.lattice();
      double best = it.cuts(0).stream().mapToDouble(it::score).max().getAsDouble();
      assertThat(lattice.best()).as("seed 11, round %d: %s", round, it).isCloseTo(best, within(1e-9));
      var path = Arrays.stream(lattice.path()).mapToObj(lattice::piece).toList();
      assertThat(it.score(path)).as("seed 11, round %d: %s", round, it).isCloseTo(best, within(1e-9));
      assertThat(it.cuts(0)).contains(path);
    }
  }

  @Test
  void expectedCountsAreThoseOfAllCutsByTheirProbabilities() {
    var random = new Random(12);
    for (int round = 0; round < 2_000; round++) {
      var it = Case.random(random);
      double[] expected = new double[it.pieces.size()];
      double all = it.cuts(0).stream().mapToDouble(cut -> Math.exp(it.score(cut))).sum();
      for (var cut : it.cuts(0)) {
        cut.stream().filter(piece -> piece >= 0).forEach(piece -> expected[piece] += 3 * Math.exp(it.score(cut)) / all);
      }
      double[] ours = new double[it.pieces.size()];
      it.lattice().expect(3, ours);
      assertThat(ours).as("seed 12, round %d: %s", round, it).containsExactly(expected, within(1e-9));
    }
  }

  @Test
  void theSumsOfALongTextStayFinite() {
    double[] scores = {-1, -900};
    var lattice = new Lattice(Trie.of(List.of("a", "aa"), i -> true), scores, -900);
    double[] expected = new double[2];
    for (var letter : List.of("a", "b")) {
      char[] text = letter.repeat(512).toCharArray();
      lattice.read(text, 0, text.length, 16);
      lattice.expect(1, expected);
      assertThat(expected[0]).isCloseTo(512, within(1e-9));
    }
  }
}
