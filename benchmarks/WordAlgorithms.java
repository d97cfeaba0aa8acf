import java.nio.file.*;
import java.util.*;
import wenmai.embed.GloVe;
import wenmai.embed.SigmoidContext;
import wenmai.embed.Word2Vec;
import wenmai.embed.Word2Vec.Algorithm;
import wenmai.embed.Word2Vec.Subwords;
import wenmai.embed.WordEvaluation;
import wenmai.embed.WordModel;
import wenmai.embed.WordVectors;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

/// Every way to learn word vectors, on one text: 100 dimensions, window 5, 5 noise words or a tree, words that occur 5 times, one
/// epoch of the text or 5 of its pairs, two threads. A row has words a second, of reading and learning, and for each set
/// Spearman's correlation or the share of analogies that is right: the mean over seeds, and the spread from least to most.
///
///     ./wenmai java benchmarks/WordAlgorithms.java TEXT SEEDS SET…
static final int DIMENSIONS = 100;
static final int WINDOW = 5;
static final int NEGATIVE = 5;
static final int MIN_COUNT = 5;
static final double SAMPLE = 1e-3;
static final int PAIR_EPOCHS = 5;
static final int THREADS = 2;

/// A model for each seed.
interface Way {
  WordModel of(Seed seed);
}

Map<String, Way> ways() {
  var ways = new LinkedHashMap<String, Way>();
  for (var algorithm : Algorithm.values()) {
    ways.put(algorithm + ", noise words", seed -> word2vec(algorithm, Subwords.NONE, false, seed));
    ways.put(algorithm + ", tree", seed -> word2vec(algorithm, Subwords.NONE, true, seed));
    ways.put(algorithm + ", pieces of 3 to 6", seed -> word2vec(algorithm, new Subwords(3, 6), false, seed));
  }
  for (var formula : GloVe.Formula.values()) {
    ways.put("GloVe, " + formula,
        seed -> new GloVe(formula, DIMENSIONS, WINDOW, MIN_COUNT, formula.rate(), PAIR_EPOCHS, GloVe.defaultMemory(), THREADS, seed));
  }
  ways.put("a layer of sigmoids",
      seed -> new SigmoidContext(DIMENSIONS, WINDOW, NEGATIVE, MIN_COUNT, SAMPLE, Algorithm.CBOW.rate(), 1, THREADS, seed));
  return ways;
}

WordModel word2vec(Algorithm algorithm, Subwords subwords, boolean tree, Seed seed) {
  return new Word2Vec(algorithm, DIMENSIONS, WINDOW, subwords, NEGATIVE, tree, MIN_COUNT, SAMPLE, algorithm.rate(), 1, THREADS, seed);
}

double measured(WordVectors vectors, Path set) {
  return switch (WordEvaluation.of(vectors, set)) {
    case WordEvaluation.Similarities s -> s.spearman();
    case WordEvaluation.Analogies a -> a.accuracy();
  };
}

void main(String[] args) throws IOException {
  var text = Path.of(args[0]);
  var sets = Stream.of(args).skip(2).map(Path::of).toList();
  var scratch = Files.createTempDirectory("word-vectors");
  IO.println("%-28s %10s%s".formatted("", "words/s", sets.stream().map(set -> "%24s".formatted(set.getFileName())).collect(Collectors.joining())));
  for (var way : ways().entrySet()) {
    double rate = 0;
    var found = new ArrayList<List<Double>>();
    for (int seed = 1; seed <= Integer.parseInt(args[1]); seed++) {
      long from = System.nanoTime();
      var trained = way.getValue().of(new Seed(seed)).train(text, scratch, Progress.NONE, () -> false);
      rate = Math.max(rate, trained.tokens() * 1e9 / (System.nanoTime() - from));
      found.add(sets.stream().map(set -> measured(trained.vectors(), set)).toList());
    }
    var row = new StringBuilder("%-28s %,10.0f".formatted(way.getKey(), rate));
    for (int set = 0; set < sets.size(); set++) {
      int s = set;
      var scores = found.stream().mapToDouble(f -> f.get(s)).summaryStatistics();
      row.append("%16.3f (%.3f)".formatted(scores.getAverage(), scores.getMax() - scores.getMin()));
    }
    IO.println(row);
  }
}
