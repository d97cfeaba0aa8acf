package wenmai.sample;

import wenmai.sample.Entity.Detail;

/// A language: how it says what plays a role, and how a finished sentence is put in order.
sealed interface Grammar permits English, Chinese {
  /// Whether a form stands for someone as a sentence's subject, so that the name may stand instead.
  boolean isPronoun(String form);

  String say(Entity entity, String form, Dice dice);

  /// Someone, by their trait and kind.
  String called(Entity.Person person, String trait);

  Template phrase(Detail detail);

  String polish(String text);

  /// How long a text is: words in English, characters in Chinese.
  int size(String text);

  /// What stands between sentences.
  String gap();

  /// A sentence's words as a title has them.
  String title(String text);
}
