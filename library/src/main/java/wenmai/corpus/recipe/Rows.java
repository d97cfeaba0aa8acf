package wenmai.corpus.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import wenmai.corpus.Document;
import wenmai.corpus.Drop;
import wenmai.corpus.Repetition;
import wenmai.files.Json;

/// What a batch of documents becomes: a block for each file of its part.
interface Rows {
  void kept(Document document);

  void dropped(Drop drop);

  List<byte[]> blocks();

  /// Half a surrogate pair, which UTF-8 has not, becomes `?`.
  private static void line(ByteArrayOutputStream lines, String text) {
    lines.writeBytes(text.getBytes(UTF_8));
    lines.write('\n');
  }

  /// Before another pass: one file of both, in their order, and what of the documents will be compared.
  final class Between implements Rows {
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final ByteArrayOutputStream compared = new ByteArrayOutputStream();
    private final LongLists.Writer lists = new LongLists.Writer(compared);
    private final Repetition.Keys keys;
    private final boolean keepDropped;

    Between(Repetition repetition, boolean keepDropped) {
      this.keys = repetition.keys();
      this.keepDropped = keepDropped;
    }

    @Override
    public void kept(Document document) {
      line(lines, Json.compact(document));
      lists.add(keys.of(document.text()));
    }

    @Override
    public void dropped(Drop drop) {
      if (keepDropped) {
        line(lines, Json.compact(drop));
      }
    }

    @Override
    public List<byte[]> blocks() {
      return List.of(lines.toByteArray(), compared.toByteArray());
    }
  }

  /// The end: each in a file of its own.
  final class Last implements Rows {
    private final ByteArrayOutputStream documents = new ByteArrayOutputStream();
    private final Optional<ByteArrayOutputStream> words;
    private final Optional<ByteArrayOutputStream> dropped;

    private record Line(String text, String source) {}

    Last(boolean intoWords, boolean keepDropped) {
      this.words = intoWords ? Optional.of(new ByteArrayOutputStream()) : Optional.empty();
      this.dropped = keepDropped ? Optional.of(new ByteArrayOutputStream()) : Optional.empty();
    }

    @Override
    public void kept(Document document) {
      line(documents, Json.compact(new Line(document.text(), document.id())));
      words.ifPresent(lines -> line(lines, document.text()));
    }

    @Override
    public void dropped(Drop drop) {
      dropped.ifPresent(lines -> line(lines, Json.compact(drop)));
    }

    @Override
    public List<byte[]> blocks() {
      return Stream.of(Optional.of(documents), words, dropped).flatMap(Optional::stream).map(ByteArrayOutputStream::toByteArray).toList();
    }
  }
}
