import java.nio.file.*;
import java.util.*;
import wenmai.embed.TokenWords;
import wenmai.embed.Word2Vec;
import wenmai.embed.WordEvaluation;
import wenmai.embed.WordVectors;
import wenmai.files.Recipes;
import wenmai.model.io.Pretrained;
import wenmai.tensor.Device;
import wenmai.tokenize.Progress;
import wenmai.tokenize.WordLevel;
import wenmai.train.Observer;
import wenmai.train.Pretrain;
import wenmai.train.Trainer;

/// What a language model's embedding gains from word vectors that it begins in, and what similarity as a loss does to it: three
/// seeds each, the validation loss (plain cross-entropy) and, on sets of word pairs, Spearman's correlation of the trained input
/// embedding with what people said. One token a word; the vectors are skip-gram's, of the text before the validation split.
/// Words are the most frequent 8,000, so pairs with rarer ones are left out; how many remain is said. 24 runs of 1,000 steps take
/// half an hour on two cores.
///
///     xz -dc imdb.tsv.xz | cut -f 3 | iconv -c -f UTF-8 -t ASCII | head -n 16000 > imdb.txt
///     ./wenmai corpus clean imdb.txt --profile words --out imdb-words
///     ./wenmai java benchmarks/InitialVectors.java imdb-words/words.txt 1000 EN-WS-353-ALL.txt EN-MEN-TR-3k.txt EN-SIMLEX-999.txt
final int width = 128;
final List<String> losses = List.of("{}", "{similarity: 0.5, form: sigmoid}", "{crossEntropy: 0, similarity: 1, form: sigmoid}",
    "{crossEntropy: 0, similarity: 1}");

record Found(double loss, List<Double> spearman) {}

List<WordEvaluation.Similarities> measured(WordVectors vectors, List<Path> sets) {
  return sets.stream().map(set -> (WordEvaluation.Similarities) WordEvaluation.of(vectors, set)).toList();
}

List<Double> spearman(WordVectors vectors, List<Path> sets) {
  return measured(vectors, sets).stream().map(WordEvaluation.Similarities::spearman).toList();
}

Found run(Path folder, Path text, String steps, String loss, String vectors, int seed, List<Path> sets) throws IOException {
  var out = Files.createTempDirectory(folder, "run");
  var recipe = Recipes.of(List.of("data=[" + text + "]", "out=" + out, "tokenizer=" + folder, "split=characters", "validation=0.02",
      "model={kind: llama, layers: 2, heads: 4, width: " + width + ", context: 64}", "vectors=" + vectors, "loss=" + loss, "batch=16", "steps=" + steps,
      "optimizer={rate: 2e-3, lastRate: 2e-4, warmup: 50}", "evaluateEvery=0", "checkpointEvery=0", "seed=" + seed), Pretrain.class);
  var result = Trainer.run(recipe, Observer.NONE, () -> false);
  try (var model = Pretrained.open(result.model(), Device.jvm())) {
    var words = TokenWords.of(model.tokenizer()).vectors(model.model().words().floats(), width);
    return new Found(result.validation().loss(), spearman(words, sets));
  }
}

String row(String name, List<Found> found) {
  var losses = found.stream().mapToDouble(Found::loss).summaryStatistics();
  var line = new StringBuilder("%-68s %8.4f %8.4f".formatted(name, losses.getAverage(), losses.getMax() - losses.getMin()));
  for (int set = 0; set < found.getFirst().spearman().size(); set++) {
    int s = set;
    line.append("%20.3f".formatted(found.stream().mapToDouble(f -> f.spearman().get(s)).average().orElseThrow()));
  }
  return line.toString();
}

void main(String[] args) throws IOException {
  var text = Path.of(args[0]);
  var sets = Stream.of(args).skip(2).map(Path::of).toList();
  var folder = Files.createTempDirectory("initial-vectors");
  var all = Files.readString(text);
  var early = Files.writeString(folder.resolve("early.txt"), all.substring(0, (int) (0.97 * all.length())));   // 2 % validate
  WordLevel.train(all.lines(), 8_000, 5, List.of()).save(folder);
  var vectors = Word2Vec.of(Word2Vec.Algorithm.SKIPGRAM);
  var made = new Word2Vec(vectors.algorithm(), width, vectors.window(), vectors.subwords(), vectors.negative(), false, 5, vectors.sample(), vectors.rate(), 10,
      vectors.threads(), vectors.seed()).train(early, folder, Progress.NONE, () -> false).vectors();
  var file = folder.resolve("words.vec");
  made.write(file);
  IO.println("%-68s %8s %8s%s".formatted("", "loss", "spread", sets.stream().map(set -> "%20s".formatted(set.getFileName())).collect(Collectors.joining())));
  IO.println("%-86s%s".formatted("pairs known to the vectors", measured(made, sets).stream().map(s -> "%20d".formatted(s.known())).collect(Collectors.joining())));
  IO.println("%-86s%s".formatted("skip-gram alone", spearman(made, sets).stream().map(s -> "%20.3f".formatted(s)).collect(Collectors.joining())));
  for (var loss : losses) {
    for (var begin : List.of("", file.toString())) {
      var found = new ArrayList<Found>();
      for (int seed = 1; seed <= 3; seed++) {
        found.add(run(folder, text, args[1], loss, begin, seed, sets));
      }
      IO.println(row(loss + (begin.isEmpty() ? "" : ", begun in vectors"), found));
    }
  }
}
