package wenmai.tokenize;

import java.util.ArrayList;
import java.util.List;

/// Tokens that are found in a text by their names, before it is cut: from left to right, of those that start at one place the
/// longest, as Hugging Face's library finds added tokens.
final class Names {
  private final List<Name> names;
  private final Trie trie;

  /// A token as it is written in a text that is ready to be searched.
  record Name(String written, int id, Specials.Reach reach) {}

  Names(List<Name> names) {
    this.names = List.copyOf(names);
    this.trie = Trie.of(this.names.stream().map(Name::written).toList(), _ -> true);
  }

  List<Specials.Mark> in(String text) {
    var marks = new ArrayList<Specials.Mark>();
    for (int i = 0, free = 0; i < text.length() && !names.isEmpty(); ) {
      int found = longest(text, i);
      if (found == Trie.NONE) {
        i++;
        continue;
      }
      var name = names.get(found);
      int end = i + name.written.length();
      name.reach.mark(text, free, i, end, name.id).ifPresent(marks::add);
      free = marks.isEmpty() ? 0 : marks.getLast().end();
      i = Math.max(end, free);
    }
    return marks;
  }

  /// The number of the longest name at `i`.
  private int longest(String text, int i) {
    int found = Trie.NONE;
    for (int node = trie.child(Trie.ROOT, text.charAt(i)); node != Trie.NONE; node = i < text.length() ? trie.child(node, text.charAt(i)) : Trie.NONE) {
      found = trie.number(node) == Trie.NONE ? found : trie.number(node);
      i++;
    }
    return found;
  }
}
