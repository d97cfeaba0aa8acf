package wenmai.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import wenmai.files.Atomic;

/// Word vectors in word2vec's formats: a line `words dimensions`, then a row a word, the word first, its numbers as text or as
/// fp32 in little-endian order. As text, a number has as many digits as it takes to read the same one back.
final class VectorWriter {
  private VectorWriter() {}

  static void write(WordVectors vectors, Path file) {
    boolean binary = file.toString().endsWith(".bin");
    Atomic.file(file, out -> {
      out.write((vectors.words().size() + " " + vectors.dimensions() + "\n").getBytes(UTF_8));
      for (int id = 0; id < vectors.words().size(); id++) {
        out.write(vectors.words().get(id).getBytes(UTF_8));
        if (binary) {
          numbers(vectors.vector(id), out);
        } else {
          digits(vectors.vector(id), out);
        }
      }
    });
  }

  private static void numbers(float[] vector, OutputStream out) throws IOException {
    var bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    out.write(' ');
    out.write(bytes.array());
    out.write('\n');
  }

  private static void digits(float[] vector, OutputStream out) throws IOException {
    var line = new StringBuilder();
    for (float x : vector) {
      line.append(' ').append(x);
    }
    out.write(line.append('\n').toString().getBytes(UTF_8));
  }
}
