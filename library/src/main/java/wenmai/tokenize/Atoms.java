package wenmai.tokenize;

import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Tokens that a text takes as they stand, before anything else is done to it, the longest at each place: SentencePiece's
/// user-defined ones, and runs of white space that were added to a vocabulary.
final class Atoms {
  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final BitSet starts = new BitSet();
  private int longest;

  /// `written` says how a token stands in a text that is ready to be cut.
  Atoms(Set<String> tokens, Vocabulary vocabulary, UnaryOperator<String> written) {
    tokens.stream().filter(token -> !token.isEmpty()).sorted().forEach(token -> {
      var text = written.apply(token);
      ids.put(text, vocabulary.required(token));
      starts.set(text.charAt(0));
      longest = Math.max(longest, text.length());
    });
  }

  Collection<Integer> ids() {
    return ids.values();
  }

  /// Gives a sink these tokens of a text; `between` cuts what lies between them.
  void encode(String text, Sink sink, Consumer<String> between) {
    int from = 0;
    for (int i = 0, end; i < text.length() && !ids.isEmpty(); i = Math.max(end, i + 1)) {
      end = end(text, i);
      if (end > i) {
        between(text, from, i, sink, between);
        var token = text.substring(i, end);
        sink.within(i, end, token);
        sink.add(ids.getOrDefault(token, -1), 0, token.length());
        from = end;
      }
    }
    between(text, from, text.length(), sink, between);
  }

  private static void between(String text, int from, int to, Sink sink, Consumer<String> between) {
    var piece = text.substring(from, to);
    sink.within(from, to, piece);
    between.accept(piece);
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
