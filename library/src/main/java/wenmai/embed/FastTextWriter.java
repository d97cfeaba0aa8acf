package wenmai.embed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.LongStream;
import wenmai.embed.Word2Vec.Algorithm;

/// Word vectors as one of fastText's own models, with the pieces that words are made of: see [FastTextReader]. The output matrix,
/// with which fastText would go on learning, is zero.
final class FastTextWriter {
  private static final int VERSION = 12;
  private static final int HIERARCHICAL_SOFTMAX = 1;
  private static final int NEGATIVE_SAMPLING = 2;
  private static final int CBOW = 1;
  private static final int SKIPGRAM = 2;

  private FastTextWriter() {}

  /// How a model was trained, as its head has it.
  ///
  /// @param sample words of a larger share of the text are thinned out
  record Settings(int window, int epochs, int minCount, int negative, int loss, int model, double sample) {
    /// fastText's defaults.
    private static final Settings UNKNOWN = new Settings(5, 5, 5, 5, NEGATIVE_SAMPLING, SKIPGRAM, 1e-4);

    /// Models that fastText does not know are called skip-gram.
    static Settings of(WordModel how) {
      return switch (how) {
        case Word2Vec w -> new Settings(w.window(), w.epochs(), w.minCount(), w.negative(),
            w.hierarchical() ? HIERARCHICAL_SOFTMAX : NEGATIVE_SAMPLING, w.algorithm() == Algorithm.CBOW ? CBOW : SKIPGRAM, w.sample());
        case GloVe g -> new Settings(g.window(), g.epochs(), g.minCount(), 0, NEGATIVE_SAMPLING, SKIPGRAM, 0);
        case SigmoidContext s -> new Settings(s.window(), s.epochs(), s.minCount(), s.negative(), NEGATIVE_SAMPLING, SKIPGRAM, s.sample());
      };
    }
  }

  /// Of vectors whose training is not known. Counts fall by one from word to word, for fastText sorts by them.
  static void write(WordVectors vectors, OutputStream out) throws IOException {
    write(vectors, Settings.UNKNOWN, LongStream.rangeClosed(1, vectors.words().size()).boxed().toList().reversed(), out);
  }

  /// @param counts of the words in the text
  static void write(WordVectors vectors, Settings settings, List<Long> counts, OutputStream out) throws IOException {
    var spelling = vectors.spelling();
    int words = vectors.words().size();
    int buckets = spelling.pieces().buckets();
    out.write(head(settings, vectors.dimensions(), spelling.pieces()));
    out.write(little(3 * Integer.BYTES + 2 * Long.BYTES).putInt(words).putInt(words).putInt(0)
        .putLong(counts.stream().mapToLong(count -> count).sum()).putLong(-1).array());
    for (int id = 0; id < words; id++) {
      out.write(vectors.words().get(id).getBytes(UTF_8));
      out.write(little(1 + Long.BYTES + 1).put((byte) 0).putLong(counts.get(id)).put((byte) 0).array());
    }
    matrixHead(words + (long) buckets, vectors.dimensions(), out);
    for (int id = 0; id < words; id++) {
      out.write(VectorWriter.bytes(buckets == 0 ? vectors.vector(id) : spelling.word(id)));
    }
    for (int bucket = 0; bucket < buckets; bucket++) {
      out.write(VectorWriter.bytes(spelling.bucket(bucket)));
    }
    matrixHead(words, vectors.dimensions(), out);
    var zeros = new byte[4 * vectors.dimensions()];
    for (int id = 0; id < words; id++) {
      out.write(zeros);
    }
  }

  private static byte[] head(Settings s, int dimensions, Pieces pieces) {
    var head = little(14 * Integer.BYTES + Double.BYTES).putInt(FastTextReader.MAGIC).putInt(VERSION);
    int[] arguments = {dimensions, s.window, s.epochs, s.minCount, s.negative, 1, s.loss, s.model,
        pieces.buckets(), pieces.least(), pieces.most(), 100};
    for (int argument : arguments) {
      head.putInt(argument);
    }
    return head.putDouble(s.sample).array();
  }

  /// Not quantized.
  private static void matrixHead(long rows, long columns, OutputStream out) throws IOException {
    out.write(little(1 + 2 * Long.BYTES).put((byte) 0).putLong(rows).putLong(columns).array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
