package wenmai.tokenize;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import wenmai.message.BadInput;

/// Keeps what people say from becoming a special token while a template writes it down: the characters that special tokens begin or
/// end with have private characters in their places, one for one, which no text has. So of a special token that is found in
/// what the template wrote, no end comes from what was said; and lengths, trimming and comparing with other words stay what
/// they are.
final class Disguise {
  private static final int FIRST_PRIVATE = 0xE000;
  private static final int BEHIND_PRIVATE = 0xF900;
  private final Map<Character, Character> masks = new HashMap<>();
  private final Map<Character, Character> faces = new HashMap<>();

  /// @param names of the special tokens
  /// @param all   that is said and that a template may write
  Disguise(Set<String> names, String all) {
    names.stream().filter(name -> !name.isEmpty()).flatMapToInt(name -> IntStream.of(name.charAt(0), name.charAt(name.length() - 1)))
        .distinct().sorted().forEach(c -> hide((char) c, all));
  }

  private void hide(char face, String all) {
    char mask = (char) IntStream.range(FIRST_PRIVATE, BEHIND_PRIVATE).filter(c -> !faces.containsKey((char) c) && all.indexOf(c) < 0).findFirst()
        .orElseThrow(() -> new BadInput("the conversation has every private character of Unicode (U+E000 to U+F8FF); leave some out",
            "对话用遍了 Unicode 的私用字符（U+E000 至 U+F8FF）；请删去一些"));
    masks.put(face, mask);
    faces.put(mask, face);
  }

  String on(String text) {
    return exchanged(text, masks);
  }

  String off(String text) {
    return exchanged(text, faces);
  }

  private static String exchanged(String text, Map<Character, Character> by) {
    var exchanged = new StringBuilder(text);
    for (int i = 0; i < exchanged.length(); i++) {
      exchanged.setCharAt(i, by.getOrDefault(exchanged.charAt(i), exchanged.charAt(i)));
    }
    return exchanged.toString();
  }
}
