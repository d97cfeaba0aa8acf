package wenmai.corpus.recipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import wenmai.corpus.Found;
import wenmai.files.Json;

/// What a source finds, cut into stretches that a worker takes at a time: whole files, in their order. As text it is a line
/// for each part, with size and time of every file, so that another state of the files has another text.
final class Parts {
  private Parts() {}

  /// @param bytes after which a part ends
  static String text(Stream<Found> found, long bytes) {
    var lines = new ArrayList<String>();
    var part = new ArrayList<Entry>();
    long sum = 0;
    for (Found each : (Iterable<Found>) found::iterator) {
      var entry = Entry.of(each);
      part.add(entry);
      sum += entry.bytes;
      if (sum >= bytes) {
        lines.add(Json.compact(part));
        part.clear();
        sum = 0;
      }
    }
    if (!part.isEmpty() || lines.isEmpty()) {
      lines.add(Json.compact(part));
    }
    return lines.stream().collect(Collectors.joining("\n", "", "\n"));
  }

  /// A file or folder that is not in a file of parts as it is now; nothing where all are.
  static Optional<String> difference(Path parts, String now) {
    String before = text(parts);
    if (before.equals(now)) {
      return Optional.empty();
    }
    var was = entries(before, parts);
    var is = entries(now, parts);
    return Stream.concat(is.stream().filter(entry -> !was.contains(entry)), was.stream().filter(entry -> !is.contains(entry))).findFirst()
        .map(entry -> entry.get("place").asString()).or(() -> Optional.of("partBytes"));
  }

  private static String text(Path parts) {
    try {
      return Files.readString(parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<JsonNode> entries(String text, Path origin) {
    return text.lines().flatMap(line -> Json.parse(line, origin).valueStream()).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  static List<Found> read(String line, Path origin) {
    return Json.parse(line, origin).valueStream().map(Parts::found).toList();
  }

  static long bytes(String line, Path origin) {
    return Json.parse(line, origin).valueStream().mapToLong(entry -> entry.get("bytes").asLong()).sum();
  }

  private static Found found(JsonNode entry) {
    String reason = entry.get("reason").asString();
    return new Found(entry.get("place").asString(),
        reason.isEmpty() ? Optional.empty() : Optional.of(Reports.reason(reason)));
  }

  private record Entry(String place, String reason, long bytes, String modified) {
    static Entry of(Found found) {
      if (found.leftOut().isPresent()) {
        return new Entry(found.place(), found.leftOut().get().name().toLowerCase(Locale.ROOT), 0, "");
      }
      var file = found.path();
      try {
        return new Entry(found.place(), "", Files.size(file), Files.getLastModifiedTime(file).toString());
      } catch (IOException e) {
        return new Entry(found.place(), "", 0, "");      // said where it is read
      }
    }
  }
}
