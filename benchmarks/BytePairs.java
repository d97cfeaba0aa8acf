import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import wenmai.tokenize.Bpe;
import wenmai.tokenize.BpeTraining;
import wenmai.tokenize.Split;
import wenmai.tokenize.Tokenizer;

/// BPE of 32,000 tokens with GPT-2's pattern: seconds of training, and megabytes (10⁶ bytes) a second of encoding the first 20
/// million characters, line by line, on two threads and on one, with what was compiled before; `bpe_tokenizers.py` is Hugging
/// Face's side, which reads `OUT/tokenizer.json` and compares merges and ids.
///
///     ./wenmai java benchmarks/BytePairs.java TEXT OUT
static final int ENCODED = 20_000_000;
static final int ROUNDS = 3;

void main(String[] args) throws Exception {
  var text = Path.of(args[0]);
  long start = System.nanoTime();
  Bpe bpe;
  try (Stream<String> lines = Files.lines(text)) {
    bpe = new BpeTraining(32_000, List.of("<|endoftext|>"), new Split.Gpt2()).train(lines.map(line -> line + "\n"));
  }
  System.out.printf("train %.1f s%n", (System.nanoTime() - start) / 1e9);
  Files.createDirectories(Path.of(args[1]));
  bpe.save(Path.of(args[1]));
  var tokenizer = Tokenizer.read(Path.of(args[1]));
  var lines = first(text);
  double megabytes = lines.stream().mapToLong(line -> line.getBytes(StandardCharsets.UTF_8).length).sum() / 1e6;
  for (int threads : new int[] {2, 1}) {
    try (var pool = new ForkJoinPool(threads)) {
      double best = Double.POSITIVE_INFINITY;
      long tokens = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long from = System.nanoTime();
        tokens = pool.submit(() -> lines.parallelStream().mapToLong(line -> tokenizer.encode(line).length).sum()).get();
        best = Math.min(best, (System.nanoTime() - from) / 1e9);
      }
      System.out.printf("encode, %d threads: %.1f MB/s, %,d tokens%n", threads, megabytes / best, tokens);
    }
  }
}

List<String> first(Path text) throws IOException {
  try (var reader = Files.newBufferedReader(text)) {
    var buffer = new char[ENCODED];
    int size = 0;
    for (int n = 0; size < ENCODED && n >= 0; n = reader.read(buffer, size, ENCODED - size)) {
      size += n;
    }
    return List.of(new String(buffer, 0, size).split("\n"));
  }
}
