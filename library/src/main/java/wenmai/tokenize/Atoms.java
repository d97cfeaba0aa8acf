package wenmai.tokenize;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Tokens that a text takes as they stand, before anything else is done to it, the longest at each place: SentencePiece's
/// user-defined ones, and runs of white space that were added to a vocabulary.
final class Atoms {
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final BitSet starts = new BitSet();
  private int longest;

  Atoms(Set<String> tokens, Vocabulary vocabulary) {
    tokens.stream().filter(token -> !token.isEmpty()).sorted().forEach(token -> {
      ids.put(token, vocabulary.required(token));
      starts.set(token.charAt(0));
      longest = Math.max(longest, token.length());
    });
  }

  Map<String, Integer> ids() {
    return ids;
  }

  /// The ids of a text in which `between` encodes what lies between these tokens.
  int[] encode(String text, Function<String, int[]> between) {
    if (ids.isEmpty()) {
      return between.apply(text);
    }
    var all = new Ids();
    int from = 0;
    for (int i = 0, end; i < text.length(); i = Math.max(end, i + 1)) {
      end = end(text, i);
      if (end > i) {
        all.add(between.apply(text.substring(from, i)));
        all.add(ids.getOrDefault(text.substring(i, end), -1));
        from = end;
      }
    }
    all.add(between.apply(text.substring(from)));
    return all.toArray();
  }

  /// The end of the token at `i`, or `i`.
  private int end(String text, int i) {
    for (int end = starts.get(text.charAt(i)) ? Math.min(text.length(), i + longest) : i; end > i; end--) {
      if (ids.containsKey(text.substring(i, end))) {
        return end;
      }
    }
    return i;
  }
}
