package wenmai.decode;

import java.util.List;
import java.util.function.Consumer;
import wenmai.tokenize.Decoding;
import wenmai.tokenize.Tokenizer;

/// Turns tokens into text as they come, whole characters only, and watches for texts at which to stop: what might become
/// one is held back until it is certain. A model may have more rows than its tokenizer has tokens, to fill up a round
/// number: those add nothing to a text.
public final class TextWriter implements Engine.Listener {
  private final Decoding decoding;
  private final int vocabulary;
  private final List<String> stops;
  private final Consumer<String> out;
  private final StringBuilder text = new StringBuilder();
  private int written;
  private boolean stopped;

  /// @param prompt ids that the text goes on from
  public TextWriter(Tokenizer tokenizer, int[] prompt, List<String> stops, Consumer<String> out) {
    decoding = tokenizer.decoding();
    vocabulary = tokenizer.vocabularySize();
    for (int id : prompt) {
      decoding.add(id);
    }
    this.stops = List.copyOf(stops);
    this.out = out;
  }

  @Override
  public boolean token(int id) {
    add(id < vocabulary ? decoding.add(id) : "");
    return !stopped;
  }

  /// Writes what was held back. Returns the whole text.
  public String end() {
    if (!stopped) {
      add(decoding.end());
      write(text.length());
    }
    return text.toString();
  }

  private void add(String more) {
    text.append(more);
    for (var stop : stops) {
      int at = text.indexOf(stop, Math.max(0, text.length() - more.length() - stop.length()));
      if (at >= 0) {
        text.setLength(at);
        stopped = true;
      }
    }
    write(stopped ? text.length() : text.length() - heldBack());
  }

  /// Length of the longest end of the text that begins a stop.
  private int heldBack() {
    int held = 0;
    for (var stop : stops) {
      for (int n = Math.min(stop.length() - 1, text.length()); n > held; n--) {
        if (stop.startsWith(text.substring(text.length() - n))) {
          held = n;
        }
      }
    }
    return held;
  }

  private void write(int to) {
    if (to > written) {
      out.accept(text.substring(written, to));
      written = to;
    }
  }
}
