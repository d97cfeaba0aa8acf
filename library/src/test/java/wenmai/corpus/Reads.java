package wenmai.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import wenmai.message.BadInput;

/// What a source gives for one file or folder: its documents by the ends of their ids, and what was dropped.
record Reads(Map<String, String> texts, Report report) {
  static Reads of(Path place, String... fields) {
    var tally = new Tally();
    var texts = new LinkedHashMap<String, String>();
    var source = Source.of(List.of(place));
    try (var documents = (fields.length == 0 ? source : source.withFields(List.of(fields))).documents(tally)) {
      documents.forEach(d -> texts.put(d.id().substring(place.toString().length()), d.text()));
    } catch (BadInput e) {
      assert texts.isEmpty() : e;
    }
    return new Reads(texts, tally.report());
  }

  static Reads of(Path folder, String name, byte[] bytes) throws IOException {
    return of(Files.write(folder.resolve(name), bytes));
  }

  static Reads of(Path folder, String name, String text) throws IOException {
    return of(folder, name, text.getBytes(StandardCharsets.UTF_8));
  }

  String text() {
    return texts.values().iterator().next();
  }

  Reason reason() {
    return report.dropped().keySet().iterator().next();
  }

  long count(Reason reason) {
    var dropped = report.dropped().get(reason);
    return dropped == null ? 0 : dropped.count();
  }

  /// A .zip of parts, each a name and its text.
  static byte[] zip(String... namesAndTexts) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }
}
