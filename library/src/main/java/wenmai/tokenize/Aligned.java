package wenmai.tokenize;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A text made from another, and the part of the other that each of its `char`s comes from. What was put in comes from where it
/// stands, and has an empty part. It takes nine bytes a `char` or more and a string for every character, so only those who ask for
/// places pay for it.
///
/// @param starts one more than there are `char`s: the last is the end of the text that it was made from
record Aligned(String text, int[] starts, int[] ends) {

  /// A text that nothing was done to yet, and that stands at `offset`.
  static Aligned of(String text, int offset) {
    return new Aligned(text, IntStream.rangeClosed(offset, offset + text.length()).toArray(),
        IntStream.range(offset, offset + text.length()).map(i -> i + 1).toArray());
  }

  /// Where a part of a text ends that begins at `i`.
  @FunctionalInterface
  interface Parts {
    int end(String text, int i);
  }

  int length() {
    return text.length();
  }

  int start(int i) {
    return starts[i];
  }

  int end(int i) {
    return ends[i];
  }

  /// Each character by itself.
  Aligned each(UnaryOperator<String> turn) {
    return each((text, i) -> i + Kind.width(text, i), turn);
  }

  /// Each part by itself. One that stays the same keeps the places of its characters; all that comes of another comes from
  /// the whole part.
  Aligned each(Parts parts, UnaryOperator<String> turn) {
    var made = new Made(text.length());
    for (int i = 0, end; i < text.length(); i = end) {
      end = parts.end(text, i);
      var part = text.substring(i, end);
      var turned = turn.apply(part);
      for (int j = 0; j < turned.length(); j++) {
        boolean same = turned.equals(part);
        made.add(turned.charAt(j), same ? starts[i + j] : starts[i], same ? ends[i + j] : ends[end - 1]);
      }
    }
    return made.aligned(starts[text.length()]);
  }

  /// What is left when both ends are cut off.
  Aligned part(int from, int to) {
    return new Aligned(text.substring(from, to), Arrays.copyOfRange(starts, from, to + 1), Arrays.copyOfRange(ends, from, to));
  }

  /// The text with something before it.
  Aligned behind(String first) {
    var made = new Made(first.length() + text.length());
    first.chars().forEach(c -> made.add((char) c, starts[0], starts[0]));
    for (int i = 0; i < text.length(); i++) {
      made.add(text.charAt(i), starts[i], ends[i]);
    }
    return made.aligned(starts[text.length()]);
  }

  private static final class Made {
    private final StringBuilder text;
    private int[] starts;
    private int[] ends;

    Made(int room) {
      text = new StringBuilder(room);
      starts = new int[room + 1];
      ends = new int[room + 1];
    }

    void add(char c, int start, int end) {
      int at = text.length();
      if (at + 1 == starts.length) {
        starts = Arrays.copyOf(starts, 2 * starts.length);
        ends = Arrays.copyOf(ends, starts.length);
      }
      starts[at] = start;
      ends[at] = end;
      text.append(c);
    }

    Aligned aligned(int end) {
      starts[text.length()] = end;
      return new Aligned(text.toString(), starts, ends);
    }
  }
}
