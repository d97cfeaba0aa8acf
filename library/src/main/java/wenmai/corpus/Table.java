package wenmai.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import wenmai.corpus.text.LowerCase;

/// Documents of a table with a header, one a row: the column that the header calls by one of the wanted names.
///
/// CSV has quotes as RFC 4180 has them, within which line ends and doubled quotes are text; a quote in the middle of a
/// field is one. In TSV, where many write no quotes at all, a row is a line, and only a field that both begins and ends
/// with a quote is quoted. Memory holds one row; a longer one than a line of JSONL may be is passed over.
final class Table implements Records {
  private final String id;
  private final Layout layout;
  private final Tally tally;
  private final Rows rows;
  private long number = 1;

  /// What stands between fields, whether a row is a line, and which field is the text.
  record Layout(char separator, boolean lines, int column) {

    /// As the header at the beginning of `text` tells; nothing where none of `fields` stands in it.
    static Optional<Layout> of(String text, Kind kind, List<String> fields) throws IOException {
      boolean lines = kind == Kind.TSV;
      for (char separator : separators(kind)) {
        var header = header(text, separator, kind).stream().map(LowerCase::of).toList();
        var column = fields.stream().mapToInt(f -> header.indexOf(f.toLowerCase(Locale.ROOT)))
            .filter(c -> c >= 0).findFirst();
        if (column.isPresent()) {
          return Optional.of(new Layout(separator, lines, column.getAsInt()));
        }
      }
      return Optional.empty();
    }

    /// The names in the header, by the separator that gives most of them.
    static List<String> columns(String text, Kind kind) throws IOException {
      List<String> most = List.of();
      for (char separator : separators(kind)) {
        var header = header(text, separator, kind);
        most = header.size() > most.size() ? header : most;
      }
      return most;
    }

    private static char[] separators(Kind kind) {
      return kind == Kind.TSV ? new char[] {'\t'} : new char[] {',', ';', '\t'};
    }

    private static List<String> header(String text, char separator, Kind kind) throws IOException {
      return new Rows(new StringReader(text), separator, kind == Kind.TSV).next().orElse(List.of()).stream().map(String::strip).toList();
    }
  }

  Table(String id, Layout layout, Reader reader, Tally tally) throws IOException {
    this.id = id;
    this.layout = layout;
    this.tally = tally;
    this.rows = new Rows(reader, layout.separator, layout.lines);
    var _ = rows.next();    // the header
  }

  @Override
  public Optional<Document> next() throws IOException {
    for (var row = rows.next(); row.isPresent(); row = rows.next()) {
      number++;
      var fields = row.get();
      if (rows.isTooLong()) {
        tally.drop(id + "#" + number, Reason.LONG_LINE);
      } else if (layout.column < fields.size()) {
        return Optional.of(new Document(id + "#" + number, fields.get(layout.column)));
      } else if (fields.size() > 1 || !fields.getFirst().isBlank()) {
        tally.drop(id + "#" + number, Reason.NO_TEXT_COLUMN);
      }
    }
    return Optional.empty();
  }

  /// Reads rows of fields.
  static final class Rows {
    private final Reader reader;
    private final char separator;
    private final boolean lines;
    private final StringBuilder field = new StringBuilder();
    private long length;
    private int c = ' ';

    Rows(Reader reader, char separator, boolean lines) {
      this.reader = new BufferedReader(reader);
      this.separator = separator;
      this.lines = lines;
    }

    /// Of a row that is too long, only the beginning is given.
    boolean isTooLong() {
      return length > JsonLines.LONGEST_LINE;
    }

    Optional<List<String>> next() throws IOException {
      length = 0;
      read();
      if (c < 0) {
        return Optional.empty();
      }
      var fields = new ArrayList<String>();
      fields.add(field());
      while (c == separator) {
        read();
        String field = field();
        if (!isTooLong()) {
          fields.add(field);
        }
      }
      return Optional.of(fields);
    }

    /// The field that begins with `c`; afterwards `c` is what ends it.
    private String field() throws IOException {
      field.setLength(0);
      if (c == '"' && !lines) {
        quoted();
      }
      while (c >= 0 && c != separator && c != '\n') {
        append();
        read();
      }
      int end = c != separator && !field.isEmpty() && field.charAt(field.length() - 1) == '\r' ? 1 : 0;
      String text = field.substring(0, field.length() - end);
      return lines ? unquoted(text) : text;
    }

    private void quoted() throws IOException {
      read();
      while (c >= 0) {
        if (c == '"') {
          read();
          if (c != '"') {
            return;
          }
        }
        append();
        read();
      }
    }

    private static String unquoted(String field) {
      boolean quoted = field.length() > 1 && field.startsWith("\"") && field.endsWith("\"");
      String inner = quoted ? field.substring(1, field.length() - 1) : "";
      return quoted && inner.replace("\"\"", "").indexOf('"') < 0 ? inner.replace("\"\"", "\"") : field;
    }

    private void append() {
      if (!isTooLong()) {
        field.append((char) c);
      }
    }

    private void read() throws IOException {
      c = reader.read();
      length++;
    }
  }
}
