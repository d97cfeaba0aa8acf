package wenmai.tokenize;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/// Turns text into ids from 0 to `vocabularySize() - 1` and back. Immutable and safe for any number of threads.
public sealed interface Tokenizer permits Bpe, Pieces, Characters {

  /// The ids of a text, without any token around it. Text that looks like a special token stays text; a lone surrogate
  /// is read as U+FFFD.
  int[] encode(String text);

  int vocabularySize();

  /// The token as its file writes it: `Ġthe`, `▁the`, `<s>`.
  String token(int id);

  /// The inverse of [#token].
  OptionalInt id(String token);

  /// What the token contributes to a text, in UTF-8; nothing for a special token. One token may hold part of a
  /// character.
  byte[] bytes(int id);

  Specials specials();

  /// Whether `encode` puts a space before a text, which decoding takes away again.
  boolean spaceFirst();

  /// A tokenizer from a `tokenizer.json`, or from the folder that holds one.
  static Tokenizer read(Path path) {
    return TokenizerFiles.read(path);
  }

  /// Writes `tokenizer.json` and `tokenizer_config.json`, which Hugging Face's libraries read to the same ids.
  default void save(Path folder) {
    TokenizerFiles.write(this, folder);
  }

  /// Many texts on all cores.
  default List<int[]> encode(List<String> texts) {
    return texts.parallelStream().map(this::encode).toList();
  }

  /// The text of ids that start a text. Bytes that are not UTF-8 become U+FFFD.
  default String decode(int... ids) {
    var decoding = decoding();
    var text = new StringBuilder();
    for (int id : ids) {
      text.append(decoding.add(id));
    }
    return text.append(decoding.end()).toString();
  }

  /// The exact bytes of ids, whether or not they are UTF-8, a first space included.
  default byte[] bytes(int[] ids) {
    var all = new ByteArrayOutputStream();
    for (int id : ids) {
      all.writeBytes(bytes(id));
    }
    return all.toByteArray();
  }

  /// Decoding that is given one id after the other.
  default Decoding decoding() {
    return new Decoding(this);
  }
}
