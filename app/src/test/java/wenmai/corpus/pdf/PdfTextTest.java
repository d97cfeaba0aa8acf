package wenmai.corpus.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.corpus.Document;
import wenmai.corpus.Pipeline;
import wenmai.corpus.Reason;
import wenmai.corpus.Report;
import wenmai.corpus.Source;

class PdfTextTest {
  @TempDir Path folder;
  private final List<Document> documents = new ArrayList<>();

  @Test
  void linesComeInOrderAndWordsThatWereCutAreWhole() throws IOException {
    Path file = folder.resolve("a.pdf");
    try (var pdf = page("The first exam-", "ple is well-known, and a well-", "known friend came", "in 1990-",
        "1991. A chat is not op-", "timized, but chat-", "optimized optimized.")) {
      pdf.save(file.toFile());
    }
    run(file);
    assertThat(documents).hasSize(1);
    assertThat(documents.getFirst().text().strip())
        .isEqualTo("The first example is well-known, and a well-known friend came\nin 1990-\n"
            + "1991. A chat is not optimized, but chat-optimized optimized.");
  }

  @Test
  void columnsAreReadOneAfterTheOther() throws IOException {
    Path file = folder.resolve("noname");
    try (var pdf = new PDDocument()) {
      var page = new PDPage();
      pdf.addPage(page);
      try (var out = new PDPageContentStream(pdf, page)) {
        write(out, 50, "left one", "left two");
        write(out, 300, "right one", "right two");
      }
      pdf.save(file.toFile());
    }
    run(file);
    assertThat(documents.getFirst().text().split("\\s*\n\\s*"))
        .containsExactly("left one", "left two", "right one", "right two");
  }

  @Test
  void encryptedFilesAndScansAreNamedSo() throws IOException {
    Path file = folder.resolve("locked.pdf");
    for (String password : List.of("secret", "")) {
      try (var pdf = page("hidden")) {
        var permission = new AccessPermission();
        permission.setCanExtractContent(false);
        var policy = new StandardProtectionPolicy("owner", password, permission);
        policy.setEncryptionKeyLength(128);
        pdf.protect(policy);
        pdf.save(file.toFile());
      }
      assertThat(run(file).dropped()).as(password).containsOnlyKeys(Reason.ENCRYPTED);
    }
    try (var pdf = page()) {
      pdf.save(file.toFile());
    }
    assertThat(run(file).dropped()).containsOnlyKeys(Reason.NO_LETTERS);
  }

  @Test
  void aStreamMadeToFillMemoryIsRefused() throws IOException {
    Path file = folder.resolve("bomb.pdf");
    try (var pdf = new PDDocument()) {
      var page = new PDPage();
      pdf.addPage(page);
      var stream = new PDStream(pdf);
      try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
        for (int i = 0; i < 300; i++) {
          out.write(new byte[1 << 20]);
        }
      }
      page.setContents(stream);
      pdf.save(file.toFile());
    }
    assertThat(Files.size(file)).isLessThan(1 << 20);
    assertThat(run(file).dropped()).containsOnlyKeys(Reason.BOMB);
  }

  @Test
  void damagedFilesGiveTextOrAReason() throws IOException {
    Path file = folder.resolve("a.pdf");
    try (var pdf = page("one", "two")) {
      pdf.save(file.toFile());
    }
    byte[] whole = Files.readAllBytes(file);
    var random = new Random(11);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = i % 2 == 0 ? Arrays.copyOf(whole, 9 + random.nextInt(whole.length - 9)) : whole.clone();
      for (int j = 0; j < 9; j++) {
        damaged[5 + random.nextInt(damaged.length - 5)] ^= (byte) (1 + random.nextInt(255));
      }
      Files.write(file, damaged);
      documents.clear();
      var report = run(file);
      assertThat(documents.size() + report.dropped().size()).as("seed 11, " + i).isEqualTo(1);
    }
    Files.write(file, "no PDF".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> new PdfText().text(file)).isInstanceOf(IOException.class);
  }

  private Report run(Path file) {
    var source = Source.of(List.of(file, plain()));
    return new Pipeline(source, List.of(), 0).run(d -> {
      if (!d.id().endsWith("plain.txt")) {
        documents.add(d);
      }
    });
  }

  /// Beside a file without text, one that has some: a source must hold some.
  private Path plain() {
    try {
      return Files.writeString(folder.resolve("plain.txt"), "plain");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PDDocument page(String... lines) throws IOException {
    var pdf = new PDDocument();
    var page = new PDPage();
    pdf.addPage(page);
    try (var out = new PDPageContentStream(pdf, page)) {
      write(out, 50, lines);
    }
    return pdf;
  }

  private static void write(PDPageContentStream out, float left, String... lines) throws IOException {
    out.beginText();
    out.setFont(new PDType1Font(FontName.HELVETICA), 12);
    out.setLeading(14);
    out.newLineAtOffset(left, 700);
    for (String line : lines) {
      out.showText(line);
      out.newLine();
    }
    out.endText();
  }
}
