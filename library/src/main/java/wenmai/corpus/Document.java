package wenmai.corpus;

/// One text that belongs together, and where it came from: a path, `path#line` for a line of JSONL, `archive.zip/entry`
/// for a file in an archive.
public record Document(String id, String text) {
  /// 64 bits of the text's SHA-256: the same for the same text, wherever it came from.
  public long fingerprint() {
    return Fingerprint.of(text);
  }

  Document with(String other) {
    return new Document(id, other);
  }
}
