package wenmai.corpus;

import java.util.Locale;
import java.util.Set;

/// What a file is: by its first bytes where they tell ([Magic]), otherwise by its name. Names alone decide what is taken
/// from a folder.
enum Kind {
  TEXT, MARKDOWN, HTML, LINES_OF_JSON, CSV, TSV, PDF,
  BUNDLE,         // a .zip that is one document: a book, a text, slides
  OLD_OFFICE, PARQUET, WARC, ARCHIVE, TAR,
  UNREAD_PACKING,   // unpacked by other programs
  OTHER;

  private static final Set<String> PACKED = Set.of("gz", "bz2", "xz", "zst");
  private static final Set<String> TEXTS = Set.of(
      "", "txt", "text", "rst", "adoc", "tex", "org", "srt",
      "java", "kt", "kts", "scala", "groovy", "gradle", "clj", "py", "pyi", "js", "mjs", "jsx", "ts", "tsx", "vue",
      "c", "h", "cc", "cpp", "cxx", "hpp", "cu", "cs", "m", "swift", "go", "rs", "zig", "rb", "php", "lua", "pl",
      "r", "jl", "hs", "ml", "erl", "ex", "exs", "dart", "sql", "sh", "bash", "zsh", "ps1",
      "s", "asm", "f90", "proto", "cmake");

  /// The kind that the name says, without the suffix that says how it is packed.
  static Kind of(String name) {
    String suffix = suffix(isPacked(name) ? name.substring(0, name.lastIndexOf('.')) : name);
    return switch (suffix) {
      case "md", "markdown" -> MARKDOWN;
      case "html", "htm", "xhtml" -> HTML;
      case "jsonl", "ndjson" -> LINES_OF_JSON;
      case "csv" -> CSV;
      case "tsv" -> TSV;
      case "pdf" -> PDF;
      case "epub", "docx", "docm", "pptx", "pptm", "xlsx", "xlsm", "odt", "odp", "ods" -> BUNDLE;
      case "doc", "ppt", "xls", "rtf" -> OLD_OFFICE;
      case "parquet" -> PARQUET;
      case "warc", "wet" -> WARC;
      case "zip" -> ARCHIVE;
      case "tar", "tgz", "tbz", "tbz2", "txz", "tzst" -> TAR;
      case "7z", "rar" -> UNREAD_PACKING;
      default -> TEXTS.contains(suffix) ? TEXT : OTHER;
    };
  }

  static boolean isPacked(String name) {
    return PACKED.contains(suffix(name));
  }

  static String suffix(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
