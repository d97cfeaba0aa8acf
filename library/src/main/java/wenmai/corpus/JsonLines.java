package wenmai.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Documents of a JSONL file, one a line: the first of `fields` that is a string. Memory holds one line; a longer one
/// than [#LONGEST_LINE] characters is passed over.
final class JsonLines implements Records {
  static final int LONGEST_LINE = 16 << 20;
  private static final int SHOWN = 1000;        // characters of a longer one, where it is dropped
  private static final JsonMapper JSON = new JsonMapper();
  private final String id;
  private final List<String> fields;
  private final Tally tally;
  private final Reader reader;
  private long number;

  JsonLines(String id, List<String> fields, Reader reader, Tally tally) {
    this.id = id;
    this.fields = fields;
    this.tally = tally;
    this.reader = new BufferedReader(reader);
  }

  /// Whether the first line is an object.
  static boolean isBegunBy(byte[] head) {
    if (!Detection.startsWith(head, '{')) {
      return false;
    }
    int end = 0;
    while (end < head.length && head[end] != '\n') {
      end++;
    }
    try {
      return JSON.readTree(head, 0, end).isObject();
    } catch (JacksonException e) {
      return false;
    }
  }

  @Override
  public Optional<Document> next() throws IOException {
    for (var line = line(); line.isPresent(); line = line()) {
      var document = document(line.get());
      if (document.isPresent()) {
        return document;
      }
    }
    return Optional.empty();
  }

  private Optional<Document> document(String line) {
    String name = id + "#" + number;
    if (line.isBlank()) {
      return Optional.empty();
    }
    try {
      JsonNode object = JSON.readTree(line);
      if (!object.isObject()) {
        return dropped(name, Reason.NOT_JSON, line, List.of());
      }
      return fields.stream().map(object::path).filter(JsonNode::isString).findFirst()
          .map(text -> new Document(name, text.stringValue()))
          .or(() -> dropped(name, Reason.NO_TEXT_FIELD, line, List.copyOf(object.propertyNames())));
    } catch (JacksonException e) {
      return dropped(name, Reason.NOT_JSON, line, List.of());
    }
  }

  private Optional<Document> dropped(String name, Reason reason, String line, List<String> fields) {
    tally.drop(name, reason, line, fields);
    return Optional.empty();
  }

  /// The next line without its end; nothing at the end of the file. What a line has beyond the bound is not kept.
  private Optional<String> line() throws IOException {
    var line = new StringBuilder();
    int c = reader.read();
    if (c < 0) {
      return Optional.empty();
    }
    boolean whole = true;
    number++;
    for (; c >= 0 && c != '\n'; c = reader.read()) {
      whole = line.length() < LONGEST_LINE;
      if (whole) {
        line.append((char) c);
      }
    }
    if (!whole) {
      tally.drop(id + "#" + number, Reason.LONG_LINE, line.substring(0, SHOWN), List.of());
    }
    return Optional.of(whole ? line.toString() : "");
  }
}
