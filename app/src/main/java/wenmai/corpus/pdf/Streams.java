package wenmai.corpus.pdf;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import wenmai.corpus.Extractor;
import wenmai.corpus.Reason;
import wenmai.corpus.Unreadable;

/// Whether a PDF holds a stream that would fill memory: PDFBox unpacks each as a whole. So before it does, each one that
/// is packed by zlib is unpacked into nothing and counted. Cost: a pass over the file, and the unpacking.
final class Streams {
  private static final byte[] BEGIN = {'s', 't', 'r', 'e', 'a', 'm'};
  private static final int ZLIB = 0x78;

  private Streams() {}

  /// @throws Unreadable where a stream unpacks to more than a text may have
  static void check(Path file) throws IOException {
    try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        var at = new RandomAccessFile(file.toFile(), "r")) {
      long place = 0;
      int matched = 0;
      for (int c = in.read(); c >= 0; c = in.read()) {
        place++;
        matched = c == BEGIN[matched] ? matched + 1 : c == BEGIN[0] ? 1 : 0;
        if (matched == BEGIN.length) {
          matched = 0;
          checkStream(at, place);
        }
      }
    }
  }

  /// After the word `stream` and the end of its line.
  private static void checkStream(RandomAccessFile file, long place) throws IOException {
    file.seek(place);
    var in = new BufferedInputStream(Channels.newInputStream(file.getChannel()));
    in.mark(3);
    int c = in.read();
    while (c == '\r' || c == '\n') {
      in.mark(1);
      c = in.read();
    }
    in.reset();
    if (c == ZLIB && length(in) > Extractor.LONGEST) {
      throw new Unreadable(Reason.BOMB);
    }
  }

  private static long length(InputStream in) {
    var bytes = new byte[1 << 16];
    long length = 0;
    var inflater = new Inflater();
    try {
      var packed = new InflaterInputStream(in, inflater, bytes.length);
      for (int n = packed.read(bytes); n >= 0 && length <= Extractor.LONGEST; n = packed.read(bytes)) {
        length += n;
      }
    } catch (IOException e) {
      return length;          // a word, or damaged: PDFBox will say
    } finally {
      inflater.end();
    }
    return length;
  }
}
