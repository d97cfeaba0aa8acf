package wenmai.tokenize.jinja;

import java.util.BitSet;
import java.util.List;

/// Puts texts together.
final class TextBuilder {
  private final StringBuilder text = new StringBuilder();
  private final BitSet said = new BitSet();

  static Text joined(Text between, List<Text> texts) {
    var joined = new TextBuilder();
    for (int i = 0; i < texts.size(); i++) {
      joined.append(i == 0 ? Text.own("") : between).append(texts.get(i));
    }
    return joined.text();
  }

  TextBuilder append(String own) {
    text.append(own);
    return this;
  }

  TextBuilder append(Text part) {
    for (int from = part.said().nextSetBit(0); from >= 0; ) {
      int to = part.said().nextClearBit(from);
      said.set(text.length() + from, text.length() + to);
      from = part.said().nextSetBit(to);
    }
    text.append(part.text());
    return this;
  }

  int length() {
    return text.length();
  }

  /// The text, behind which nothing more is put.
  Text text() {
    return new Text(text.toString(), said);
  }
}
