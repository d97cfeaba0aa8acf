package wenmai.tokenize.jinja;

import java.util.List;
import wenmai.tokenize.jinja.Token.Kind;

/// A template's tokens, taken one after the other.
final class Tokens {
  private final List<Token> tokens;
  private int at;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token next() {
    return tokens.get(at);
  }

  /// The one behind the next, or the end.
  Token second() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  boolean is(Kind kind, String word) {
    return next().is(kind, word);
  }

  /// The end is taken any number of times.
  Token take() {
    return next().kind() == Kind.END ? next() : tokens.get(at++);
  }

  Token take(Kind kind) {
    var token = take();
    if (token.kind() != kind) {
      throw unexpected(token);
    }
    return token;
  }

  /// Takes the next token if it is this one.
  boolean skip(Kind kind, String word) {
    boolean here = is(kind, word);
    at += here ? 1 : 0;
    return here;
  }

  void expect(Kind kind, String word) {
    if (!skip(kind, word)) {
      throw unexpected(next());
    }
  }

  /// A comma, unless the bracket closes.
  void separated(String close) {
    if (!is(Kind.OPERATOR, close)) {
      expect(Kind.OPERATOR, ",");
    }
  }

  Wrong unexpected(Token token) {
    var found = token.text().isEmpty() ? token.kind().name() : token.text();
    return new Wrong("'%s' is not expected here", "此处不应有“%s”", found);
  }
}
