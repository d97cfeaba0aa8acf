package wenmai.decode;

import java.util.Set;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// How a text begins and ends for a model.
public final class Prompt {
  private Prompt() {}

  /// The token that starts a text, where the tokenizer has one, and the text's ids. Without either, id 0.
  public static int[] ids(Tokenizer tokenizer, String text) {
    var start = tokenizer.specials().id(Role.BOS);
    var ids = tokenizer.encode(text);
    if (start.isEmpty()) {
      return ids.length > 0 ? ids : new int[] {0};
    }
    var all = new int[ids.length + 1];
    all[0] = start.getAsInt();
    System.arraycopy(ids, 0, all, 1, ids.length);
    return all;
  }

  /// The tokens that end a text.
  public static Set<Integer> ends(Tokenizer tokenizer) {
    var end = tokenizer.specials().id(Role.EOS);
    return end.isPresent() ? Set.of(end.getAsInt()) : Set.of();
  }
}
