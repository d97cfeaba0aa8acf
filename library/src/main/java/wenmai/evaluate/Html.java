package wenmai.evaluate;

import java.util.List;
import java.util.stream.Collectors;
import wenmai.message.Message;

/// A piece of a page. Only tags written in these sources are markup: whatever a person or a model wrote comes in
/// through [#text(String)] and stays text.
record Html(String markup) {
  /// Text that may hold anything.
  static Html text(String any) {
    return new Html(escape(any));
  }

  /// Both languages, of which the page shows one.
  static Html text(Message message) {
    return all(tag("span lang='en'", text(message.en())), tag("span lang='zh-Hans'", text(message.zh())));
  }

  /// A name or another short text from outside, whose direction of writing ends with it.
  static Html name(String any) {
    return tag("bdi", text(any));
  }

  /// @param opening the tag's name and attributes, in single quotes: a constant or numbers
  static Html tag(String opening, Html... content) {
    var name = opening.split(" ", 2)[0];
    return new Html("<" + opening.replace('\'', '"') + ">" + all(content).markup + "</" + name + ">");
  }

  static Html all(Html... parts) {
    return all(List.of(parts));
  }

  static Html all(List<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining()));
  }

  static Html joined(String between, List<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining(escape(between))));
  }

  private static String escape(String any) {
    return any.codePoints().mapToObj(Html::escape).collect(Collectors.joining());
  }

  /// Control characters, which a browser would drop or change, are shown by their pictures (U+2400 and on).
  private static String escape(int c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      case '\n', '\t' -> Character.toString(c);
      case 0x7F -> "\u2421";
      default -> c < ' ' ? Character.toString(0x2400 + c) : unseen(c) ? "\uFFFD" : Character.toString(c);
    };
  }

  /// Halves of a surrogate pair, and the controls of ISO 6429, have no picture.
  private static boolean unseen(int c) {
    return c >= 0x80 && c <= 0x9F || Character.getType(c) == Character.SURROGATE;
  }
}
