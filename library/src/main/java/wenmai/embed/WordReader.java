package wenmai.embed;

import static wenmai.embed.ByteReader.END;

import java.io.IOException;
import java.nio.file.Path;
import wenmai.message.BadInput;

/// The words of a text as bytes: what stands between spaces, tabs and other control characters. Memory holds one word.
final class WordReader implements AutoCloseable {
  private static final int LONGEST = 1 << 16;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};   // U+FEFF, at the very beginning

  /// What comes next in a text.
  enum Next {
    WORD,
    LINE_END,
    END
  }

  private final Path path;
  private final ByteReader in;
  private final byte[] word = new byte[LONGEST];
  private int length;
  private long line = 1;

  WordReader(Path path) throws IOException {
    this.path = path;
    in = new ByteReader(path);
    for (int i = 0; i < MARK.length && in.peek() == (MARK[i] & 0xFF); i++) {
      in.skip();
    }
  }

  /// Goes on by one word or to the end of a line.
  Next next() throws IOException {
    length = 0;
    int b = in.peek();
    while (b != END && b <= ' ' && b != '\n') {
      in.skip();
      b = in.peek();
    }
    if (b == '\n') {
      in.skip();
      line++;
      return Next.LINE_END;
    }
    for (; b > ' '; b = in.peek()) {
      if (length == LONGEST) {
        throw new BadInput("%s: line %,d has a word of more than %,d bytes: words must be separated by spaces. Segment the text first",
            "%s：第 %,d 行有一个词超过 %,d 字节：词与词之间须有空格。请先分词", path, line, LONGEST);
      }
      word[length++] = (byte) b;
      in.skip();
    }
    return length > 0 ? Next.WORD : Next.END;
  }

  /// The word's bytes stand at the beginning of this.
  byte[] word() {
    return word;
  }

  int length() {
    return length;
  }

  /// The line of the word, from 1.
  long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
