package wenmai.corpus;

/// Something that did not become a document, or a document that was dropped, with the text it had then: none where
/// nothing was read.
public record Drop(String id, Reason reason, String text) {}
