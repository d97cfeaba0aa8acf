package wenmai.cli;

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
import wenmai.files.Refusal;
import wenmai.message.BadInput;

/// The lines of UTF-8 text, without their ends (`\n` or `\r\n`). What is not UTF-8 is refused with its place: ids of text
/// that was read wrongly look like any others. Memory holds a line.
final class Utf8Lines implements Iterator<String> {
  private final String name;
  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final byte[] buffer = new byte[1 << 16];
  private int from;    // of what is read but not used yet
  private int until;
  private boolean ended;
  private long number;
  private long read;

  private Utf8Lines(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  static Stream<String> of(Path file) {
    Refusal.requireNoFolder(file);
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

  /// A line is given before the next one is waited for.
  @Override
  public boolean hasNext() {
    try {
      while (from == until && !ended) {
        from = 0;
        until = Math.max(0, in.read(buffer));
        ended = until == 0;
      }
      return from < until;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    line.reset();
    boolean whole = false;
    while (!whole && hasNext()) {
      int end = from;
      while (end < until && buffer[end] != '\n') {
        end++;
      }
      whole = end < until;
      line.write(buffer, from, end - from);
      from = whole ? end + 1 : end;
    }
    number++;
    var text = decoded(line.toByteArray());
    read += line.size() + 1;
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Java's own decoding is the fastest, but puts U+FFFD for what is no UTF-8.
  private String decoded(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      requireUtf8(bytes);
    }
    return text;
  }

  private void requireUtf8(byte[] bytes) {
    var rest = ByteBuffer.wrap(bytes);
    try {
      StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(rest);
    } catch (CharacterCodingException e) {
      if (line.toString(StandardCharsets.ISO_8859_1).indexOf('\0') >= 0) {
        throw new BadInput("%s is no text in UTF-8 but a binary file, or UTF-16: give its text in UTF-8, as corpus clean takes it from documents of many kinds",
            "%s 不是 UTF-8 文本，而是二进制文件或 UTF-16：请给出 UTF-8 文本，例如用 corpus clean 从各类文档中提取", name);
      }
      throw new BadInput("%s is not UTF-8: line %,d has byte 0x%02X, byte %,d of all. "
          + "Convert it to UTF-8, by iconv -f ITS-ENCODING -t UTF-8, or by corpus clean, which finds out the encoding",
          "%s 不是 UTF-8：第 %,d 行有字节 0x%02X，即全部的第 %,d 个字节。请转换为 UTF-8：用 iconv -f 原编码 -t UTF-8，或用会识别编码的 corpus clean",
          name, number, bytes[rest.position()] & 0xFF, read + rest.position() + 1);
    }
  }
}
