package wenmai.files;

import static java.nio.channels.FileChannel.MapMode.READ_ONLY;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;
import wenmai.message.BadInput;

/// Token ids of a corpus, document after document, mapped: a batch is cut out anywhere at the price of a copy.
///
/// | part | bytes | holds (little-endian) |
/// |---|---|---|
/// | head | 56 | `WMTOKENS`, version, width of an id, vocabulary, SHA-256 of the tokenizer: see [TokenLayout] |
/// | ids | width × tokens | 2 bytes each where the vocabulary fits, else 4; then zeros up to a multiple of 8 |
/// | starts | 8 × documents | the index of each document's first token |
/// | tail | 24 | tokens, documents, CRC32C of every byte before it |
///
/// Counts stand at the end, so a writer only appends. The checksum is CRC32C: the processor has an instruction for it,
/// and it finds *every* change within 32 neighbouring bits, which a hash finds with high probability only. It guards
/// against damage, not against malice, so starts and ids are checked too. `open` reads the file once to verify it.
public final class TokenFile implements AutoCloseable {
  private static final long PIECE = 1 << 30;

  private final Path path;
  private final Arena arena;
  private final TokenLayout layout;
  private final MemorySegment ids;
  private final MemorySegment starts;

  private TokenFile(Path path, Arena arena, MemorySegment file) {
    this.path = path;
    this.arena = arena;
    this.layout = TokenLayout.of(path, file);
    this.ids = file.asSlice(TokenLayout.HEAD, layout.tokens() * layout.width());
    this.starts = file.asSlice(layout.startsAt(), layout.documents() * Long.BYTES);
    requireIntact(file);
    requireAscending();
  }

  /// `tokenizerHash` is the SHA-256 of the tokenizer, as [Hashes] gives it.
  public static TokenWriter create(Path path, int vocabulary, String tokenizerHash) {
    return new TokenWriter(path, vocabulary, tokenizerHash);
  }

  @SuppressWarnings("MustBeClosedChecker")  // the mapping lives until the file is closed
  public static TokenFile open(Path path) {
    var arena = Arena.ofShared();
    try (var channel = FileChannel.open(path, READ)) {
      return new TokenFile(path, arena, channel.map(READ_ONLY, 0, channel.size(), arena));
    } catch (IOException e) {
      arena.close();
      throw Refusal.reading(path, e);
    } catch (RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /// Tokens.
  public long size() {
    return layout.tokens();
  }

  public int documents() {
    return (int) layout.documents();
  }

  /// The index of a document's first token. The document `documents()` is the end: `size()`.
  public long documentStart(int document) {
    Objects.checkIndex(document, documents() + 1L);
    return document == documents() ? size() : starts.getAtIndex(TokenLayout.U64, document);
  }

  public int vocabulary() {
    return layout.vocabulary();
  }

  public String tokenizerHash() {
    return layout.tokenizerHash();
  }

  public int[] read(long from, int count) {
    var read = new int[count];
    copy(from, read, 0, count);
    return read;
  }

  /// Copies the tokens `from` … `from + count - 1` to `into[at]` and on.
  public void copy(long from, int[] into, int at, int count) {
    Objects.checkFromIndexSize(from, count, size());
    Objects.checkFromIndexSize(at, count, into.length);
    if (layout.width() == Integer.BYTES) {
      MemorySegment.copy(ids, TokenLayout.U32, from * Integer.BYTES, into, at, count);
    } else {
      for (int i = 0; i < count; i++) {
        into[at + i] = Short.toUnsignedInt(ids.getAtIndex(TokenLayout.U16, from + i));
      }
    }
    requireKnown(from, into, at, count);
  }

  @Override
  public void close() {
    arena.close();
  }

  private void requireKnown(long from, int[] into, int at, int count) {
    for (int i = at; i < at + count; i++) {
      if (into[i] < 0 || into[i] >= vocabulary()) {
        throw new BadInput("%s: token %d is %s, the vocabulary has %d: the file was not written by its tokenizer",
            "%s：第 %d 个词元为 %s，而词表大小为 %d：该文件不是由它所记的分词器写出的",
            path, from + i - at, Integer.toUnsignedString(into[i]), vocabulary());
      }
    }
  }

  private void requireIntact(MemorySegment file) {
    long end = file.byteSize() - Long.BYTES;
    var crc = new CRC32C();
    for (long at = 0; at < end; at += PIECE) {
      crc.update(file.asSlice(at, Math.min(PIECE, end - at)).asByteBuffer());
    }
    if (crc.getValue() != file.get(TokenLayout.U64, end)) {
      throw TokenLayout.damaged(path, "its checksum does not fit its bytes", "校验和与内容不符");
    }
  }

  private void requireAscending() {
    long before = 0;
    for (int i = 0; i <= documents(); i++) {
      long start = documentStart(i);
      if (start < before || start > size() || (i == 0 && start != 0)) {
        throw TokenLayout.damaged(path, "document %d starts at token %d".formatted(i, start),
            "第 %d 篇文档从第 %d 个词元开始".formatted(i, start));
      }
      before = start;
    }
  }
}
