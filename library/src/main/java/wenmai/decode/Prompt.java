package wenmai.decode;

import java.util.OptionalInt;
import java.util.Set;
import wenmai.message.BadInput;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// How a text begins and ends for a model.
public final class Prompt {
  private Prompt() {}

  /// The token that starts a text, where the tokenizer has one, and the text's ids. Without either, what ends a text: in
  /// training a new one followed it, or at least a new line.
  public static int[] ids(Tokenizer tokenizer, String text) {
    var start = tokenizer.specials().id(Role.BOS);
    var ids = tokenizer.encode(text);
    if (start.isEmpty()) {
      return ids.length > 0 ? ids : end(tokenizer);
    }
    var all = new int[ids.length + 1];
    all[0] = start.getAsInt();
    System.arraycopy(ids, 0, all, 1, ids.length);
    return all;
  }

  /// The token that ends a text or, without one, a line.
  private static int[] end(Tokenizer tokenizer) {
    var end = tokenizer.specials().id(Role.EOS);
    var ids = end.isPresent() ? new int[] {end.getAsInt()} : tokenizer.encode("\n");
    if (ids.length == 0 || tokenizer.specials().id(Role.UNKNOWN).equals(OptionalInt.of(ids[0]))) {
      throw new BadInput("the prompt is empty, and the tokenizer has no token to start from; give a prompt (--prompt, samplePrompt)",
          "提示为空，而分词器没有可以开头的词元；请给出提示（--prompt、samplePrompt）");
    }
    return ids;
  }

  /// The tokens that end a text.
  public static Set<Integer> ends(Tokenizer tokenizer) {
    var end = tokenizer.specials().id(Role.EOS);
    return end.isPresent() ? Set.of(end.getAsInt()) : Set.of();
  }
}
