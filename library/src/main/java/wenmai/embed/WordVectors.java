package wenmai.embed;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.message.Nearest;
import wenmai.tensor.kernel.Kernels;
import wenmai.tensor.kernel.Kernels.Matrix;

/// Words and a vector for each. Two words are as alike as the angle between their vectors is small; a question to all words
/// costs V · D multiplications and additions.
public final class WordVectors {
  /// So many words are asked which of them was meant.
  private static final int GUESSES = 100_000;

  private final List<String> words;
  private final Map<String, Integer> ids = new HashMap<>();
  private final NativeMatrix rows;                                                    // [V,D]
  private final float[] inverseNorms;                                                 // [V]
  private final FastTextPieces spelling;

  WordVectors(List<String> words, NativeMatrix rows) {
    this(words, rows, FastTextPieces.NONE);
  }

  /// @param rows as many as words, or more
  WordVectors(List<String> words, NativeMatrix rows, FastTextPieces spelling) {
    this.spelling = spelling;
    this.words = List.copyOf(words);
    this.rows = rows;
    inverseNorms = new float[words.size()];
    for (int id = 0; id < words.size(); id++) {
      ids.putIfAbsent(words.get(id), id);
      double squares = Kernels.BEST.squares(rows.address(id), rows.stride());
      inverseNorms[id] = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    }
  }

  /// A word and the cosine of its vector with another.
  public record Neighbour(String word, double cosine) {}

  /// How files of word vectors are written.
  public enum Format {
    /// A line `words dimensions`, then a word and its numbers a line; fastText's .vec is the same.
    TEXT,
    /// The same with fp32 in little-endian order.
    BINARY,
    /// As text, without the first line.
    GLOVE,
    /// fastText's own model (.bin), with the pieces of words where there are some.
    FASTTEXT;

    /// BINARY where the name ends with `.bin`, else TEXT.
    public static Format of(Path file) {
      return file.toString().endsWith(".bin") ? BINARY : TEXT;
    }
  }

  /// Reads the formats of word2vec (text and binary), GloVe and fastText (.vec and .bin): see [VectorReader], [FastTextReader].
  public static WordVectors read(Path file) {
    return VectorReader.read(file);
  }

  /// Of the vectors of a file, without reading them all.
  public static int dimensions(Path file) {
    return VectorReader.dimensions(file);
  }

  public void write(Path file) {
    write(file, Format.of(file));
  }

  public void write(Path file, Format format) {
    VectorWriter.write(this, file, format);
  }

  /// As they stand in the file; of trained ones, the most frequent first.
  public List<String> words() {
    return words;
  }

  public int dimensions() {
    return rows.width();
  }

  /// Of a word that has none of its own, from the pieces of its spelling, or where there are none that of its lower case.
  public float[] vector(String word) {
    var spelled = ids.containsKey(word) ? new float[0] : spelling.vector(word);
    return spelled.length > 0 ? spelled : rows.row(require(word));
  }

  /// How unknown words are spelled.
  FastTextPieces spelling() {
    return spelling;
  }

  /// The directions of words, as vectors of length 1: [N,D].
  public double[][] directions(List<String> words) {
    return vectors(words).stream().map(vector -> IntStream.range(0, vector.length).mapToDouble(d -> vector[d]).toArray())
        .map(Points::unit).toArray(double[][]::new);
  }

  /// All that have none are named at once.
  private List<float[]> vectors(List<String> words) {
    var vectors = new ArrayList<float[]>();
    var unknown = new ArrayList<Message>();
    for (var word : words) {
      try {
        vectors.add(vector(word));
      } catch (BadInput e) {
        unknown.add(e.message());
      }
    }
    unknown.stream().reduce(Message::then).ifPresent(all -> {
      throw new BadInput(all);
    });
    return vectors;
  }

  float[] vector(int id) {
    return rows.row(id);
  }

  /// Whether a word, or its lower case, has a vector of its own.
  public boolean knows(String word) {
    return find(word).isPresent();
  }

  /// A word's number, or that of its lower case.
  OptionalInt find(String word) {
    var id = ids.get(word);
    var lower = id == null ? ids.get(word.toLowerCase(Locale.ROOT)) : id;
    return lower == null ? OptionalInt.empty() : OptionalInt.of(lower);
  }

  public double cosine(String a, String b) {
    var x = unit(a);
    var y = unit(b);
    double dot = 0;
    for (int d = 0; d < x.length; d++) {
      dot += (double) x[d] * y[d];
    }
    return dot;
  }

