package wenmai.message;


/// A sentence for people in every language the project speaks. Both stand side by side where they are said, so that none
/// can be missing and a translator sees the code that says it.
public record Message(String en, String zh) {

  /// Formats both with the same arguments; the Chinese one may take them in another order (`%2$s`).
  public static Message of(String en, String zh, Object... args) {
    return args.length == 0 ? new Message(en, zh) : new Message(en.formatted(args), zh.formatted(args));
  }

  /// This sentence and another one.
  public Message then(Message next) {
    return new Message(en + ". " + next.en, zh + "。" + next.zh);
  }

  public String in(Lang lang) {
    return lang == Lang.ZH ? zh : en;
  }

  @Override
  public String toString() {
    return en;
  }
}
