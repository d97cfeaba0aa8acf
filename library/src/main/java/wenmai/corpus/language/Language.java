package wenmai.corpus.language;

/// The languages that are told apart.
public enum Language { ZH, EN, JA, DE, FR, ES }
