package wenmai.corpus;

import com.fasterxml.jackson.annotation.JsonInclude;

/// Something that did not become a document, or a document that was dropped, with the text it had then: none where
/// nothing was read.
///
/// @param repeats the id of the document that it repeats as a whole; empty where it repeats none, or nobody asked
public record Drop(String id, Reason reason, String text, @JsonInclude(JsonInclude.Include.NON_EMPTY) String repeats) {
  public Drop(String id, Reason reason, String text) {
    this(id, reason, text, "");
  }

  public Drop repeating(String original) {
    return new Drop(id, reason, text, original);
  }
}
