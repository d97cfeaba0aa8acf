package wenmai.corpus;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import wenmai.message.BadInput;

/// Documents of a Parquet file, one a row: the first of `fields` that is a column of text.
///
/// DuckDB reads it, in 80 MB of native code that few need: it is used where its driver is on the class path, or in the jar
/// that `WENMAI_DUCKDB` names. Rows come as they are asked for, within a gigabyte of DuckDB's memory.
final class Parquet implements Records {
  static final String DRIVER = "org.duckdb:duckdb_jdbc:2.0.0.1";
  private final String id;
  private final Opened.OnDisk file;
  private final Connection connection;
  private final ResultSet rows;
  private long number;

  private Parquet(String id, Opened.OnDisk file, Connection connection, ResultSet rows) {
    this.id = id;
    this.file = file;
    this.connection = connection;
    this.rows = rows;
  }

  /// @throws Unreadable where DuckDB is not there, or no such column
  /// @throws BadInput   where WENMAI_DUCKDB names no file
  static Parquet open(String id, List<String> fields, Opened.OnDisk file, Tally tally) throws IOException {
    try {
      var connection = connection();
      try {
        String table = "FROM read_parquet('" + quoted(file.path()) + "')";
        String column = column(connection, table, fields);
        var rows = connection.createStatement().executeQuery("SELECT \"" + column.replace("\"", "\"\"") + "\" " + table);
        tally.file(new Detection(Encoding.within("Parquet"), 0));
        return new Parquet(id, file, connection, rows);
      } catch (IOException | SQLException e) {
        connection.close();
        throw e;
      }
    } catch (IOException e) {
      file.close();
      throw e;
    } catch (SQLException e) {
      file.close();
      throw new IOException(e);
    }
  }

  private static Connection connection() throws SQLException, IOException {
    var settings = new Properties();
    settings.setProperty("jdbc_stream_results", "true");
    settings.setProperty("memory_limit", "1GB");
    settings.setProperty("threads", "1");
    settings.setProperty("autoinstall_known_extensions", "false");    // nothing is fetched
    Connection connection = driver(System.getenv().getOrDefault("WENMAI_DUCKDB", "")).connect("jdbc:duckdb:", settings);
    if (connection == null) {
      throw new Unreadable(Reason.NEEDS_DUCKDB);
    }
    return connection;
  }

  /// @param jar that WENMAI_DUCKDB names; empty for the class path
  static Driver driver(String jar) throws IOException {
    if (Files.notExists(Path.of(jar))) {
      throw new BadInput("WENMAI_DUCKDB names %s, which does not exist: name the jar of %s", "WENMAI_DUCKDB 所指的 %s 不存在：请写明 %s 的 jar", jar, DRIVER);
    }
    try {
      var loader = jar.isEmpty() ? Parquet.class.getClassLoader() : Jars.loader(jar);
      return (Driver) Class.forName("org.duckdb.DuckDBDriver", true, loader).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new Unreadable(Reason.NEEDS_DUCKDB);
    }
  }

  /// Natives are loaded once a class loader: one for the process.
  private static final class Jars {
    private static Optional<URLClassLoader> loader = Optional.empty();

    static synchronized ClassLoader loader(String jar) throws MalformedURLException {
      if (loader.isEmpty()) {
        loader = Optional.of(new URLClassLoader(new URL[] {new File(jar).toURI().toURL()}, Parquet.class.getClassLoader()));
      }
      return loader.get();
    }
  }

  /// A path within quotes of SQL, in which no letter stands for others.
  private static String quoted(Path path) {
    return path.toString().replaceAll("[*?\\[]", "[$0]").replace("'", "''");
  }

  private static String column(Connection connection, String table, List<String> fields) throws SQLException, IOException {
    try (var statement = connection.createStatement(); var none = statement.executeQuery("SELECT * " + table + " LIMIT 0")) {
      var columns = none.getMetaData();
      var texts = new ArrayList<String>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        if (columns.getColumnTypeName(i).equals("VARCHAR")) {
          texts.add(columns.getColumnLabel(i));
        }
      }
      for (String field : fields) {
        var column = texts.stream().filter(field::equalsIgnoreCase).findFirst();
        if (column.isPresent()) {
          return column.get();
        }
      }
      throw new Unreadable(Reason.NO_TEXT_COLUMN, texts);
    }
  }

  @Override
  public Optional<Document> next() throws IOException {
    try {
      while (rows.next()) {
        number++;
        String text = rows.getString(1);
        if (text != null) {
          return Optional.of(new Document(id + "#" + number, text));
        }
      }
      return Optional.empty();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try (file) {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
