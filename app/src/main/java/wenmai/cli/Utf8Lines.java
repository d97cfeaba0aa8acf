package wenmai.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import wenmai.message.BadInput;

/// The lines of UTF-8 text, without their ends (`\n` or `\r\n`). What is not UTF-8 is refused with its place: ids of text
/// that was read wrongly look like any others. Memory holds a line.
final class Utf8Lines implements Iterator<String> {
  private static final int NONE = -2;

  private final String name;
  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number;
  private long read;
  /// The byte that is read but not used yet, −1 at the end, or NONE: a line is given before the next one is waited for.
  private int ahead = NONE;

  private Utf8Lines(String name, InputStream in) {
    this.name = name;
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  static Stream<String> of(Path file) {
    try {
      return of(file.toString(), Files.newInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param name of what is read, for messages
  static Stream<String> of(String name, InputStream in) {
    var lines = new Utf8Lines(name, in);
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED), false)
        .onClose(lines::close);
  }

  @Override
  public boolean hasNext() {
    try {
      ahead = ahead == NONE ? in.read() : ahead;
      return ahead >= 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      line.reset();
      for (; ahead >= 0 && ahead != '\n'; ahead = in.read()) {
        line.write(ahead);
      }
      number++;
      var text = decoded(line.toByteArray());
      read += line.size() + 1;
      ahead = ahead < 0 ? ahead : NONE;
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String decoded(byte[] bytes) {
    var rest = ByteBuffer.wrap(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(rest).toString();
    } catch (CharacterCodingException e) {
      throw new BadInput("%s is not UTF-8: line %,d has byte 0x%02X, byte %,d of all. "
          + "Convert it to UTF-8, as by iconv -f GB18030 -t UTF-8",
          "%s 不是 UTF-8：第 %,d 行有字节 0x%02X，即全部的第 %,d 个字节。请转换为 UTF-8，例如 iconv -f GB18030 -t UTF-8",
          name, number, bytes[rest.position()] & 0xFF, read + rest.position() + 1);
    }
  }
}
