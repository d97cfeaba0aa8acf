package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import wenmai.message.BadInput;

/// A unigram language model over pieces (Kudo 2018): of all ways to cut a text into pieces the most probable one, where
/// pieces are independent of each other. A run of characters that are no pieces is one unknown token, or, with
/// `byteFallback`, the tokens `<0x00>` to `<0xFF>` of its UTF-8 bytes. Scores, and the order in which they are added,
/// are those of Hugging Face's library.
public final class Unigram extends Tokenizer {
  private final double[] scores;
  private final Metaspace spaces;
  private final int[] byteIds;
  private final OptionalInt unknown;
  private final Trie trie;
  private final double worst;
  private final PieceCache cache = new PieceCache(this::word);

  /// `scores` are the tokens' log-probabilities by id; those of special tokens and bytes do not matter.
  Unigram(Vocabulary vocabulary, double[] scores, TextNormalizer normalizer, Metaspace spaces, boolean byteFallback) {
    super(vocabulary, normalizer, List.of());
    this.scores = scores;
    this.spaces = spaces;
    this.byteIds = IntStream.range(0, byteFallback ? 256 : 0).map(b -> vocabulary.required(Pieces.byteToken(b))).toArray();
    this.unknown = vocabulary.specials().id(Role.UNKNOWN);
    if (unknown.isEmpty() && !byteFallback) {
      throw new BadInput("a Unigram tokenizer needs an unknown token or byte fallback: name its unk_id, and add it to "
          + "added_tokens", "Unigram 分词器须有未知词元或字节回退：请写明 unk_id，并加入 added_tokens");
    }
    var notText = Set.copyOf(vocabulary.specials().ids().values());
    IntPredicate text = id -> !notText.contains(id) && !(byteFallback && Pieces.isByte(vocabulary.token(id)));
    this.trie = Trie.of(vocabulary.tokens(), text);
    this.worst = IntStream.range(0, scores.length).filter(text).mapToDouble(id -> scores[id]).min().orElse(0);
    for (int id = 0; id < scores.length; id++) {
      if (!Double.isFinite(scores[id])) {
        throw new BadInput("the score of token '%s' is %s; scores are finite numbers: is this tokenizer whole?",
            "词元“%s”的分数是 %s；分数须为有限数：这个分词器完整吗？", token(id), scores[id]);
      }
    }
  }

  static Unigram of(List<String> tokens, double[] scores, Specials specials, TextNormalizer normalizer, Metaspace spaces,
      boolean byteFallback) {
    var vocabulary = Vocabulary.of(tokens, specials, token -> byteFallback ? Pieces.text(token)
        : token.replace(Metaspace.SPACE, ' ').getBytes(StandardCharsets.UTF_8));
    return new Unigram(vocabulary, scores, normalizer, spaces, byteFallback);
  }

  @Override
  void encode(String text, boolean first, Sink sink) {
    for (int i = 0, end; i < text.length(); i = end) {
      end = spaces.textEnd(text, i);
      if (!spaces.drops(text, i)) {
        var marked = spaces.mark(text.substring(i, end), first && i == 0);
        sink.within(i, end, marked);
        words(marked, sink);
      }
    }
  }

  private void words(String marked, Sink sink) {
    for (int i = 0, end; i < marked.length(); i = end) {
      end = spaces.end(marked, i);
      sink.piece(cache, marked, i, end);
    }
  }

  private void word(Sink sink, String text, int start, int end) {
    var lattice = new Lattice(trie, scores, worst);
    lattice.read(text.substring(start, end).toCharArray(), 0, end - start, end - start);
    int unknownFrom = end;
    for (int edge : lattice.path()) {
      int from = start + lattice.from(edge);
      int to = start + lattice.to(edge);
      if (lattice.piece(edge) == Lattice.UNKNOWN && byteIds.length == 0) {
        unknownFrom = Math.min(unknownFrom, from);
        continue;
      }
      addUnknown(sink, unknownFrom, from);
      unknownFrom = end;
      add(sink, lattice.piece(edge), text, from, to);
    }
    addUnknown(sink, unknownFrom, end);
  }

  private void addUnknown(Sink sink, int from, int to) {
    if (from < to) {
      sink.add(unknown.getAsInt(), from, to);
    }
  }

  private void add(Sink sink, int piece, String text, int from, int to) {
    if (piece != Lattice.UNKNOWN) {
      sink.add(piece, from, to);
      return;
    }
    for (byte b : text.substring(from, to).getBytes(StandardCharsets.UTF_8)) {
      sink.add(byteIds[b & 0xFF], from, to);
    }
  }

  @Override
  public boolean spaceFirst() {
    return spaces.prepend() != Metaspace.Prepend.NEVER || normalizer().equals(TextNormalizer.LLAMA);
  }

  double[] scores() {
    return scores.clone();
  }

  Metaspace spaces() {
    return spaces;
  }

  boolean byteFallback() {
    return byteIds.length > 0;
  }
}
