package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// How few tokens a tokenizer makes of a text: the more characters a token has, the more text fits into a model's context, and the
/// fewer steps it costs to read and write it.
///
/// @param bytes   in UTF-8
/// @param unknown tokens that stand for what the vocabulary lacks: they make a text short and lose it
public record Compression(long bytes, long characters, long tokens, long unknown) {

  /// Of texts that are encoded one by one.
  public static Compression of(Tokenizer tokenizer, Stream<String> texts) {
    var unknown = tokenizer.specials().id(Role.UNKNOWN);
    return texts.map(text -> {
      int[] ids = tokenizer.encode(text);
      return new Compression(text.getBytes(StandardCharsets.UTF_8).length, text.codePointCount(0, text.length()), ids.length,
          Arrays.stream(ids).filter(id -> unknown.equals(OptionalInt.of(id))).count());
    }).reduce(new Compression(0, 0, 0, 0), Compression::and);
  }

  private Compression and(Compression more) {
    return new Compression(bytes + more.bytes, characters + more.characters, tokens + more.tokens, unknown + more.unknown);
  }

  public double bytesPerToken() {
    return (double) bytes / Math.max(1, tokens);
  }

  public double charactersPerToken() {
    return (double) characters / Math.max(1, tokens);
  }
}
