package wenmai.message;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The known name that a mistyped one most likely meant: the one with the fewest edits (a letter more, less, other, or
/// two neighbours swapped: "optimal string alignment", Boytsov 2011), if a third of its letters or fewer are wrong.
public final class Nearest {
  private Nearest() {}

  public static Optional<String> to(String typed, Collection<String> known) {
    return known.stream()
        .filter(name -> edits(typed, name) <= Math.max(1, Math.max(typed.length(), name.length()) / 3))
        .min(Comparator.<String>comparingInt(name -> edits(typed, name)).thenComparing(Comparator.naturalOrder()));
  }

  static int edits(String a, String b) {
    var d = new int[a.length() + 1][b.length() + 1];   // d[i][j]: edits from a's first i letters to b's first j
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + other, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
