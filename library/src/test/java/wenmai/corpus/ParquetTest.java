package wenmai.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.BadInput;

class ParquetTest {
  @TempDir Path folder;

  @Test
  void withoutDuckDbItIsSaidHowToGetIt() throws IOException {
    if (System.getenv("WENMAI_DUCKDB") == null) {
      assertThat(Reads.of(folder, "a.parquet", "PAR1").reason()).isEqualTo(Reason.NEEDS_DUCKDB);
    }
    assertThat(Reason.NEEDS_DUCKDB.message().en()).contains("org.duckdb:duckdb_jdbc:", "WENMAI_DUCKDB");
  }

  @Test
  void aJarThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Parquet.driver("/no/such.jar")).isInstanceOf(BadInput.class)
        .hasMessageContaining("WENMAI_DUCKDB names /no/such.jar, which does not exist");
  }

  /// Needs DuckDB's jar, 80 MB, named by WENMAI_DUCKDB.
  @Test
  @Tag("duckdb")
  void aRowIsADocument() throws Exception {
    Path file = folder.resolve("odd [a]* 'name.parquet");
    write(file, "SELECT * FROM (VALUES (1, '床前明月光', 'x'), (2, NULL, 'y'), (3, 'it''s', 'z')) t(n, \"text\", \"an\"\"swer\")");
    assertThat(Reads.of(file).texts()).containsExactly(Map.entry("#1", "床前明月光"), Map.entry("#3", "it's"));
    assertThat(Reads.of(file, "an\"swer").texts()).hasSize(3);
    assertThat(Reads.of(file, "n").reason()).isEqualTo(Reason.NO_TEXT_COLUMN);
    assertThat(Reads.of(folder, "b.parquet", "PAR1 and nothing else PAR1").reason()).isEqualTo(Reason.UNREADABLE);
  }

  private static void write(Path file, String query) throws Exception {
    var jar = new URL[] {Path.of(System.getenv("WENMAI_DUCKDB")).toUri().toURL()};
    var driver = (Driver) Class.forName("org.duckdb.DuckDBDriver", true, new URLClassLoader(jar)).getDeclaredConstructor().newInstance();
    try (var connection = driver.connect("jdbc:duckdb:", new Properties()); var statement = connection.createStatement()) {
      statement.execute("COPY (" + query + ") TO '" + file.toString().replace("'", "''") + "' (FORMAT parquet)");
    }
  }
}
