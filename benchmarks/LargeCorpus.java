import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.json.JsonMapper;

/// Composes a corpus as large as one likes out of small ones, to see that cleaning needs no more memory for it: files of
/// 100 MB of JSON lines, every document 3 to 40 sentences drawn at random from one text; every twentieth repeats one of the
/// file's first hundred, half of those with a sentence more.
///
///     ./wenmai java benchmarks/LargeCorpus.java FOLDER GIGABYTES TEXT…
///     WENMAI_JAVA_OPTS=-Xmx512m ./wenmai corpus clean FOLDER --out CLEAN
static final long FILE = 100_000_000;
static final int SENTENCE = 400;   // characters at most
static final int REPEATED = 100;   // documents
static final JsonMapper JSON = JsonMapper.shared();

record Letter(String text) {
}

void main(String[] args) throws IOException {
  Path folder = Files.createDirectories(Path.of(args[0]));
  int files = (int) (Double.parseDouble(args[1]) * 1e9 / FILE);
  var texts = new ArrayList<List<String>>();
  for (int i = 2; i < args.length; i++) {
    texts.add(sentences(Path.of(args[i])));
  }
  for (int file = 0; file < files; file++) {
    write(folder.resolve("%04d.jsonl".formatted(file)), texts, new SplittableRandom(file));
  }
}

List<String> sentences(Path text) throws IOException {
  try (var lines = Files.lines(text)) {
    return lines.flatMap(line -> List.of(line.split("(?<=[.!?] )|(?<=[。！？])")).stream())
        .filter(sentence -> !sentence.isBlank() && sentence.length() <= SENTENCE).distinct().limit(300_000).toList();
  }
}

void write(Path file, List<List<String>> texts, SplittableRandom random) throws IOException {
  var first = new ArrayList<String>();
  try (var out = Files.newOutputStream(file); var buffered = new BufferedOutputStream(out, 1 << 20)) {
    for (long written = 0; written < FILE; ) {
      String text;
      if (first.size() < REPEATED) {
        text = compose(texts, random);
        first.add(text);
      } else if (random.nextInt(20) == 0) {
        text = first.get(random.nextInt(REPEATED)) + (random.nextBoolean() ? "" : " The end.");
      } else {
        text = compose(texts, random);
      }
      byte[] line = (JSON.writeValueAsString(new Letter(text)) + "\n").getBytes(StandardCharsets.UTF_8);
      buffered.write(line);
      written += line.length;
    }
  }
}

String compose(List<List<String>> texts, SplittableRandom random) {
  var sentences = texts.get(random.nextInt(texts.size()));
  var text = new StringBuilder();
  for (int i = random.nextInt(3, 41); i > 0; i--) {
    text.append(sentences.get(random.nextInt(sentences.size())));
  }
  return text.toString();
}
