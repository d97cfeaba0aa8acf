package wenmai.cli;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import wenmai.tokenize.Token;
import wenmai.tokenize.Tokenizer;

/// A text in the pieces that a tokenizer makes of it, in two colours by turns, or with lines between them.
///
/// @param ids shall each have its id behind it?
record TokenView(Tokenizer tokenizer, boolean colours, boolean ids) {
  private static final List<String> BACKGROUNDS = List.of("\033[30;46m", "\033[30;43m");
  private static final String PLAIN = "\033[0m";
  private static final String BETWEEN = "│";
  private static final String LINE_END = "⏎";

  /// Lines end where the text's do.
  String of(String text) {
    var tokens = tokenizer.tokens(text);
    var view = new StringBuilder();
    int last = 0;
    for (int i = 0; i < tokens.size(); i++) {
      var token = tokens.get(i);
      if (colours && token.start() > last) {
        view.append(visible(text.substring(last, token.start())));
      }
      var piece = piece(text, tokens, i) + (ids ? "[" + token.id() + "]" : "");
      view.append(colours ? BACKGROUNDS.get(i % 2) + piece + PLAIN : (i == 0 ? "" : BETWEEN) + piece);
      view.append(piece.endsWith(LINE_END) ? "\n" : "");
      last = Math.max(last, token.end());
    }
    return view.toString();
  }

  /// What the text has for a token; its bytes where it has only a part of a character, its name where there is nothing.
  private String piece(String text, List<Token> tokens, int i) {
    var token = tokens.get(i);
    if (token.start() == token.end()) {
      return tokenizer.token(token.id());
    }
    boolean shared = i > 0 && tokens.get(i - 1).end() > token.start() || i + 1 < tokens.size() && tokens.get(i + 1).start() < token.end();
    return visible(shared ? readable(tokenizer.bytes(token.id())) : text.substring(token.start(), token.end()));
  }

  /// A token as it would stand in a text.
  String token(int id) {
    return visible(readable(tokenizer.bytes(id)));
  }

  /// UTF-8 with `<E7>` for each byte that is none.
  static String readable(byte[] bytes) {
    var text = new StringBuilder();
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    while (in.hasRemaining()) {
      var result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
      text.append(out.flip());
      out.clear();
      for (int bad = result.isMalformed() ? result.length() : 0; bad > 0; bad--) {
        text.append("<%02X>".formatted(in.get() & 0xFF));
      }
    }
    return text.toString();
  }

  private static String visible(String text) {
    var visible = new StringBuilder();
    text.codePoints().forEach(c -> {
      if (c == '\n') {
        visible.append(LINE_END);
      } else if (Character.isISOControl(c)) {
        visible.append("<%02X>".formatted(c));
      } else {
        visible.appendCodePoint(c);
      }
    });
    return visible.toString();
  }
}
