package wenmai.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import wenmai.embed.WordVectors.Format;
import wenmai.files.Atomic;

/// Word vectors in the formats that [VectorReader] reads. As text, a number has as many digits as it takes to read the same one
/// back; in bytes, it is fp32 in little-endian order.
final class VectorWriter {
  private VectorWriter() {}

  static void write(WordVectors vectors, Path file, Format format) {
    Atomic.file(file, out -> {
      if (format == Format.FASTTEXT) {
        FastTextWriter.write(vectors, out);
      } else {
        rows(vectors, format, out);
      }
    });
  }

  private static void rows(WordVectors vectors, Format format, OutputStream out) throws IOException {
    if (format != Format.GLOVE) {
      out.write((vectors.words().size() + " " + vectors.dimensions() + "\n").getBytes(UTF_8));
    }
    for (int id = 0; id < vectors.words().size(); id++) {
      out.write(vectors.words().get(id).getBytes(UTF_8));
      if (format == Format.BINARY) {
        out.write(' ');
        out.write(bytes(vectors.vector(id)));
        out.write('\n');
      } else {
        digits(vectors.vector(id), out);
      }
    }
  }

  static byte[] bytes(float[] vector) {
    var bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return bytes.array();
  }

  private static void digits(float[] vector, OutputStream out) throws IOException {
    var line = new StringBuilder();
    for (float x : vector) {
      line.append(' ').append(x);
    }
    out.write(line.append('\n').toString().getBytes(UTF_8));
  }
}
