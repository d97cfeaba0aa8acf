package wenmai.sample;

/// A question about a fact in both languages; each answer is a span of the story's text in its language.
public record Question(String english, String englishAnswer, String chinese, String chineseAnswer) {}
