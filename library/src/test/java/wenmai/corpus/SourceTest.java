package wenmai.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import wenmai.message.BadInput;

class SourceTest {
  private static final Charset GB18030 = Charset.forName("GB18030");
  private final Tally tally = new Tally();
  @TempDir Path folder;

  @Test
  void aFolderGivesItsTextsInTheOrderOfTheirNames() throws IOException {
    for (String name : List.of("b.txt", "a.md", "README", "c/Code.java", "c/empty.txt", ".git/config", ".hidden.txt",
        "target/out.txt", "c/node_modules/x.js", "photo.jpg", "c/.DS_Store")) {
      write(name, name.contains("empty") ? "" : "text of " + name);
    }
    assertThat(read(folder)).containsExactly(Map.entry("README", "text of README"), Map.entry("a.md", "text of a.md"),
        Map.entry("b.txt", "text of b.txt"), Map.entry("c/Code.java", "text of c/Code.java"));
    assertThat(dropped()).containsOnly(Map.entry(Reason.EMPTY, List.of("c/empty.txt")),
        Map.entry(Reason.OTHER_KIND, List.of("photo.jpg")),
        Map.entry(Reason.LEFT_OUT, List.of(".git/", "target/", "c/node_modules/")));
  }

  @Test
  void aFileThatIsNamedIsReadWhateverItsSuffix() throws IOException {
    assertThat(read(write("notes.xyz", "text"))).containsValue("text");
  }

  @Test
  void packedTextEqualsPlainText() throws IOException {
    String text = "落霞与孤鹜齐飞，秋水共长天一色。\n".repeat(5000);
    for (String suffix : List.of("", ".gz", ".bz2", ".xz", ".zst", ".zip", ".tar")) {
      Path file = folder.resolve("poem.txt" + suffix);
      Files.write(file, packed(suffix, "poem.txt", text.getBytes(GB18030)));
      var tally = new Tally();
      var texts = new ArrayList<String>();
      Source.of(List.of(file)).documents(tally).forEach(d -> texts.add(d.text()));
      assertThat(texts).as(suffix).containsExactly(text);
      assertThat(tally.report().bytes()).as(suffix).isEqualTo(text.getBytes(GB18030).length);
      assertThat(tally.report().encodings()).containsExactly(Map.entry("GB18030", 1L));
    }
  }

  @Test
  void whatIsPackedIsKnownByItsBytesToo() throws IOException {
    for (String suffix : List.of(".gz", ".bz2", ".xz", ".zst", ".zip", ".tar")) {
      Path file = folder.resolve("poem.txt");
      Files.write(file, packed(suffix, "poem.txt", "春眠不觉晓".getBytes(UTF_8)));
      assertThat(read(file)).as(suffix).containsValue("春眠不觉晓");
    }
  }

  @Test
  void severalPackedStreamsInOneFileAreOneText() throws IOException {
    for (String suffix : List.of(".gz", ".bz2", ".xz", ".zst")) {
      var both = new ByteArrayOutputStream();
      both.write(packed(suffix, "", "one and ".getBytes(UTF_8)));
      both.write(packed(suffix, "", "two".getBytes(UTF_8)));
      Path file = folder.resolve("two.txt" + suffix);
      Files.write(file, both.toByteArray());
      assertThat(read(file)).as(suffix).containsValue("one and two");
    }
  }

