package wenmai.corpus;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// The documents of one file, by its kind: its whole text, or each line, row or record. What cannot be read is dropped
/// with its reason.
final class Reading {
  private static final Records NONE = Optional::empty;
  private final List<String> fields;
  private final Tally tally;
  private final ServiceLoader<Extractor> extractors = ServiceLoader.load(Extractor.class);

  Reading(List<String> fields, Tally tally) {
    this.fields = fields;
    this.tally = tally;
  }

  /// Of a .tar those of its files.
  Stream<Document> documents(Entry entry) {
    return opened(entry, file -> file.kind() == Kind.TAR ? files(file).flatMap(each -> opened(each, this::documents)) : documents(file));
  }

  /// What is done with a file once it is open.
  @FunctionalInterface
  private interface Use {
    Stream<Document> of(Opened file) throws IOException;
  }

  private Stream<Document> opened(Entry entry, Use use) {
    try {
      var file = new Opened(entry, tally);
      try {
        return use.of(file);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      Unreadable.drop(entry.id(), e, tally);
      return Stream.empty();
    }
  }

  private Stream<Document> documents(Opened file) throws IOException {
    if (file.head().length == 0) {
      throw new Unreadable(Reason.EMPTY);
    }
    var records = records(file);
    if (records.isPresent()) {
      return each(file, records.get());
    }
    try (file) {
      return document(file).stream();
    }
  }

  /// Of a file that holds many documents.
  private Optional<Records> records(Opened file) throws IOException {
    return switch (file.kind()) {
      case LINES_OF_JSON -> Optional.of(detected(file, file.head()).<Records>map(
          found -> new JsonLines(file.id(), fields, file.characters(found), tally)).orElse(NONE));
      case CSV, TSV -> table(file);
      case WARC -> Optional.of(new Warc(file.id(), counted(file, "WARC").stream(), tally));
      case PARQUET -> Optional.of(Parquet.open(file.id(), fields, file.onDisk(), tally));
      default -> Optional.empty();
    };
  }

  /// A table without a column of text is the text that it is, unless the user has named the column.
  private Optional<Records> table(Opened file) throws IOException {
    var found = Detection.of(file.head());
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var layout = Table.Layout.of(found.get().decode(file.head()), file.kind(), fields);
    if (layout.isPresent()) {
      tally.file(found.get());
      return Optional.of(new Table(file.id(), layout.get(), file.characters(found.get()), tally));
    } else if (!fields.equals(Source.FIELDS)) {
      throw new Unreadable(Reason.NO_TEXT_COLUMN, Table.Layout.columns(found.get().decode(file.head()), file.kind()));
    }
    return Optional.empty();
  }

  private Stream<Entry> files(Opened file) throws Unreadable {
    var tar = new Tar(file, tally);
    return sequence(file, tar::next).onClose(() -> close(file, tar));
  }

  private Stream<Document> each(Opened file, Records records) {
    return sequence(file, records::next).onClose(() -> close(file, records));
  }

  /// One after the other, until there is none.
  @FunctionalInterface
  private interface Next<T> {
    Optional<T> get() throws IOException;
  }

  private <T> Stream<T> sequence(Opened file, Next<T> next) {
    return Stream.generate(() -> next(file, next)).takeWhile(Optional::isPresent).flatMap(Optional::stream);
  }

  private <T> Optional<T> next(Opened file, Next<T> next) {
    try {
      return next.get();
    } catch (IOException e) {
      tally.drop(file.id(), Unreadable.reason(e));
      return Optional.empty();
    }
  }

  private void close(Opened file, Closeable records) {
    try (file) {
      records.close();
    } catch (IOException e) {
      tally.drop(file.id(), Unreadable.reason(e));
    }
  }

  /// Of a file that is one document.
  private Optional<Document> document(Opened file) throws IOException {
    return switch (file.kind()) {
      case MARKDOWN -> plain(file).map(Markdown::text).map(text -> new Document(file.id(), text));
      case HTML -> page(file);
      case PDF -> lettered(file, extracted(file, "PDF"));
      case BUNDLE, ARCHIVE -> bundle(file);
      case TAR -> throw new Unreadable(Reason.OTHER_KIND);      // in another archive
      case UNREAD_PACKING -> throw new Unreadable(Reason.PACKED);
      case OLD_OFFICE -> throw new Unreadable(Reason.OLD_OFFICE);
      default -> plain(file).map(text -> new Document(file.id(), text));
    };
  }

  private Optional<String> plain(Opened file) throws IOException {
    byte[] bytes = file.bytes(Unpack.LARGEST_TEXT, Reason.TOO_LARGE);
    return detected(file, bytes).map(found -> found.decode(bytes));
  }

  private Optional<Document> page(Opened file) throws IOException {
    byte[] bytes = file.bytes(Unpack.LARGEST_PAGE, Reason.LARGE_PAGE);
    var found = PageEncoding.of(bytes);
    if (found.isEmpty()) {
      throw new Unreadable(Reason.BINARY);
    }
    tally.file(found.get());
    return written(file, MainContent.of(found.get().decode(bytes)), Reason.NO_PROSE);
  }

  private Optional<Document> bundle(Opened file) throws IOException {
    try (var onDisk = file.onDisk(); var bundle = Bundle.open(onDisk.path())) {
      String text = bundle.text();
      counted(file, bundle.format());
      return lettered(file, text);
    }
  }

  private String extracted(Opened file, String format) throws IOException {
    for (Extractor extractor : extractors) {
      if (extractor.format().equals(format)) {
        try (var onDisk = file.onDisk()) {
          String text = extractor.text(onDisk.path());
          counted(file, format);
          return text;
        }
      }
    }
    throw new Unreadable(Reason.NEEDS_EXTRACTOR);
  }

  private static Optional<Document> lettered(Opened file, String text) throws IOException {
    return written(file, text, Reason.NO_LETTERS);
  }

  private static Optional<Document> written(Opened file, String text, Reason otherwise) throws IOException {
    if (text.isBlank()) {
      throw new Unreadable(otherwise);
    }
    return Optional.of(new Document(file.id(), text));
  }

  private Opened counted(Opened file, String format) {
    tally.file(new Detection(Encoding.within(format), 0));
    return file;
  }

  private Optional<Detection> detected(Opened file, byte[] bytes) {
    var found = Detection.of(bytes);
    boolean empty = found.isPresent() && found.get().markBytes() == bytes.length;
    if (empty || found.isEmpty()) {
      tally.drop(file.id(), empty ? Reason.EMPTY : Reason.BINARY);
      return Optional.empty();
    }
    tally.file(found.get());
    return found;
  }
}
