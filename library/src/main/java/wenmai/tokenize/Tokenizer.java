package wenmai.tokenize;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Turns text into ids from 0 to `vocabularySize() - 1` and back. Immutable and safe for any number of threads.
public abstract sealed class Tokenizer permits Bpe, Pieces, Unigram, WordPiece, WordLevel, Characters {
  final Vocabulary vocabulary;
  private final TextNormalizer normalizer;
  private final List<Names.Name> atoms;
  private final AddedTokens taken;
  private final AddedTokens all;
  private final BitSet special = new BitSet();

  /// `atoms` are the tokens that every text takes by their names, which no special token has.
  Tokenizer(Vocabulary vocabulary, TextNormalizer normalizer, List<Names.Name> atoms) {
    this.vocabulary = vocabulary;
    this.normalizer = normalizer;
    this.atoms = List.copyOf(atoms);
    this.taken = AddedTokens.of(atoms);
    var specials = vocabulary.specials();
    this.all = AddedTokens.of(Stream.concat(atoms.stream(), specials.names(specials.ids().keySet(), normalizer::apply).stream()).toList());
    specials.ids().values().stream().filter(id -> id >= 0).forEach(special::set);
  }

  /// A tokenizer from a `tokenizer.json`, a GGUF file, a SentencePiece `.model`, a `.tiktoken` file, or from the folder
  /// that holds one.
  public static Tokenizer read(Path path) {
    return TokenizerFiles.read(path);
  }

  /// Writes `tokenizer.json` and `tokenizer_config.json`, which Hugging Face's libraries read to the same ids.
  public final void save(Path folder) {
    TokenizerFiles.write(this, folder);
  }

  /// The ids of a text, without any token around it. Text that looks like a special token stays text; a lone surrogate
  /// is read as U+FFFD.
  public final int[] encode(String text) {
    return encode(text, List.of());
  }

  /// Many texts on all cores.
  public final List<int[]> encode(List<String> texts) {
    return texts.parallelStream().map(this::encode).toList();
  }

  /// The ids of a text in which special tokens that are written out stand for themselves. What lies between them is
  /// encoded as a text of its own.
  public final int[] encodeMarked(String text) {
    return encode(text, all.raw().in(text), all.normalized());
  }

  /// The ids of a text in which tokens stand at some places; between them are the tokens that every text takes.
  final int[] encode(String text, List<Specials.Mark> marks) {
    var between = new ArrayList<Specials.Mark>();
    int from = 0;
    for (var mark : marks) {
      take(text, from, mark.start(), between);
      between.add(mark);
      from = mark.end();
    }
    take(text, from, text.length(), between);
    return encode(text, between, taken.normalized());
  }

  private void take(String text, int from, int to, List<Specials.Mark> marks) {
    taken.raw().in(text.substring(from, to)).forEach(mark -> marks.add(new Specials.Mark(from + mark.start(), from + mark.end(), mark.id())));
  }

  private int[] encode(String text, List<Specials.Mark> marks, Names others) {
    var ids = new Ids();
    ids.read(this, text, marks, others);
    return ids.toArray();
  }

  /// The tokens whose ids [#encode] gives, each with its place in the text.
  public final List<Token> tokens(String text) {
    return tokens(text, taken);
  }

  /// The same of [#encodeMarked].
  public final List<Token> tokensMarked(String text) {
    return tokens(text, all);
  }

  private List<Token> tokens(String text, AddedTokens added) {
    var places = new Places();
    places.read(this, text, added.raw().in(text), added.normalized());
    return places.tokens();
  }

  /// Cuts a normalized text; `first` says that no special token stands before it.
  abstract void encode(String text, boolean first, Sink sink);

  final TextNormalizer normalizer() {
    return normalizer;
  }

  /// The ids of a text with the special tokens that stand around every text for this tokenizer's models (`<s>` …).
  public final int[] surround(int[] text) {
    var ids = new Ids();
    ids.add(specials().ids(specials().around().before()));
    ids.add(text);
    ids.add(specials().ids(specials().around().after()));
    return ids.toArray();
  }

  /// The same with places: what stands around a text has an empty one at its beginning.
  public final List<Token> surround(List<Token> text) {
    var all = new ArrayList<Token>();
    Arrays.stream(specials().ids(specials().around().before())).forEach(id -> all.add(new Token(id, 0, 0)));
    all.addAll(text);
    Arrays.stream(specials().ids(specials().around().after())).forEach(id -> all.add(new Token(id, 0, 0)));
    return all;
  }

  /// The text of ids that start a text. Bytes that are not UTF-8 become U+FFFD.
  public final String decode(int... ids) {
    var decoding = decoding();
    var text = new StringBuilder();
    for (int id : ids) {
      text.append(decoding.add(id));
    }
    return text.append(decoding.end()).toString();
  }

  /// Decoding that is given one id after the other.
  public final Decoding decoding() {
    return new Decoding(this);
  }

  public final int vocabularySize() {
    return vocabulary.size();
  }

  /// The token as its file writes it: `Ġthe`, `▁the`, `<s>`.
  public final String token(int id) {
    return vocabulary.token(id);
  }

  /// The inverse of [#token].
  public final OptionalInt id(String token) {
    return vocabulary.id(token);
  }

  public final boolean isSpecial(int id) {
    return special.get(id);
  }

  /// The tokens that every text takes by their names.
  final List<Names.Name> atoms() {
    return atoms;
  }

  public final Specials specials() {
    return vocabulary.specials();
  }

  /// What the token contributes to a text, in UTF-8; nothing for a special token. One token may hold part of a
  /// character.
  public byte[] bytes(int id) {
    return vocabulary.bytes(id);
  }

  /// The exact bytes of ids, whether or not they are UTF-8, a first space included.
  public final byte[] bytes(int[] ids) {
    var all = new ByteArrayOutputStream();
    for (int id : ids) {
      all.writeBytes(bytes(id));
    }
    return all.toByteArray();
  }

  /// Whether `encode` puts a space before a text, which decoding takes away again.
  public boolean spaceFirst() {
    return false;
  }
}
