package wenmai.corpus.pdf;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;
import wenmai.corpus.Extractor;
import wenmai.corpus.Reason;
import wenmai.corpus.Unreadable;

/// The text of a PDF by PDFBox, in the order in which the file writes it: programs that set columns write one after the
/// other, which an order by position would mix. Lines stay lines; words that a line's end has cut are whole again
/// ([Hyphens]). A blank line stands where a paragraph seems to end.
///
/// Memory holds one page, what it needs of the file, and the text.
public final class PdfText implements Extractor {
  private static final List<Logger> TALKERS =           // kept, for a logger that nobody holds forgets its level
      List.of(Logger.getLogger("org.apache.pdfbox"), Logger.getLogger("org.apache.fontbox"));

  static {
    System.setProperty("pdfbox.fontcache", System.getProperty("java.io.tmpdir"));   // not in the user's home
    TALKERS.forEach(logger -> logger.setLevel(Level.OFF));       // of every glyph that a font lacks
  }

  @Override
  public String format() {
    return "PDF";
  }

  @Override
  public String text(Path file) throws IOException {
    Streams.check(file);
    try (PDDocument document = Loader.loadPDF(file.toFile(), "", null, null, IOUtils.createTempFileOnlyStreamCache())) {
      if (!document.getCurrentAccessPermission().canExtractContent()) {
        throw new Unreadable(Reason.ENCRYPTED);
      }
      var text = new Bounded();
      stripper().writeText(document, text);
      return Hyphens.joined(text.toString());
    } catch (InvalidPasswordException | LinkageError e) {      // the error: for a certificate, by a library not here
      throw new Unreadable(Reason.ENCRYPTED);
    } catch (OutOfMemoryError e) {      // a stream packed in a way that the check does not look into
      throw new Unreadable(Reason.BOMB);
    } catch (RuntimeException | StackOverflowError e) {      // what PDFBox does with some damaged files
      throw new IOException(e);
    }
  }

  private static PDFTextStripper stripper() {
    var stripper = new PDFTextStripper();
    stripper.setLineSeparator("\n");
    stripper.setParagraphEnd("\n");
    stripper.setPageEnd("\n");
    return stripper;
  }

  /// Letters, as many as a text may have.
  private static final class Bounded extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] letters, int from, int length) throws IOException {
      if (text.length() + length > Extractor.LONGEST) {
        throw new Unreadable(Reason.TOO_LARGE);
      }
      text.append(letters, from, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
