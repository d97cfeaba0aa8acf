package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import wenmai.message.BadInput;

/// BERT's tokenizer (Schuster and Nakajima 2012; Devlin 2019): a text is cut into words and marks, and each word, from
/// left to right, into the longest tokens that there are; a token inside a word begins with `##`. A word that cannot be
/// cut to its end, or is longer than `longestWord` characters, is the unknown token as a whole.
public final class WordPiece extends Tokenizer {
  static final String INSIDE = "##";
  static final int LONGEST_WORD = 100;
  private final int longestWord;
  private final boolean cleanup;
  private final Trie trie;
  private final int inside;
  private final int unknown;
  private final PieceCache cache = new PieceCache(this::word);

  /// `cleanup` says that decoding leaves out the spaces before marks.
  WordPiece(List<String> tokens, Specials specials, TextNormalizer normalizer, int longestWord, boolean cleanup) {
    super(Vocabulary.of(tokens, specials, token -> text(token, cleanup)), normalizer, List.of());
    this.longestWord = longestWord;
    this.cleanup = cleanup;
    var notText = Set.copyOf(specials.ids().values());
    this.trie = Trie.of(tokens, id -> !notText.contains(id));
    this.inside = trie.child(trie.child(Trie.ROOT, '#'), '#');
    this.unknown = specials.id(Role.UNKNOWN).orElseThrow(() -> new BadInput(
        "a WordPiece tokenizer needs an unknown token: name it as the model's unk_token, and as an added token",
        "WordPiece 分词器须有未知词元：请在模型的 unk_token 与 added_tokens 中写明"));
  }

  @Override
  void encode(String text, boolean first, Sink sink) {
    for (int i = 0, end; i < text.length(); i = end) {
      end = BertNormalizer.end(text, i);
      if (Kind.at(text, i) != Kind.SPACE) {
        sink.piece(cache, text, i, end);
      }
    }
  }

  private void word(Sink sink, String text, int from, int to) {
    int[] ids = new int[to - from];
    int[] ends = new int[to - from];
    int tokens = 0;
    boolean whole = text.codePointCount(from, to) <= longestWord;
    for (int i = from; whole && i < to; ) {
      int id = Trie.NONE;
      int node = i == from ? Trie.ROOT : inside;
      for (int j = i; j < to && node != Trie.NONE; j++) {
        node = trie.child(node, text.charAt(j));
        if (node != Trie.NONE && trie.number(node) != Trie.NONE) {
          id = trie.number(node);
          i = j + 1;
        }
      }
      whole = id != Trie.NONE;
      ids[tokens] = id;
      ends[tokens++] = i;
    }
    if (!whole) {
      sink.add(unknown, from, to);
      return;
    }
    for (int k = 0; k < tokens; k++) {
      sink.add(ids[k], k == 0 ? from : ends[k - 1], ends[k]);
    }
  }

  @Override
  public boolean spaceFirst() {
    return true;
  }

  int longestWord() {
    return longestWord;
  }

  boolean cleanup() {
    return cleanup;
  }

  /// What a token contributes to a text; without the spaces that English does not write, where they are cleaned up.
  private static byte[] text(String token, boolean cleanup) {
    var text = token.startsWith(INSIDE) ? token.substring(INSIDE.length()) : " " + token;
    if (cleanup) {
      text = text.replace(" .", ".").replace(" ?", "?").replace(" !", "!").replace(" ,", ",").replace(" ' ", "'")
          .replace(" n't", "n't").replace(" 'm", "'m").replace(" do not", " don't").replace(" 's", "'s")
          .replace(" 've", "'ve").replace(" 're", "'re");
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
