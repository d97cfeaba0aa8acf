package wenmai.tokenize.jinja;

import java.util.List;
import wenmai.tokenize.jinja.Value.Items;
import wenmai.tokenize.jinja.Value.Keys;

/// What a template may still do, in characters that it reads or makes; a step costs as much as ten. Whatever the template, it
/// ends within seconds.
final class Budget {
  /// The price of a place in a list.
  static final int ITEM = 100;
  static final int STEP = 10;
  private long left = 200_000_000;

  void step() {
    spend(STEP);
  }

  void spend(long characters) {
    left -= Math.max(0, characters);
    if (left < 0) {
      throw new Wrong("it computes or writes too much: is there a loop that grows?", "计算或输出过多：是否有不断增长的循环？");
    }
  }

  /// The price of going through all of a value, as writing and comparing do.
  void weigh(Value value) {
    switch (value) {
      case Text(String text, _) -> spend(1 + text.length());
      case Items(List<Value> items, boolean _) -> {
        step();
        items.forEach(this::weigh);
      }
      case Keys keys -> {
        step();
        keys.entries().forEach((key, item) -> {
          weigh(key);
          weigh(item);
        });
      }
      default -> step();
    }
  }

  void weigh(Arguments given) {
    given.positional().forEach(this::weigh);
    given.named().values().forEach(this::weigh);
  }

  /// The price of looking for a part of a text, which compares it at every place.
  void search(String text, String part) {
    spend(Math.max(0L, text.length() - part.length()) * part.length() / 64);
  }

  /// The price of what was made anew: its characters, or its items and not what they hold.
  Value made(Value value) {
    spend(switch (value) {
      case Text(String text, _) -> text.length();
      case Items(List<Value> items, boolean _) -> ITEM * (long) items.size();
      case Keys keys -> ITEM * (long) keys.entries().size();
      default -> 0;
    });
    return value;
  }
}
