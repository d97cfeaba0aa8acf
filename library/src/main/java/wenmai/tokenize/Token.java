package wenmai.tokenize;

/// A token and the part of the text that it stands for, `text.substring(start, end)`: UTF-16 indices, as Java's strings have
/// them, of the text as it was given, whatever was done to it before it was cut.
///
/// A token that is part of a character stands for the whole character, so parts of neighbours may be the same. White space that
/// a tokenizer drops, and what a normalizer leaves out, belongs to no token; a token that the text has nothing for (a special
/// token around it, a space put before it) has an empty part.
public record Token(int id, int start, int end) {}
