package wenmai.tokenize;

import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// SentencePiece's spaces: `▁` stands for each, with one more before a text's first word where `prepend` says so
/// (Kudo and Richardson 2018 §3.2). A text that is `split` is cut before every `▁`, and no piece crosses a cut. One of
/// `words` is first cut at white space, which is dropped, and each word is a text of its own.
record Metaspace(Prepend prepend, boolean split, boolean words) {
  static final char SPACE = Pieces.SPACE;
  /// For texts whose spaces are marked already.
  static final Metaspace NOTHING = new Metaspace(Prepend.NEVER, false);

  /// Which texts get a `▁` in front, if they have none: all; those that no special token stands before; none.
  enum Prepend {
    ALWAYS, FIRST, NEVER;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Metaspace(Prepend prepend, boolean split) {
    this(prepend, split, false);
  }

  /// What a pre-tokenizer or decoder stands for, if it is of this kind.
  static Optional<Metaspace> read(JsonNode layout) {
    var steps = layout.path("pretokenizers");
    if (steps.size() == 2 && steps.path(0).equals(Layout.WHITE_SPACE)) {
      return read(steps.path(1)).map(spaces -> new Metaspace(spaces.prepend, spaces.split, true));
    }
    boolean known = layout.path("type").asString("").equals("Metaspace")
        && layout.path("replacement").asString("").equals(String.valueOf(SPACE));
    boolean add = layout.path("add_prefix_space").asBoolean(true);
    var scheme = add ? layout.path("prepend_scheme").asString("always") : "never";
    for (var prepend : Prepend.values()) {
      if (known && scheme.equals(prepend.word())) {
        return Optional.of(new Metaspace(prepend, layout.path("split").asBoolean(true)));
      }
    }
    return Optional.empty();
  }

  JsonNode json() {
    var spaces = Layout.JSON.createObjectNode().put("type", "Metaspace").put("replacement", String.valueOf(SPACE))
        .put("prepend_scheme", prepend.word()).put("split", split);
    if (!words) {
      return spaces;
    }
    var sequence = Layout.JSON.createObjectNode().put("type", "Sequence");
    sequence.putArray("pretokenizers").add(Layout.WHITE_SPACE).add(spaces);
    return sequence;
  }

  /// The text with its spaces marked. `first` says that no special token stands before it.
  String mark(String text, boolean first) {
    var marked = text.replace(' ', SPACE);
    boolean wanted = prepend == Prepend.ALWAYS || prepend == Prepend.FIRST && first;
    return wanted && !marked.isEmpty() && marked.charAt(0) != SPACE ? SPACE + marked : marked;
  }

  /// The end of what is a text of its own from `i` on, or white space that is dropped.
  int textEnd(String text, int i) {
    return words ? WordLevel.end(text, i) : text.length();
  }

  /// Whether `text[i]` is white space that is dropped.
  boolean drops(String text, int i) {
    return words && Kind.at(text, i) == Kind.SPACE;
  }

  /// The end of the word that starts at `i` of a marked text.
  int end(String text, int i) {
    int next = split ? text.indexOf(SPACE, i + 1) : -1;
    return next < 0 ? text.length() : next;
  }
}
