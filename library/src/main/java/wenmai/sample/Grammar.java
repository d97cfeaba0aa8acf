package wenmai.sample;

import wenmai.sample.Entity.Detail;

/// A language: how it says what plays a role, and how a finished sentence is put in order.
sealed interface Grammar permits English, Chinese {
  String say(Entity entity, String form, Dice dice);

  Template phrase(Detail detail);

  String polish(String text);
}
