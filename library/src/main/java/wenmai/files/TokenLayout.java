package wenmai.files;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import wenmai.message.BadInput;

/// Where the parts of a [TokenFile] stand. Head: magic (8 bytes), version (4), width of an id (4), vocabulary (8),
/// SHA-256 of the tokenizer (32). Tail: tokens (8), documents (8), checksum (8). The sizes of all parts must add up to
/// the file's.
record TokenLayout(int width, int vocabulary, String tokenizerHash, long tokens, long documents) {
  static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final int HEAD = 56;
  static final int TAIL = 24;
  static final int HASH_BYTES = 32;
  private static final byte[] MAGIC = "WMTOKENS".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int HASH_AT = HEAD - HASH_BYTES;
  private static final int NARROW = 1 << Short.SIZE;

  /// Two bytes hold the ids of up to 65,536 words.
  static int width(int vocabulary) {
    return vocabulary <= NARROW ? Short.BYTES : Integer.BYTES;
  }

  static void putHead(ByteBuffer out, int vocabulary, byte[] tokenizerHash) {
    out.put(MAGIC).putInt(VERSION).putInt(width(vocabulary)).putLong(vocabulary).put(tokenizerHash);
  }

  /// Zeros after the ids.
  static int padding(long idBytes) {
    return (int) (-idBytes & Long.BYTES - 1);
  }

  long startsAt() {
    return HEAD + tokens * width + padding(tokens * width);
  }

  static TokenLayout of(Path path, MemorySegment file) {
    long size = file.byteSize();
    if (size < MAGIC.length || file.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) >= 0) {
      throw new BadInput("%s is not a token file: it does not begin with WMTOKENS",
          "%s 不是词元文件：开头不是 WMTOKENS", path);
    }
    if (size < HEAD + TAIL || size % Long.BYTES != 0) {
      throw damaged(path, "it was cut short at byte " + size, "在第 " + size + " 字节处被截短");
    }
    int version = file.get(U32, 8);
    if (version != VERSION) {
      throw new BadInput("%s has version %d, this program reads version %d: "
          + "tokenize the text again, or update the program",
          "%s 的版本是 %d，本程序读取版本 %d：请重新分词，或更新程序", path, version, VERSION);
    }
    long vocabulary = file.get(U64, 16);
    int width = file.get(U32, 12);
    if (vocabulary < 1 || vocabulary > Integer.MAX_VALUE || width != width((int) vocabulary)) {
      throw damaged(path, "a vocabulary of %d in %d bytes an id".formatted(vocabulary, width),
          "词表大小为 %d，每个词元 %d 字节".formatted(vocabulary, width));
    }
    var hash = HexFormat.of().formatHex(file.asSlice(HASH_AT, HASH_BYTES).toArray(ValueLayout.JAVA_BYTE));
    var layout = new TokenLayout(width, (int) vocabulary, hash,
        file.get(U64, size - TAIL), file.get(U64, size - TAIL + Long.BYTES));
    layout.requireSize(path, size);
    return layout;
  }

  private void requireSize(Path path, long size) {
    boolean possible = tokens >= 0 && tokens <= size / width
        && documents >= 0 && documents <= Math.min(size / Long.BYTES, Integer.MAX_VALUE - 1);
    if (!possible || startsAt() + documents * Long.BYTES + TAIL != size) {
      throw damaged(path, "%d tokens in %d documents do not fill its %d bytes".formatted(tokens, documents, size),
          "%2$d 篇文档共 %1$d 个词元，与文件的 %3$d 字节不符".formatted(tokens, documents, size));
    }
  }

  static BadInput damaged(Path path, String en, String zh) {
    return new BadInput("%1$s is damaged (%2$s): copy or write it again", "%1$s 已损坏（%3$s）：请重新复制或生成",
        path, en, zh);
  }
}
