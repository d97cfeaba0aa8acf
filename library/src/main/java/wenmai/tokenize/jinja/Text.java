package wenmai.tokenize.jinja;

import java.util.BitSet;

/// A text that remembers which of its characters were said by someone; the others a template wrote itself. Whatever a template does with
/// texts, the memory goes along: parts keep theirs, what is put together has that of its parts, and what is made of a text as a whole (by
/// `upper`, `tojson` …) is said if any of it was. So the templates see every text as it is, and of what they write it is still known
/// where it comes from. Equality asks for the characters alone.
///
/// @param said the places, in `char`s, of what was said; nobody changes them
public record Text(String text, BitSet said) implements Value {
  private static final BitSet NOTHING = new BitSet();

  public static Text own(String text) {
    return new Text(text, NOTHING);
  }

  public static Text said(String text) {
    var said = new BitSet();
    said.set(0, text.length());
    return new Text(text, said);
  }

  int length() {
    return text.length();
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  Text cut(int from, int to) {
    return new Text(text.substring(from, to), said.get(from, to));
  }

  Text cut(int from) {
    return cut(from, length());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Text(String same, _) && text.equals(same);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
