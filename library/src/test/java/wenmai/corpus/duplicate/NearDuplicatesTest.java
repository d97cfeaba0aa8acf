package wenmai.corpus.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import wenmai.corpus.Document;
import wenmai.corpus.Step.Outcome;
import wenmai.files.Recipes;

class NearDuplicatesTest {
  private static final long SEED = 5;
  private static final int PAIRS = 500;
  private final Random random = new Random(SEED);
  private final NearDuplicates step = Recipes.of(List.of(), NearDuplicates.class);

  @Test
  void plantedCopiesAreFoundAndOthersStay() {
    for (String space : List.of(" ", "")) {
      var documents = new ArrayList<Document>();
      for (int i = 0; i < PAIRS; i++) {
        var words = words(150 + random.nextInt(200), space.isEmpty());
        documents.add(new Document("original " + i, String.join(space, words)));
        documents.add(new Document("copy of " + i, String.join(space, edited(words, space.isEmpty()))));
        documents.add(new Document("half of " + i, String.join(space, halfOf(words, space.isEmpty()))));
      }
      var dropped = dropped(documents);
      long copies = dropped.stream().filter(id -> id.startsWith("copy")).count();
      double recall = (double) copies / PAIRS;
      double precision = (double) copies / dropped.size();
      System.out.printf("near duplicates%s: recall %.3f, precision %.3f%n", space.isEmpty() ? " (Chinese)" : "", recall, precision);
      assertThat(recall).as("recall, seed %d", SEED).isGreaterThanOrEqualTo(0.95);
      assertThat(precision).as("precision, seed %d", SEED).isGreaterThanOrEqualTo(0.98);
    }
  }

  @Test
  void caseAndPunctuationAndShortTextsAreNoDifference() {
    assertThat(dropped(List.of(new Document("a", "To be, or not to be: that is the question."),
        new Document("b", "to be or not to be that is the question"), new Document("c", "Hello!"), new Document("d", "hello"),
        new Document("e", "…"), new Document("f", "!")))).containsExactlyInAnyOrder("b", "d");
  }

  @Test
  void theEstimateIsJaccardsIndex() {
    var shingles = new Shingles(5);
    var words = words(400, false);
    var other = new ArrayList<>(words);
    IntStream.range(0, 8).forEach(i -> other.set(random.nextInt(400), "changed" + i));
    double jaccard = jaccard(shingles.of(String.join(" ", words)), shingles.of(String.join(" ", other)));
    var texts = List.of(new Document("a", String.join(" ", words)), new Document("b", String.join(" ", other)));
    assertThat(jaccard).isBetween(0.75, 0.9);
    assertThat(dropped(texts, new NearDuplicates(5, 200, jaccard - 0.05))).hasSize(1);
    assertThat(dropped(texts, new NearDuplicates(5, 200, jaccard + 0.05))).isEmpty();
  }

  @Test
  void bandsAreFoundAsAListWouldFindThem() {
    int bands = 3;
    var fast = new Bands(bands);
    var naive = new ArrayList<long[]>();
    for (int i = 0; i < 8000; i++) {
      long[] signature = LongStream.generate(() -> random.nextInt(60_000) * 0x0101_0101L).limit(bands).toArray();
      boolean known = naive.stream().anyMatch(s -> IntStream.range(0, bands).anyMatch(b -> s[b] == signature[b]));
      assertThat(fast.like(signature, 0).isPresent()).as("seed %d, signature %d", SEED, i).isEqualTo(known);
      if (!known) {
        naive.add(signature);
        fast.add(signature);
      }
    }
    assertThat(naive.size()).isGreaterThan(1 << 12);
  }

  private static double jaccard(long[] a, long[] b) {
    Set<Long> first = LongStream.of(a).boxed().collect(Collectors.toSet());
    Set<Long> both = LongStream.of(b).boxed().collect(Collectors.toSet());
    var union = new HashSet<>(first);
    union.addAll(both);
    both.retainAll(first);
    return (double) both.size() / union.size();
  }

  private List<String> dropped(List<Document> documents) {
    return dropped(documents, step);
  }

  private static List<String> dropped(List<Document> documents, NearDuplicates step) {
    var work = step.begin();
    return documents.stream().filter(d -> work.of(d) instanceof Outcome.Dropped).map(Document::id).toList();
  }

  private List<String> words(int n, boolean han) {
    return IntStream.range(0, n).mapToObj(i -> word(han)).collect(Collectors.toCollection(ArrayList::new));
  }

  /// Drawn as Zipf would have it, so that texts share their frequent words.
  private String word(boolean han) {
    int rank = (int) Math.pow(3000, random.nextDouble());
    return han ? Character.toString(0x4E00 + rank) : "w" + rank;
  }

  /// One word in a hundred is another one, and a line stands before: what changes when a page is published again.
  private List<String> edited(List<String> words, boolean han) {
    var copy = new ArrayList<>(words);
    IntStream.range(0, words.size() / 100).forEach(i -> copy.set(random.nextInt(copy.size()), word(han)));
    copy.addAll(0, words(words.size() / 50, han));
    return copy;
  }

  /// The first half of the text, and as much of something else: no duplicate.
  private List<String> halfOf(List<String> words, boolean han) {
    var half = new ArrayList<>(words.subList(0, words.size() / 2));
    half.addAll(words(words.size() / 2, han));
    Collections.rotate(half, words.size() / 4);
    return half;
  }
}
