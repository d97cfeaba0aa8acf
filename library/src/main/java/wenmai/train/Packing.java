package wenmai.train;

/// How the rows of training are cut out of a text. All but `RANDOM` go over it in epochs, each row once in every epoch, in an
/// order that the seed and the epoch decide; how much was cut and filled up is said when training begins.
public enum Packing {
  /// Windows of the context at random places. Nothing is counted and no row is padded, but some places come late or never.
  RANDOM,
  /// The whole text as one, in windows side by side: hardly any padding, but most windows begin and end within a document, and
  /// a token sees the documents before its own. Brown 2020 §2.2.
  WINDOWS,
  /// Whole documents in their order, as many as fit a row; a longer one in consecutive windows. For long contexts.
  DOCUMENTS,
  /// Documents cut at the context, and the pieces put where the least room remains. Ding 2024, "Fewer truncations improve
  /// language modeling".
  BEST_FIT
}
