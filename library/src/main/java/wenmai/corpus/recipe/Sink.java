package wenmai.corpus.recipe;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import wenmai.corpus.Document;
import wenmai.corpus.Drop;
import wenmai.corpus.Repetition;
import wenmai.files.Json;

/// Where the documents of a part go, and what is dropped of them; nothing is seen there before it is published.
interface Sink extends Closeable {
  void kept(Document document);

  void dropped(Drop drop);

  void publish() throws IOException;

  /// Before another pass: one file of both, in their order, and what of the documents will be compared.
  final class Between implements Sink {
    private final Lines lines;
    private final LongLists.Writer compared;
    private final Repetition.Keys keys;
    private final boolean keepDropped;

    Between(Path lines, Path compared, Repetition repetition, boolean keepDropped) throws IOException {
      this.lines = new Lines(lines);
      this.compared = new LongLists.Writer(compared);
      this.keys = repetition.keys();
      this.keepDropped = keepDropped;
    }

    @Override
    public void kept(Document document) {
      lines.add(Json.compact(document));
      compared.add(keys.of(document.text()));
    }

    @Override
    public void dropped(Drop drop) {
      if (keepDropped) {
        lines.add(Json.compact(drop));
      }
    }

    @Override
    public void publish() throws IOException {
      lines.publish();
      compared.publish();
    }

    @Override
    public void close() throws IOException {
      try (lines) {
        compared.close();
      }
    }
  }

  /// The end: each in a file of its own.
  final class Last implements Sink {
    private final Lines documents;
    private final Optional<Lines> words;
    private final Optional<Lines> dropped;

    private record Line(String text, String source) {}

    Last(Path documents, Optional<Path> words, Optional<Path> dropped) throws IOException {
      this.documents = new Lines(documents);
      this.words = words.isPresent() ? Optional.of(new Lines(words.get())) : Optional.empty();
      this.dropped = dropped.isPresent() ? Optional.of(new Lines(dropped.get())) : Optional.empty();
    }

    @Override
    public void kept(Document document) {
      documents.add(Json.compact(new Line(document.text(), document.id())));
      words.ifPresent(lines -> lines.add(document.text()));
    }

    @Override
    public void dropped(Drop drop) {
      dropped.ifPresent(lines -> lines.add(Json.compact(drop)));
    }

    @Override
    public void publish() throws IOException {
      documents.publish();
      if (words.isPresent()) {
        words.get().publish();
      }
      if (dropped.isPresent()) {
        dropped.get().publish();
      }
    }

    @Override
    public void close() throws IOException {
      try (documents; var _ = words.orElse(null); var _ = dropped.orElse(null)) {
        return;
      }
    }
  }
}
