package wenmai.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  private static final String W = "<w:document xmlns:w='w' xmlns:mc='mc' xmlns:a='a'><w:body>%s</w:body></w:document>";
  private static final String MAIN = "<Relationships><Relationship Id='r' Type='http://x/officeDocument' Target='%s'/></Relationships>";
  private static final String ODF = "<office:document-content xmlns:office='o' xmlns:text='t' xmlns:table='b'><office:body>%s"
      + "</office:body></office:document-content>";
  @TempDir Path folder;

  @Test
  void aBookIsItsChaptersInTheOrderOfItsSpine() throws IOException {
    var read = Reads.of(folder, "book.epub", book(
        "<reference/>", "OPS/text/二 b.xhtml", "<html xmlns='h'><head><title/></head><body><h1>第二回</h1><p>床前<br/>明月&nbsp;光</p></body></html>",
        "OPS/one.xhtml", "<?xml version='1.0'?><!DOCTYPE html><html><head><script/></head><body><p>第一回<a id='x'/>起</p></body></html>",
        "OPS/nav.xhtml", "<html><body><nav>目录</nav></body></html>"));
    assertThat(read.text().strip()).isEqualTo("第一回起\n\n第二回\n\n床前\n明月\u00A0光");
    assertThat(read.report().encodings()).containsExactly(Map.entry("EPUB", 1L));
  }

  @Test
  void aChapterIsReadOnceHoweverOftenTheSpineHasIt() throws IOException {
    byte[] book = book("<opf:spine>" + "<opf:itemref idref='1'/>".repeat(100_000) + "</opf:spine>", "OPS/one.xhtml", "<p>once</p>");
    assertThat(Reads.of(folder, "book.epub", book).text().strip()).isEqualTo("once");
  }

  @Test
  void aLockedBookIsNamedSo() throws IOException {
    byte[] locked = book("<x/>", "META-INF/encryption.xml", "<e xmlns:enc='e'><enc:CipherReference URI='OPS/one.xhtml'/></e>",
        "OPS/one.xhtml", "?");
    assertThat(Reads.of(folder, "book.epub", locked).reason()).isEqualTo(Reason.ENCRYPTED);
  }

  @Test
  void aTextOfWordIsItsParagraphsTablesAndNotes() throws IOException {
    String body = """
        <w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>春眠</w:t><w:tab/><w:t xml:space='preserve'> 不觉晓</w:t></w:r></w:p>
        <w:p><w:r><w:t>well</w:t><w:noBreakHyphen/><w:t>known</w:t><w:br/><w:t>x</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>
        <w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>c</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:p><mc:AlternateContent><mc:Choice><a:t>shape</a:t></mc:Choice><mc:Fallback><a:t>shape</a:t></mc:Fallback></mc:AlternateContent></w:p>
        """;
    byte[] document = Reads.zip("[Content_Types].xml", "<Types/>", "_rels/.rels", MAIN.formatted("/word/document.xml"),
        "word/document.xml", W.formatted(body), "word/_rels/document.xml.rels",
        "<Relationships><Relationship Id='n' Type='http://x/footnotes' Target='footnotes.xml'/></Relationships>",
        "word/footnotes.xml", W.formatted("<w:p><w:r><w:t>note</w:t></w:r></w:p>"));
    assertThat(Reads.of(folder, "a.docx", document).text())
        .isEqualTo("春眠\t 不觉晓\nwell-known\nx\na\t\tc\nshape\nnote\n");
    assertThat(Reads.of(folder, "a.zip", document).texts()).as("by its content").hasSize(1);
  }

  @Test
  void slidesComeInTheOrderOfThePresentation() throws IOException {
    byte[] slides = Reads.zip("[Content_Types].xml", "<Types/>", "_rels/.rels", MAIN.formatted("ppt/presentation.xml"),
        "ppt/presentation.xml", "<p:p xmlns:p='p' xmlns:r='r'><p:sldId id='1' r:id='b'/><p:sldId r:id='a' id='2'/></p:p>",
        "ppt/_rels/presentation.xml.rels", "<R><Relationship Id='a' Type='x/slide' Target='slides/slide1.xml'/>"
            + "<Relationship Id='b' Type='x/slide' Target='slides/slide2.xml'/></R>",
        "ppt/slides/slide1.xml", "<s xmlns:a='a'><a:p><a:t>one</a:t></a:p></s>",
        "ppt/slides/slide2.xml", "<s xmlns:a='a'><a:p><a:t>two</a:t></a:p></s>");
    assertThat(Reads.of(folder, "a.pptx", slides).text()).isEqualTo("two\n\none\n\n");
  }

  @Test
  void anOpenDocumentIsItsParagraphs() throws IOException {
    String body = """
        <text:tracked-changes><text:p>deleted</text:p></text:tracked-changes><text:h>题目</text:h>
        <text:p>one<text:s text:c='2'/>two
          three<text:tab/><text:span>four</text:span><text:line-break/>five<text:note><text:note-body><text:p>a note</text:p></text:note-body></text:note>, six</text:p>
        <table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p>
        </table:table-cell></table:table-row></table:table>""";
    assertThat(Reads.of(folder, "a.odt", openDocument("text", body)).text())
        .isEqualTo("题目\none  two three\tfour\nfive (a note), six\na\tb\n");
    assertThat(Reads.of(folder, "a.ods", openDocument("spreadsheet", body)).reason()).isEqualTo(Reason.SPREADSHEET);
    byte[] encrypted = Reads.zip("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "?",
        "META-INF/manifest.xml", "<m xmlns:m='m'><m:encryption-data/></m>");
    assertThat(Reads.of(folder, "b.odt", encrypted).reason()).isEqualTo(Reason.ENCRYPTED);
  }

  @Test
  void entitiesAreNeitherMultipliedNorFetched() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    String laughs = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>";
    String outside = "<!DOCTYPE l [<!ENTITY b SYSTEM '" + secret.toUri() + "'>]>";
    for (String doctype : List.of(laughs, outside)) {
      String content = doctype + ODF.formatted("<text:p>x &b; y</text:p>");
      var read = Reads.of(folder, "a.odt", Reads.zip("mimetype", "application/vnd.oasis.opendocument.text", "content.xml", content));
      assertThat(read.texts().toString()).doesNotContain("ha", "secret");
    }
  }

  @Test
  void partsMayBeInUtf16AndDamagedBytesAreCounted() throws IOException {
    String content = ODF.formatted("<text:p>春眠 é</text:p>");
    for (byte[] bytes : List.of(("\uFEFF" + content).getBytes(StandardCharsets.UTF_16LE),
        ("\uFEFF" + content).getBytes(StandardCharsets.UTF_8), content.getBytes(StandardCharsets.UTF_8))) {
      assertThat(partOf(bytes)).isEqualTo("春眠 é\n");
    }
    assertThat(partOf(content.replace("春眠", "").getBytes(StandardCharsets.ISO_8859_1))).contains("\uFFFD");
  }

  private static String partOf(byte[] xml) throws IOException {
    var text = new StringBuilder();
    OfficeText.openDocument(new ByteArrayInputStream(xml), text);
    return text.toString();
  }

  @Test
  void bombsDeepNestingAndMissingPartsAreNamed() throws IOException {
    String spaces = " ".repeat(40 << 20);
    assertThat(Reads.of(folder, "a.odt", openDocument("text", "<text:p>" + spaces + "</text:p>")).reason()).isEqualTo(Reason.BOMB);
    assertThat(Reads.of(folder, "a.odt", openDocument("text", "<text:p>".repeat(100_000))).reason()).isEqualTo(Reason.UNREADABLE);
    assertThat(Reads.of(folder, "a.epub", book("<x/>")).reason()).isEqualTo(Reason.NO_LETTERS);
    assertThat(Reads.of(folder, "a.docx", Reads.zip("[Content_Types].xml", "<Types/>")).reason()).isEqualTo(Reason.OTHER_KIND);
    assertThat(Reads.of(folder, "a.docx", "no zip").reason()).isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void damagedBundlesAreDroppedWithTheirReason() throws IOException {
    var random = new Random(7);
    byte[] whole = openDocument("text", "<text:p>春眠不觉晓</text:p>".repeat(50));
    for (int i = 0; i < 200; i++) {
      byte[] damaged = i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      for (int j = 0; j < 5 && damaged.length > 0; j++) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
      }
      var read = Reads.of(folder, "a.odt", damaged);
      assertThat(read.texts().size() + read.report().dropped().size()).as("seed 7, " + i).isGreaterThan(0);
    }
  }

  @Test
  void bundlesInArchivesAreReadAndNamesThatLeadOutAreNot() throws IOException {
    Path zip = folder.resolve("all.zip");
    try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : List.of("a/b.odt", "../../out.txt", "/root.txt", "x\\..\\y.txt", "page.html")) {
        out.putNextEntry(new ZipEntry(name));
        out.write(name.endsWith("odt") ? openDocument("text", "<text:p>inside</text:p>") : "<html><p>page".getBytes(StandardCharsets.UTF_8));
      }
    }
    var read = Reads.of(zip);
    assertThat(read.texts()).containsExactly(Map.entry("/a/b.odt", "inside\n"), Map.entry("/page.html", "page"));
    assertThat(read.count(Reason.OUTSIDE)).isEqualTo(3);
  }

  @Test
  void aCopyOfWhatIsPackedIsGoneAfterwards() throws IOException {
    var entry = new Entry("a.zip/b.odt", Kind.BUNDLE, () -> new ByteArrayInputStream(new byte[9]), Optional.empty(), Unpack.Allowance.packed(0));
    try (var opened = new Opened(entry, new Tally())) {
      var copy = opened.onDisk();
      assertThat(copy.path()).hasSize(9);
      copy.close();
      assertThat(copy.path()).doesNotExist();
    }
  }

  private static byte[] openDocument(String type, String body) throws IOException {
    return Reads.zip("mimetype", "application/vnd.oasis.opendocument." + type, "content.xml", ODF.formatted(body));
  }

  private static byte[] book(String more, String... parts) throws IOException {
    String list = """
        <package xmlns:opf='o'>%s<opf:manifest><opf:item id='2' href='text/%%E4%%BA%%8C%%20b.xhtml' media-type='application/xhtml+xml'/>
        <opf:item id='1' href='one.xhtml' media-type='application/xhtml+xml'/><opf:item id='p' href='p.png' media-type='image/png'/>
        <opf:item id='n' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/></opf:manifest>
        <opf:spine><opf:itemref idref='n'/><opf:itemref idref='1'/><opf:itemref idref='2'/><opf:itemref idref='p'/></opf:spine></package>
        """.formatted(more);
    String container = "<container xmlns='c'><rootfiles><rootfile full-path='OPS/list.opf'/></rootfiles></container>";
    return Reads.zip(Stream.concat(Stream.of("mimetype", "application/epub+zip", "META-INF/container.xml", container,
        "OPS/list.opf", list), Stream.of(parts)).toArray(String[]::new));
  }
}
