package wenmai.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import javax.xml.stream.XMLStreamReader;

/// The text of one part of an Office document. A paragraph is a line, a row of a table too, with tabs between its cells.
/// What was deleted under "track changes", comments, field codes and phonetic guides are left out.
final class OfficeText implements Xml.Listener {
  /// Where the two formats differ: in which elements letters are text, which are left out whole, and whether runs of
  /// spaces are one.
  private record Dialect(Set<String> lettered, Set<String> leftOut, boolean collapses) {}

  /// Office Open XML (ECMA-376 part 1, §17 and §21). `Fallback` says again what
  /// `Choice` beside it says; `fld` is the number of a slide.
  private static final Dialect OPEN_XML = new Dialect(Set.of("t"),
      Set.of("Fallback", "moveFrom", "pPr", "rPr", "sectPr", "rt", "fld"), false);
  /// OpenDocument 1.3 part 3, §5 and §6.
  private static final Dialect OPEN_DOCUMENT = new Dialect(Set.of("p", "h"),
      Set.of("tracked-changes", "annotation", "notes", "ruby-text", "forms", "note-citation", "desc", "title"), true);
  private static final int MOST_SPACES = 100;

  private final Dialect dialect;
  private final StringBuilder out;
  private int lettered;
  private int leftOut;

  private OfficeText(Dialect dialect, StringBuilder out) {
    this.dialect = dialect;
    this.out = out;
  }

  static void openXml(InputStream part, StringBuilder out) throws IOException {
    Xml.read(part, new OfficeText(OPEN_XML, out));
  }

  static void openDocument(InputStream part, StringBuilder out) throws IOException {
    Xml.read(part, new OfficeText(OPEN_DOCUMENT, out));
  }

  @Override
  public void begin(String name, XMLStreamReader attributes) {
    if (leftOut > 0 || dialect.leftOut.contains(name)) {
      leftOut++;
      return;
    }
    lettered += dialect.lettered.contains(name) ? 1 : 0;
    switch (name) {
      case "tab" -> out.append('\t');
      case "br", "cr", "line-break" -> out.append('\n');
      case "noBreakHyphen" -> out.append('-');
      case "note-body" -> out.append(" (");       // OpenDocument has notes where they are called
      case "s" -> out.repeat(' ', spaces(Xml.attribute(attributes, "c")));
      default -> { }
    }
  }

  private int spaces(String count) {
    return !dialect.collapses ? 0 : count.matches("\\d{1,3}") ? Math.min(MOST_SPACES, Integer.parseInt(count)) : 1;
  }

  @Override
  public void text(String text) {
    if (leftOut == 0 && lettered > 0) {
      out.append(dialect.collapses ? text.replaceAll("\\s+", " ") : text);
    }
  }

  @Override
  public void end(String name) throws IOException {
    if (leftOut > 0) {
      leftOut--;
      return;
    }
    lettered -= dialect.lettered.contains(name) ? 1 : 0;
    switch (name) {
      case "p", "h" -> out.append('\n');
      case "tc", "table-cell" -> replaceEnd('\n', '\t');
      case "tr", "table-row" -> replaceEnd('\t', '\n');
      case "note-body" -> replaceEnd('\n', ')');
      default -> { }
    }
    if (out.length() > Unpack.LARGEST_TEXT) {
      throw new Unreadable(Reason.TOO_LARGE);
    }
  }

  private void replaceEnd(char old, char end) {
    while (!out.isEmpty() && out.charAt(out.length() - 1) == old) {
      out.setLength(out.length() - 1);
    }
    out.append(end);
  }
}
