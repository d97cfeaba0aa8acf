package wenmai.cli;

import org.jline.utils.WCWidth;

/// Text measured in columns of a terminal: Chinese, full-width forms and emoji take two, combining marks none.
final class Width {
  private static final String CUT = "…";

  private Width() {}

  static int of(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); i += WCWidth.charCountForGraphemeCluster(text, i)) {
      columns += Math.max(0, WCWidth.wcwidthForGraphemeCluster(text, i));
    }
    return columns;
  }

  /// The text, its end replaced by … where it is wider.
  static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    int end = 0;
    int used = 1;   // the … itself
    while (used <= columns) {
      used += Math.max(0, WCWidth.wcwidthForGraphemeCluster(text, end));
      if (used <= columns) {
        end += WCWidth.charCountForGraphemeCluster(text, end);
      }
    }
    return columns < 1 ? "" : text.substring(0, end) + CUT;
  }

  /// The text with spaces after it up to the width.
  static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }
}
