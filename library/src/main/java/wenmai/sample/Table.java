package wenmai.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// The chapter's own text files: lines, without empty ones and those that start with `#`; in tables, columns between tabs.
final class Table {
  private Table() {}

  static List<String> lines(String file) {
    try (var in = Objects.requireNonNull(Table.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static <T> List<T> rows(String file, Function<String[], T> row) {
    return lines(file).stream().map(l -> row.apply(l.split("\t"))).toList();
  }
}
