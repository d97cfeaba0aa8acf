package wenmai.files;

import java.util.Collection;
import java.util.Comparator;

/// What was probably meant: the known word with the fewest edits (insert, delete, replace) to the one given.
///
/// Source: Levenshtein 1966; Wagner and Fischer 1974. Cost: the product of both lengths, a word.
final class Spelling {
  private Spelling() {}

  /// The empty string where nothing is known.
  static String nearest(String given, Collection<String> known) {
    return known.stream().min(Comparator.comparingInt((String word) -> distance(given, word))
        .thenComparing(Comparator.naturalOrder())).orElse("");
  }

  static int distance(String a, String b) {
    var above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
