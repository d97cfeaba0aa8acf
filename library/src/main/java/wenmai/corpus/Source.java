package wenmai.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import wenmai.message.BadInput;

/// Files and folders of text, plain or packed (.gz, .bz2, .xz, .zst; a .zip or .tar is a folder). A file is one document: text, Markdown,
/// source code, a web page, a PDF, a book (EPUB), a text or slides of Office (.docx, .pptx, .odt, .odp). Or it holds many:
/// lines of JSONL, rows of CSV, TSV or Parquet, of which the first of `fields` that is there is the text; pages of a web
/// archive (WARC). What a file is, its first bytes tell before its name does.
///
/// Documents come one after the other in the order of the places and of the names in them. Memory holds one file at a
/// time and its text, at most 256 MiB after unpacking (a larger text is dropped; of many documents one is held).
public record Source(List<Path> places, List<String> fields) {
  static final List<String> FIELDS = List.of("text", "content");

  public Source {
    places = List.copyOf(places);
    fields = List.copyOf(fields);
    if (places.isEmpty()) {
      throw new BadInput("No file or folder was given. Name at least one.", "没有给出文件或文件夹。请至少指定一个。");
    }
  }

  public static Source of(List<Path> places) {
    return new Source(places, FIELDS);
  }

  /// Whether the lines of a file, as they stand, are its text, as far as its name tells: not where it is packed, or of a kind
  /// that text must be taken from, such as JSON lines, tables and web pages.
  public static boolean isPlain(Path file) {
    var name = String.valueOf(file.getFileName());
    return !Kind.isPacked(name) && switch (Kind.of(name)) {
      case TEXT, MARKDOWN, OTHER -> true;
      case HTML, LINES_OF_JSON, CSV, TSV, PDF, BUNDLE, OLD_OFFICE, PARQUET, WARC, ARCHIVE, TAR, UNREAD_PACKING -> false;
    };
  }

  /// The same places, with other fields of JSONL, or columns of a table, for the text.
  public Source withFields(List<String> names) {
    return new Source(places, names);
  }

  /// Whether the places can be read once more, which a pipe cannot.
  public boolean isRepeatable() {
    return places.stream().allMatch(place -> Files.isRegularFile(place) || Files.isDirectory(place));
  }

  /// The documents, read as they are asked for and counted in `tally`. (An `iterator()` of the stream holds all
  /// documents of a file, as Java's do; `forEach` and `limit` hold one.)
  ///
  /// @throws BadInput at once where a place is missing; at the end where none holds text
  public Stream<Document> documents(Tally tally) {
    mustExist();
    Stream<Document> atEnd = Stream.of(tally).flatMap(read -> {
      mustHoldText(read.report());
      return Stream.empty();
    });
    return Stream.concat(documents(found(), tally), atEnd);
  }

  /// What lies below the places, in the order in which it is read.
  public Stream<Found> found() {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new Walk(places), Spliterator.ORDERED), false);
  }

  /// The documents of some of [#found()]; none of them need hold text.
  public Stream<Document> documents(Stream<Found> some, Tally tally) {
    var reading = new Reading(fields, tally);
    return some.flatMap(found -> entries(found, tally)).flatMap(reading::documents).map(tally::read);
  }

  private static Stream<Entry> entries(Found found, Tally tally) {
    found.leftOut().ifPresent(reason -> tally.drop(found.place(), reason));
    return found.leftOut().isPresent() ? Stream.empty() : Entry.at(found, tally);
  }

  /// @throws BadInput where a place is missing
  public void mustExist() {
    places.forEach(Source::mustExist);
  }

  private static void mustExist(Path place) {
    if (Files.notExists(place)) {
      throw new BadInput("There is no file or folder %s. Check the path.", "没有文件或文件夹 %s。请检查路径。", place);
    }
  }

  /// @throws BadInput where a run over the places read no document
  public void mustHoldText(Report report) {
    if (report.documents() == 0) {
      throw NoText.in(places, report);
    }
  }
}
