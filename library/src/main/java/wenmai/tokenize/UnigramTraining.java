package wenmai.tokenize;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wenmai.message.Message;

/// Learns a unigram language model over pieces (Kudo 2018 §3.2) as SentencePiece's trainer does: from about a million
/// frequent strings, two steps of expectation and maximisation, then the quarter of pieces without which the text
/// would lose least probability is dropped; again, until a tenth more than asked for are left, of which the most
/// probable stay. Every character that is covered stays, and what is not falls back to bytes.
///
/// A step takes one exponential for each character and each piece that starts there, over the distinct runs; there are
/// some 35. Parts of the corpus are summed in the same order on any number of cores: the same text, the same scores.
///
/// @param coverage the part of all characters that get pieces of their own, the most frequent ones
public record UnigramTraining(int vocabulary, List<String> specials, double coverage) {
  private static final int SEEDS = 1_000_000;
  private static final int STEPS = 2;
  private static final double SURPLUS = 1.1;
  private static final double KEPT = 0.75;
  private static final double STEP_BETWEEN_RARE = 0.0001;

  public UnigramTraining {
    specials = List.copyOf(specials);
    ScriptRuns.requireCoverage(coverage);
    Pieces.requireRoom(vocabulary, specials, 1);
  }

  /// SentencePiece's defaults.
  public UnigramTraining(int vocabulary) {
    this(vocabulary, List.of("<unk>", "<s>", "</s>"), 0.9995);
  }

  /// Each text stands for itself: no piece crosses from one into the next.
  public Unigram train(Stream<String> texts) {
    return train(texts, Progress.NONE);
  }

  public Unigram train(Stream<String> texts, Progress progress) {
    var corpus = UnigramCorpus.of(texts, coverage);
    Pieces.requireRoom(vocabulary, specials, corpus.characters().size());
    int room = vocabulary - specials.size() - Pieces.BYTES;
    int enough = (int) (vocabulary * SURPLUS);
    var model = UnigramModel.of(UnigramSeeds.of(corpus, SEEDS));
    int first = model.size();
    while (true) {
      for (int step = 0; step < STEPS; step++) {
        model = model.maximised(model.expected(corpus));
      }
      progress.at(first - model.size(), Math.max(1, first - enough));
      if (model.size() <= enough) {
        return unigram(chosen(model, corpus, room), progress);
      }
      model = model.pruned(corpus, Math.max(enough, (int) (model.size() * KEPT)));
    }
  }

  /// The characters, those that are no pieces any more a little above the worst piece, and the most probable others.
  private Map<String, Double> chosen(UnigramModel model, UnigramCorpus corpus, int room) {
    var chosen = new TreeMap<String, Double>();
    double worst = model.worst();
    for (var c : new TreeSet<>(corpus.characters().keySet())) {
      var score = model.score(c);
      chosen.put(c, score.orElse(worst));
      worst += score.isPresent() ? 0 : STEP_BETWEEN_RARE;
    }
    var others = IntStream.range(0, model.size())
        .filter(i -> !chosen.containsKey(model.pieces().get(i)) && !specials.contains(model.pieces().get(i))).toArray();
    double[] scores = Arrays.stream(others).mapToDouble(i -> model.scores()[i]).toArray();
    for (int i : Largest.of(scores, room - chosen.size())) {
      chosen.put(model.pieces().get(others[i]), scores[i]);
    }
    return chosen;
  }

  private Unigram unigram(Map<String, Double> pieces, Progress progress) {
    var tokens = Pieces.firstTokens(specials);
    pieces.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey).forEach(tokens::add);
    if (tokens.size() < vocabulary) {
      progress.note(Message.of("the corpus is too small for %d tokens: the vocabulary has %d",
          "语料太小，不足以得到 %d 个词元：词表大小为 %d", vocabulary, tokens.size()));
    }
    double[] scores = tokens.stream().mapToDouble(token -> pieces.getOrDefault(token, 0.0)).toArray();
    return Unigram.of(tokens, scores, Specials.first(specials), TextNormalizer.LLAMA,
        new Metaspace(Metaspace.Prepend.NEVER, true), true);
  }
}
