package wenmai.corpus;

import java.text.Normalizer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import wenmai.message.Message;

/// One small step of normalisation: a name and a pure function on text. Spaces at the start of a line are left alone,
/// in prose as in source code, where they mean something.
public record Cleaner(Message name, UnaryOperator<String> step) implements Step {

  public static final Cleaner LINE_ENDS =
      replacing("line ends", "换行符", "\r\n|[\r\f\u000B\u0085\u2028\u2029]", "\n");
  public static final Cleaner ODD_SPACES =
      replacing("odd spaces", "特殊空格", "[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]", " ");
  /// The zero-width joiners U+200C and U+200D stay: they hold emoji together.
  public static final Cleaner INVISIBLE = replacing("invisible characters", "不可见字符",
      "[\u00AD\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]", "");
  public static final Cleaner CONTROL = replacing("control characters", "控制字符", "[\\p{Cc}\\p{Cs}&&[^\n\t]]", "");
  public static final Cleaner NFC = new Cleaner(new Message("composed characters (NFC)", "字符合成（NFC）"),
      text -> Normalizer.normalize(text, Normalizer.Form.NFC));
  public static final Cleaner TRAILING_SPACES =
      replacing("spaces at line ends", "行尾空格", "(?<![ \t])[ \t]++(?=\n|\\z)", "");
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
}
