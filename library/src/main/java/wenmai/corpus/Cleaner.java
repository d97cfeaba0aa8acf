package wenmai.corpus;

import java.text.Normalizer;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import wenmai.message.Message;

/// One small step of normalisation: a name and a pure function on text. Spaces at the start of a line are left alone,
/// in prose as in source code, where they mean something.
public record Cleaner(Message name, UnaryOperator<String> step) implements Step {

  public static final Cleaner LINE_ENDS = replacing("line ends", "换行符",
      c -> c == '\r' || c == '\f' || c == 0x0B || c == 0x85 || c == 0x2028 || c == 0x2029, "\r\n|[\r\f\u000B\u0085\u2028\u2029]", "\n");
  public static final Cleaner ODD_SPACES = replacing("odd spaces", "特殊空格",
      c -> c == 0xA0 || c == 0x1680 || c >= 0x2000 && c <= 0x205F || c == 0x3000, "[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]", " ");
  /// The zero-width joiners U+200C and U+200D stay: they hold emoji together.
  public static final Cleaner INVISIBLE = replacing("invisible characters", "不可见字符",
      c -> c == 0xAD || c == 0x180E || c >= 0x200B && c <= 0x2069 || c == 0xFEFF,
      "[\u00AD\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]", "");
  public static final Cleaner CONTROL = replacing("control characters", "控制字符",
      c -> c < ' ' && c != '\n' && c != '\t' || c >= 0x7F && c < 0xA0 || Character.isSurrogate((char) c), "[\\p{Cc}\\p{Cs}&&[^\n\t]]", "");
  public static final Cleaner NFC = new Cleaner(new Message("composed characters (NFC)", "字符合成（NFC）"),
      text -> Normalizer.normalize(text, Normalizer.Form.NFC));
  public static final Cleaner TRAILING_SPACES = new Cleaner(new Message("spaces at line ends", "行尾空格"), Cleaner::withoutTrailingSpaces);
  public static final Cleaner BLANK_LINES = replacing("more than two blank lines", "两行以上的空行", "\n{4,}", "\n\n\n");

  /// What text for a language model goes through, in this order; a second time it changes nothing.
  public static final List<Cleaner> LM =
      List.of(LINE_ENDS, ODD_SPACES, INVISIBLE, CONTROL, NFC, TRAILING_SPACES, BLANK_LINES);

  public String apply(String text) {
    return step.apply(text);
  }

  @Override
  public Work begin() {
    return document -> new Outcome.Kept(step.apply(document.text()));
  }

  /// Puts `replacement` for every match of a pattern.
  public static Cleaner replacing(String en, String zh, String pattern, String replacement) {
    var compiled = Pattern.compile(pattern);
    return new Cleaner(new Message(en, zh), text -> compiled.matcher(text).replaceAll(replacement));
  }

  /// The same, where only texts with one of some characters can match: a look at each takes a nanosecond, the pattern thirty.
  public static Cleaner replacing(String en, String zh, IntPredicate signs, String pattern, String replacement) {
    var replacing = replacing(en, zh, pattern, replacement);
    return new Cleaner(replacing.name, text -> holds(text, signs) ? replacing.apply(text) : text);
  }

  private static boolean holds(String text, IntPredicate signs) {
    for (int i = 0; i < text.length(); i++) {
      if (signs.test(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /// Without spaces and tabs before the end of a line or of the text.
  private static String withoutTrailingSpaces(String text) {
    var kept = new StringBuilder();
    int done = 0;
    for (int end = text.indexOf('\n'); done < text.length(); end = text.indexOf('\n', done)) {
      int lineEnd = end < 0 ? text.length() : end;
      int last = lineEnd;
      while (last > done && (text.charAt(last - 1) == ' ' || text.charAt(last - 1) == '\t')) {
        last--;
      }
      int next = Math.min(text.length(), lineEnd + 1);
      kept.append(text, done, last).append(text, lineEnd, next);
      done = next;
    }
    return kept.length() == text.length() ? text : kept.toString();
  }
}