  double cosine(int a, int b) {
    double dot = Kernels.BEST.dot(rows.address(a), rows.address(b), rows.stride());
    Reference.reachabilityFence(this);
    return dot * inverseNorms[a] * inverseNorms[b];
  }

  /// The k words that are most like a word, the nearest first.
  public List<Neighbour> nearest(String word, int k) {
    var id = find(word);
    return nearest(unit(word), id.isPresent() ? Set.of(id.getAsInt()) : Set.of(), k);
  }

  /// The k best answers to "a is to b as c is to ?": the words nearest to b − a + c, of vectors of length 1, but for these three
  /// (3CosAdd: Mikolov 2013c; Levy 2014 eq. 1).
  public List<Neighbour> analogy(String a, String b, String c, int k) {
    var known = Stream.of(a, b, c).map(this::find).flatMapToInt(OptionalInt::stream).boxed().collect(Collectors.toSet());
    var vectors = vectors(List.of(a, b, c));
    return nearest(offset(unit(vectors.get(0)), unit(vectors.get(1)), unit(vectors.get(2))), known, k);
  }

  /// û_b − û_a + û_c
  float[] offset(int a, int b, int c) {
    return offset(unit(rows.row(a)), unit(rows.row(b)), unit(rows.row(c)));
  }

  private static float[] offset(float[] a, float[] b, float[] c) {
    for (int d = 0; d < b.length; d++) {
      b[d] += c[d] - a[d];
    }
    return b;
  }

  private float[] unit(String word) {
    return unit(vector(word));
  }

  private static float[] unit(float[] vector) {
    double inverse = inverseNorm(vector);
    for (int d = 0; d < vector.length; d++) {
      vector[d] *= (float) inverse;
    }
    return vector;
  }

  private static double inverseNorm(float[] vector) {
    double squares = 0;
    for (float x : vector) {
      squares += (double) x * x;
    }
    return squares == 0 ? 0 : 1 / Math.sqrt(squares);
  }

  private List<Neighbour> nearest(float[] query, Set<Integer> without, int k) {
    double inverse = inverseNorm(query);
    float[] alike = similarities(List.of(query));
    var best = new PriorityQueue<Integer>(Comparator.comparingDouble(id -> alike[id]));
    for (int id = 0; id < alike.length; id++) {
      if (!without.contains(id) && (best.size() < k || alike[id] > alike[best.element()])) {
        best.add(id);
        if (best.size() > k) {
          best.remove();
        }
      }
    }
    var nearest = new ArrayList<Neighbour>();
    while (!best.isEmpty()) {
      int id = best.remove();
      nearest.add(new Neighbour(words.get(id), alike[id] * inverse));
    }
    return nearest.reversed();
  }

  /// The product of each query with each word's vector of length 1. [Q,D] → [Q,V]
  float[] similarities(List<float[]> queries) {
    int q = queries.size();
    int v = words.size();
    var asked = new NativeMatrix(q, dimensions());
    for (int i = 0; i < q; i++) {
      for (int d = 0; d < dimensions(); d++) {
        asked.set(i, d, queries.get(i)[d]);
      }
    }
    try (var arena = Arena.ofConfined()) {
      var products = arena.allocate(4L * q * v, 64);
      Kernels.BEST.gemm(Matrix.of(asked.address(0), asked.stride(), 1), Matrix.of(rows.address(0), rows.stride(), 1).transposed(),
          Matrix.of(products.address(), v, 1), q, v, dimensions(), false);
      Reference.reachabilityFence(asked);
      Reference.reachabilityFence(this);
      return scaled(products, q);
    }
  }

  private float[] scaled(MemorySegment products, int q) {
    var scaled = products.toArray(ValueLayout.JAVA_FLOAT);
    for (int i = 0; i < q; i++) {
      for (int id = 0; id < words.size(); id++) {
        scaled[i * words.size() + id] *= inverseNorms[id];
      }
    }
    return scaled;
  }

  private int require(String word) {
    return find(word).orElseThrow(() -> {
      var guess = Nearest.to(word, words.subList(0, Math.min(GUESSES, words.size())));
      return guess.isEmpty() ? new BadInput("none of the %2$,d vectors is of the word %1$s", "%2$,d 个向量中没有“%1$s”这个词", word, words.size())
          : new BadInput("none of the %2$,d vectors is of the word %1$s; there is %3$s", "%2$,d 个向量中没有“%1$s”这个词；有“%3$s”",
              word, words.size(), guess.get());
    });
  }
}
