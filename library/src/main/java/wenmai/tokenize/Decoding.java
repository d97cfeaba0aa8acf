package wenmai.tokenize;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Text from ids that arrive one by one, in whole characters only: three bytes of Chinese may come in three tokens, and
/// nothing is shown before the last. It begins where a text begins; to continue a prompt, add the prompt's ids first.
public final class Decoding {
  private final Tokenizer tokenizer;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder()
      .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] unfinished = {};
  private boolean start = true;

  Decoding(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// The characters that `id` completes, often none.
  public String add(int id) {
    byte[] bytes = tokenizer.bytes(id);
    boolean space = start && tokenizer.spaceFirst() && bytes.length > 0 && bytes[0] == ' ';
    start = tokenizer.specials().is(Role.BOS, id) || start && bytes.length == 0;
    return decode(space ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes, false);
  }

  /// What is left of a character that was never completed: U+FFFD, or nothing. The next id starts a text.
  public String end() {
    start = true;
    return decode(new byte[0], true);
  }

  private String decode(byte[] more, boolean last) {
    var in = ByteBuffer.allocate(unfinished.length + more.length).put(unfinished).put(more).flip();
    var out = CharBuffer.allocate(in.remaining());
    utf8.decode(in, out, last);
    unfinished = new byte[in.remaining()];
    in.get(unfinished);
    if (last) {
      utf8.reset();
    }
    return out.flip().toString();
  }
}
