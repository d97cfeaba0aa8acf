package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.message.BadInput;

class TokenFileTest {
  private static final String HASH = Hashes.sha256(new byte[] {1});

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(ints = {1, 65_536, 65_537, Integer.MAX_VALUE})
  void everyDocumentComesBack(int vocabulary) {
    var random = new Random(vocabulary);
    var documents = random.ints(300, 0, 5000).mapToObj(n -> random.ints(n, 0, vocabulary).toArray()).toList();
    var file = write(dir.resolve("t.tokens"), vocabulary, documents);
    try (var read = TokenFile.open(file)) {
      assertThat(read.vocabulary()).isEqualTo(vocabulary);
      assertThat(read.tokenizerHash()).isEqualTo(HASH);
      assertThat(read.documents()).isEqualTo(300);
      assertThat(read.size()).isEqualTo(documents.stream().mapToLong(d -> d.length).sum());
      for (int i = 0; i < 300; i++) {
        long start = read.documentStart(i);
        assertThat(read.read(start, (int) (read.documentStart(i + 1) - start))).as("document %d", i)
            .isEqualTo(documents.get(i));
      }
    }
  }

  @Test
  void aWindowCrossesDocuments() {
    var file = write(dir.resolve("t.tokens"), 100, List.of(new int[] {1, 2}, new int[] {}, new int[] {3, 4, 5}));
    try (var read = TokenFile.open(file)) {
      assertThat(read.read(1, 3)).containsExactly(2, 3, 4);
      var into = new int[4];
      read.copy(3, into, 1, 2);
      assertThat(into).containsExactly(0, 4, 5, 0);
      assertThatThrownBy(() -> read.read(3, 3)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> read.read(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void anEmptyCorpusIsAFileToo() {
    try (var read = TokenFile.open(write(dir.resolve("t.tokens"), 5, List.of()))) {
      assertThat(read.size()).isZero();
      assertThat(read.documents()).isZero();
    }
  }

  @Test
  void withoutFinishNothingAppears() throws IOException {
    try (var writer = TokenFile.create(dir.resolve("t.tokens"), 10, HASH)) {
      writer.document(new int[] {1, 2, 3});
      assertThatThrownBy(() -> writer.document(new int[] {1, 10})).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(AtomicTest.names(dir)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 70_000})
  void oneChangedByteOrAnyCutIsFound(int vocabulary) throws IOException {
    var file = write(dir.resolve("t.tokens"), vocabulary,
        List.of(new int[] {1, 2, 3}, new int[] {4, 5, 6, 7, 8, 9, 10}));
    var whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        requireBad(file, Damage.set(whole, at, (byte) (whole[at] ^ 1 << bit)), "byte " + at + " bit " + bit);
      }
      requireBad(file, Damage.set(whole, at, (byte) ~whole[at]), "byte " + at);
      requireBad(file, Arrays.copyOf(whole, at), "cut at " + at);
    }
    requireBad(file, Arrays.copyOf(whole, whole.length + 8), "longer");
  }

  @Test
  void anyDamageIsBadInput() throws IOException {
    var file = write(dir.resolve("t.tokens"), 100, List.of(new int[] {1, 2, 3}, new int[] {4, 5}));
    var whole = Files.readAllBytes(file);
    for (int seed = 0; seed < 3000; seed++) {
      var damaged = Damage.random(whole, new Random(seed));
      if (!Arrays.equals(damaged, whole)) {
        requireBad(file, damaged, "seed " + seed);
      }
    }
  }

  /// Damage by somebody who knows the format: the checksum fits again.
  @Test
  void aForgedChecksumOpensNothingThatDoesNotHold() throws IOException {
    var file = write(dir.resolve("t.tokens"), 100, List.of(new int[] {1, 2, 3}, new int[] {4, 5}));
    var whole = Files.readAllBytes(file);
    for (int seed = 0; seed < 3000; seed++) {
      Damage.put(file, sealed(Damage.random(whole, new Random(seed))));
      try (var read = TokenFile.open(file)) {
        for (int i = 0; i < read.documents(); i++) {
          long start = read.documentStart(i);
          for (int id : read.read(start, (int) (read.documentStart(i + 1) - start))) {
            assertThat(id).isBetween(0, read.vocabulary() - 1);
          }
        }
      } catch (BadInput e) {
        assertThat(e).as("seed %d", seed).hasMessageContaining("t.tokens");
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static byte[] sealed(byte[] bytes) {
    if (bytes.length >= 8) {
      var crc = new CRC32C();
      crc.update(bytes, 0, bytes.length - 8);
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length - 8, crc.getValue());
    }
    return bytes;
  }

  private static void requireBad(Path file, byte[] bytes, String what) throws IOException {
    Damage.put(file, bytes);
    assertThatThrownBy(() -> TokenFile.open(file).close()).as(what).isInstanceOf(BadInput.class)
        .hasMessageContaining("t.tokens");
  }

  private static Path write(Path file, int vocabulary, List<int[]> documents) {
    try (var writer = TokenFile.create(file, vocabulary, HASH)) {
      documents.forEach(writer::document);
      writer.finish();
    }
    return file;
  }
}