  @Test
  void anArchiveIsAFolderWhoseNamesMayBeInGb18030() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, GB18030)) {
      for (String name : List.of("书/第二回.txt", "书/第一回.txt", "书/图.png", "__MACOSX/x.txt", "inner.zip", "packed.txt.gz")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.endsWith("gz") ? packed(".gz", "", "unpacked twice".getBytes(UTF_8)) : name.getBytes(UTF_8));
      }
    }
    Path file = folder.resolve("books.zip");
    Files.write(file, bytes.toByteArray());
    assertThat(read(file)).containsExactly(Map.entry("books.zip/packed.txt.gz", "unpacked twice"),
        Map.entry("books.zip/书/第一回.txt", "书/第一回.txt"), Map.entry("books.zip/书/第二回.txt", "书/第二回.txt"));
    assertThat(dropped()).containsOnlyKeys(Reason.OTHER_KIND, Reason.LEFT_OUT);
  }

  @Test
  void aLineOfJsonIsADocument() throws IOException {
    Path file = write("lines.jsonl", """
        {"text": "第一行\\n还是第一行", "n": 1}
        {"content": "two"}

        {"title": "none"}
        [1, 2]
        {"text": "cut off
        {"text": 5, "content": "the first string"}
        """);
    assertThat(read(file)).containsExactly(Map.entry("lines.jsonl#1", "第一行\n还是第一行"),
        Map.entry("lines.jsonl#2", "two"), Map.entry("lines.jsonl#7", "the first string"));
    assertThat(dropped()).containsOnly(Map.entry(Reason.NO_TEXT_FIELD, List.of("lines.jsonl#4[title]")),
        Map.entry(Reason.NOT_JSON, List.of("lines.jsonl#5", "lines.jsonl#6")));
  }

  @Test
  void linesOfJsonAreKnownByTheFirstWhereTheNameSaysNothing() throws IOException {
    assertThat(read(write("stdin", "{\"text\": \"a\"}\n{\"text\": \"b\"}\n"))).containsExactly(Map.entry("stdin#1", "a"), Map.entry("stdin#2", "b"));
    for (String text : List.of("{\n  \"text\": \"a\"\n}\n", "{x} is a set.\n", "[1, 2]\n{\"text\": \"a\"}\n")) {
      assertThat(read(write("LICENSE", text))).containsExactly(Map.entry("LICENSE", text));
    }
    assertThat(read(write("a.txt", "{\"text\": \"a\"}\n"))).containsKey("a.txt");
  }

  @Test
  void aLineThatIsNoDocumentIsKeptAsItStood() throws IOException {
    var dropped = new ArrayList<String>();
    Source.of(List.of(write("lines.jsonl", "{\"title\": \"none\"}\nno JSON\n{\"text\": \"a\"}")))
        .documents(new Tally(drop -> dropped.add(drop.text()))).forEach(_ -> { });
    assertThat(dropped).containsExactly("{\"title\": \"none\"}", "no JSON");
    dropped.clear();
    Source.of(List.of(write("long.jsonl", "{\"text\": \"a\"}\n{\"text\": \"" + "b".repeat(JsonLines.LONGEST_LINE))))
        .documents(new Tally(drop -> dropped.add(drop.text()))).forEach(_ -> { });
    assertThat(dropped).containsExactly("{\"text\": \"" + "b".repeat(990));
  }

  @Test
  void whatOtherProgramsUnpackIsSaidToBePacked() throws IOException {
    Files.write(folder.resolve("b.txt"), "7z\u00bc\u00af\u0027\u001c".getBytes(ISO_8859_1));
    for (String name : List.of("e.7z", "f.rar")) {
      write(name, "whatever");
    }
    assertThatThrownBy(() -> read(folder)).isInstanceOf(BadInput.class).hasMessageContaining("3 × packed in a way that is not read: unpack it first");
    assertThat(dropped().get(Reason.PACKED)).containsExactly("b.txt", "e.7z", "f.rar");
  }

  @Test
  void aTarIsAFolderHoweverItIsPackedAndNamed() throws IOException {
    String longName = "书/" + "x".repeat(150) + ".txt";
    byte[] tar = tar(Map.of("./a/one.txt", "one", longName, "long", "b.jsonl", "{\"text\":\"1\"}\n{\"text\":\"2\"}\n", "inner.zip", "?", "inner.tar.gz", "?",
        "../out.txt", "outside", "/etc/x.txt", "outside", "picture.png", "?", "target/x.txt", "left out", ".hidden.txt", "hidden"));
    for (String name : List.of("a.tar", "a.tar.gz", "a.tar.bz2", "a.tar.xz", "a.tar.zst", "a.tgz", "a.txz", "a.tbz2", "a.dat")) {
      String suffix = name.replaceFirst("^[^.]*(?:\\.tar|\\.dat)?", "").replace(".tgz", ".gz").replace(".txz", ".xz").replace(".tbz2", ".bz2");
      var reads = Reads.of(folder, name, packed(suffix, "", tar));
      assertThat(reads.texts()).as(name).containsOnly(Map.entry("/a/one.txt", "one"), Map.entry("/" + longName, "long"),
          Map.entry("/b.jsonl#1", "1"), Map.entry("/b.jsonl#2", "2"));
      assertThat(reads.count(Reason.OUTSIDE)).as(name).isEqualTo(2);
      assertThat(reads.count(Reason.OTHER_KIND)).as(name).isEqualTo(3);
      assertThat(reads.count(Reason.LEFT_OUT)).as(name).isEqualTo(1);
    }
  }

  @Test
  void whatIsNoFileOfATarIsLeftOut() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes)) {
      for (byte flag : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR, TarConstants.LF_FIFO, TarConstants.LF_DIR}) {
        tar.putArchiveEntry(new TarArchiveEntry("odd" + (char) flag + ".txt", flag));
        tar.closeArchiveEntry();
      }
      put(tar, "text.txt", "text");
    }
    var reads = Reads.of(folder, "a.tar", bytes.toByteArray());
    assertThat(reads.texts()).containsExactly(Map.entry("/text.txt", "text"));
    assertThat(reads.count(Reason.OTHER_KIND)).isEqualTo(4);
  }

  @Test
  void aTarInAnotherArchiveStaysClosedWhateverItsName() throws IOException {
    byte[] inner = packed(".tar", "one.txt", "one".getBytes(UTF_8));
    var reads = Reads.of(folder, "a.tar", packed(".tar", "text.txt", inner));
    assertThat(reads.texts()).isEmpty();
    assertThat(reads.count(Reason.OTHER_KIND)).isEqualTo(1);
  }

  @Test
  void headersOfATarThatNeverEndAreRefused() throws IOException {
    var names = new ByteArrayOutputStream();
    byte[] longName = Arrays.copyOf(packed(".tar", "a.txt", new byte[0]), 512);
    longName[156] = 'L';
    TarUtils.formatCheckSumOctalBytes(sum(longName), longName, 148, 8);
    for (int i = 0; i < 20_000; i++) {
      names.writeBytes(longName);
    }
    assertThat(Reads.of(folder, "a.tar", names.toByteArray()).reason()).isEqualTo(Reason.UNREADABLE);
  }

  private static long sum(byte[] header) {
    byte[] blank = header.clone();
    Arrays.fill(blank, 148, 156, (byte) ' ');
    return TarUtils.computeCheckSum(blank);
  }

  private static byte[] tar(Map<String, String> files) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(bytes, UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      for (var file : files.entrySet()) {
        put(tar, file.getKey(), file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static void put(TarArchiveOutputStream tar, String name, String text) throws IOException {
    var entry = new TarArchiveEntry(name, true);
    entry.setSize(text.length());
    tar.putArchiveEntry(entry);
    tar.write(text.getBytes(UTF_8));
    tar.closeArchiveEntry();
  }

  @Test
  void aLinkToNothingIsReported() throws IOException {
    write("a.txt", "text");
    Files.createSymbolicLink(folder.resolve("b.txt"), folder.resolve("gone.txt"));
    assertThat(read(folder)).hasSize(1);
    assertThat(dropped()).containsOnly(Map.entry(Reason.DANGLING, List.of("b.txt")));
  }

  @Test
  void linksThatLeadInCirclesAreReportedOnce() throws IOException {
    write("a.txt", "text");
    Files.createSymbolicLink(folder.resolve("b.txt"), folder.resolve("b.txt"));
    Files.createSymbolicLink(folder.resolve("c"), folder);
    assertThat(read(folder)).containsOnlyKeys("a.txt");
    assertThat(dropped()).containsOnly(Map.entry(Reason.DANGLING, List.of("b.txt")), Map.entry(Reason.FOLDER_LINK, List.of("c")));
    says(folder.resolve("b.txt"), "a link to nothing", "失效的链接");
    assertThat(read(folder.resolve("c"))).hasSize(1);
  }

  @Test
  void textThatMustBeTakenFromAFileIsNotPlain() {
    for (String name : List.of("a.html", "a.csv", "a.tsv", "a.jsonl", "a.txt.gz", "a.pdf", "a.tar")) {
      assertThat(Source.isPlain(Path.of(name))).as(name).isFalse();
    }
    for (String name : List.of("a.txt", "a.md", "a", "a.java", "a.xyz")) {
      assertThat(Source.isPlain(Path.of(name))).as(name).isTrue();
    }
  }

  @Test
  void whatMayNotBeReadIsNotCalledDamaged() {
    assertThat(Unreadable.reason(new AccessDeniedException("a.txt"))).isEqualTo(Reason.FORBIDDEN);
    assertThat(Unreadable.reason(new IOException(new AccessDeniedException("a.txt")))).isEqualTo(Reason.FORBIDDEN);
    assertThat(Unreadable.reason(new IOException("cut off"))).isEqualTo(Reason.UNREADABLE);
  }

  /// They stand in the first column of a table.
  @Test
  void noReasonIsLongerThanATerminalIsWide() {
    assertThat(Reason.values()).allMatch(reason -> reason.message().en().length() <= 64 && reason.message().zh().length() <= 64);
  }

  @Test
  void theFieldOfJsonLinesIsTheUsersChoice() throws IOException {
    var texts = new ArrayList<String>();
    Path file = write("lines.jsonl", "{\"text\": \"a\", \"answer\": \"b\"}");
    Source.of(List.of(file)).withFields(List.of("answer")).documents(tally).forEach(d -> texts.add(d.text()));
    assertThat(texts).containsExactly("b");
  }

  @Test
  void documentsAreReadAsTheyAreAskedFor() throws IOException {
    write("a.txt", "first");
    write("b.txt", "second");
    assertThat(Source.of(List.of(folder)).documents(tally).findFirst()).isPresent();
    assertThat(tally.report().files()).isEqualTo(1);
  }

  @Test
  void aPackedFileMadeToFillMemoryIsRefused() throws IOException {
    for (String suffix : List.of(".gz", ".bz2", ".xz", ".zst", ".zip", ".tar.gz")) {
      for (String name : List.of("bomb.txt", "bomb.jsonl")) {
        Path file = folder.resolve(name + suffix);
        byte[] spaces = " ".repeat(40 << 20).getBytes(UTF_8);
        Files.write(file, suffix.equals(".zst") ? zstdBomb(0, 0x38) : packed(suffix, name, spaces));
        var tally = new Tally();
        var _ = catchThrowableOfType(BadInput.class, () -> Source.of(List.of(file)).documents(tally).forEach(d -> { }));
        assertThat(tally.report().dropped()).as(name + suffix).containsKey(Reason.BOMB);
        assertThat(tally.report().bytes()).as(name + suffix).isLessThan(20 << 20);
      }
    }
  }

  @Test
  void aSecondFrameOfZstdMayBeDamagedToo() throws IOException {
    var frames = new ByteArrayOutputStream();
    frames.writeBytes(packed(".zst", "a.txt", "春眠".getBytes(UTF_8)));
    frames.writeBytes(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) 0xA8, 2, 0, 0x10, 'x'});   // a window of 2 GiB
    assertThat(Reads.of(folder, "a.txt.zst", frames.toByteArray()).reason()).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void aZstdFileThatAsksForGigabytesOfMemoryIsRefused() throws IOException {
    for (byte[] greedy : List.of(zstdBomb(0, 0xA0), zstdBomb(0b1110_0000, 0xFF))) {
      Path file = folder.resolve("greedy.txt.zst");
      Files.write(file, greedy);
      says(file, "gave no text: damaged", "已损坏");
    }
  }

  @Test
  void damagedPackedFilesAreDroppedWithTheirReason() throws IOException {
    var random = new Random(3);
    var text = new StringBuilder();
    random.ints(20_000, 0x4E00, 0x9FA5).forEach(text::appendCodePoint);
    for (String suffix : List.of(".gz", ".bz2", ".xz", ".zst", ".zip", ".tar")) {
      byte[] whole = packed(suffix, "text.txt", text.toString().getBytes(UTF_8));
      for (int i = 0; i < 50; i++) {
        byte[] damaged = i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        damaged[damaged.length / 2] ^= (byte) (1 + random.nextInt(255));
        Path file = folder.resolve("text.txt" + suffix);
        Files.write(file, damaged);
        var tally = new Tally();
        var texts = new ArrayList<String>();
        var _ = catchThrowableOfType(BadInput.class,
            () -> Source.of(List.of(file)).documents(tally).forEach(d -> texts.add(d.text())));
        assertThat(texts.size() + tally.report().dropped().size()).as(suffix + " " + i).isEqualTo(1);
      }
    }
  }

  @Test
  void whatIsMissingEmptyBinaryOrWithoutTextIsSaidInBothLanguages() throws IOException {
    says(folder.resolve("none.txt"), "There is no file or folder", "没有文件或文件夹");
    says(write("empty.txt", ""), "is empty", "空文件");
    says(write("binary.txt", "\u0000\u0001\u0002\u0003".repeat(99)), "is a binary file", "二进制文件");
    write("only/photo.png", "?");
    says(folder.resolve("only"), "holds no text: 1 × a kind of file",
        "中没有文本：1 × 不从文件夹中读取");
    says(Files.createDirectory(folder.resolve("bare")), "holds no text: no files", "没有文本：没有文件");
    says(write("no.jsonl", "[]"), "gave no text: line is not a JSON object", "没有读到文本：该行不是 JSON 对象");
    says(write("report.txt", "%PDF-1.7"), "which the application wenmai-app reads", "由应用 wenmai-app 读取");
    says(write("old.txt", "{\\rtf1"), "save it as .docx", "另存为 .docx");
    says(write("cut.tar", "nonsense"), "damaged", "已损坏");
    says(write("cut.txt.gz", "nonsense"), "gave no text: damaged", "没有读到文本：已损坏");
  }

  private void says(Path place, String english, String chinese) {
    var error = catchThrowableOfType(BadInput.class,
        () -> Source.of(List.of(place)).documents(new Tally()).forEach(d -> { }));
    assertThat(error.message().en()).contains(english).contains(place.getFileName().toString()).doesNotContain("%");
    assertThat(error.message().zh()).contains(chinese).contains(place.getFileName().toString()).doesNotContain("%");
  }

  private Map<String, String> read(Path place) {
    var texts = new TreeMap<String, String>();
    Source.of(List.of(place)).documents(tally).forEach(d -> texts.put(shortened(d.id()), d.text()));
    return texts;
  }

  private Map<Reason, List<String>> dropped() {
    var dropped = new TreeMap<Reason, List<String>>();
    tally.report().dropped().forEach((reason, d) ->
        dropped.put(reason, d.first().stream().map(this::shortened).toList()));
    return dropped;
  }

  private String shortened(String id) {
    return id.substring(folder.toString().length() + 1).replace('\\', '/');
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static byte[] packed(String suffix, String name, byte[] plain) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (OutputStream out = switch (suffix) {
      case ".gz" -> new GZIPOutputStream(bytes);
      case ".bz2" -> new BZip2CompressorOutputStream(bytes);
      case ".xz" -> new XZOutputStream(bytes, new LZMA2Options(1));
      case ".zst" -> new ZstdOutputStream(bytes);
      case ".zip" -> archive(bytes, name);
      case ".tar" -> tar(bytes, name, plain.length);
      case ".tar.gz" -> tar(new GZIPOutputStream(bytes), name, plain.length);
      default -> bytes;
    }) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  /// 40 MiB of spaces in 1.3 kB: a frame of 320 blocks, each one byte repeated 128 Ki times (RFC 8878 §3.1.1.2).
  private static byte[] zstdBomb(int descriptor, int window) {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, (byte) descriptor, (byte) window});
    for (int block = 1; block <= 320; block++) {
      int header = (block == 320 ? 1 : 0) | 1 << 1 | 128 << 10 << 3;
      frame.writeBytes(new byte[] {(byte) header, (byte) (header >> 8), (byte) (header >> 16), ' '});
    }
    return frame.toByteArray();
  }

  private static OutputStream tar(OutputStream to, String name, int size) throws IOException {
    var tar = new TarArchiveOutputStream(to);
    var entry = new TarArchiveEntry(name);
    entry.setSize(size);
    tar.putArchiveEntry(entry);
    return new FilterOutputStream(tar) {
      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        tar.write(bytes, from, length);
      }

      @Override
      public void close() throws IOException {
        tar.closeArchiveEntry();
        tar.close();
      }
    };
  }

  private static OutputStream archive(OutputStream to, String name) throws IOException {
    var zip = new ZipOutputStream(to, UTF_8);
    zip.putNextEntry(new ZipEntry(name));
    return zip;
  }
}
