package wenmai.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Word vectors as one of fastText's own models: see [FastTextReader]. They become words without pieces, in a skip-gram model
/// whose output matrix is zero. Counts, which vectors do not have, fall by one from word to word, for fastText sorts by them.
final class FastTextWriter {
  private static final int VERSION = 12;
  private static final int NEGATIVE_SAMPLING = 2;
  private static final int SKIPGRAM = 2;

  private FastTextWriter() {}

  static void write(WordVectors vectors, OutputStream out) throws IOException {
    int count = vectors.words().size();
    out.write(head(vectors.dimensions(), count));
    for (int id = 0; id < count; id++) {
      out.write(vectors.words().get(id).getBytes(UTF_8));
      out.write(little(1 + Long.BYTES + 1).put((byte) 0).putLong(count - id).put((byte) 0).array());
    }
    matrixHead(count, vectors.dimensions(), out);
    for (int id = 0; id < count; id++) {
      out.write(VectorWriter.bytes(vectors.vector(id)));
    }
    matrixHead(count, vectors.dimensions(), out);
    var zeros = new byte[4 * vectors.dimensions()];
    for (int id = 0; id < count; id++) {
      out.write(zeros);
    }
  }

  /// fastText's defaults, but for what vectors know.
  private static byte[] head(int dimensions, int words) {
    var head = little(92).putInt(FastTextReader.MAGIC).putInt(VERSION);
    int[] arguments = {dimensions, 5, 5, 1, 5, 1, NEGATIVE_SAMPLING, SKIPGRAM, 0, 0, 0, 100};
    for (int argument : arguments) {
      head.putInt(argument);
    }
    long tokens = words * (words + 1L) / 2;
    return head.putDouble(1e-4).putInt(words).putInt(words).putInt(0).putLong(tokens).putLong(-1).array();
  }

  /// Not quantized.
  private static void matrixHead(long rows, long columns, OutputStream out) throws IOException {
    out.write(little(1 + 2 * Long.BYTES).put((byte) 0).putLong(rows).putLong(columns).array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
