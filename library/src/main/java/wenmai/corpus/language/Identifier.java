package wenmai.corpus.language;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Says which language a text is in, from its first [#SAMPLE] characters. The script decides first: kana are Japanese, Chinese
/// characters without them Chinese, and letters of other alphabets none of ours. Of the languages in Latin letters, the
/// one whose [Profile] gives the text the highest probability, where a word with a capital may be foreign: a name or title
/// within a sentence does not outweigh it, however sure it is of its own language.
public final class Identifier {
  static final int SAMPLE = 500;
  private static final int LETTERS_OF_A_WORD = 3;       // that one Chinese character stands for, roughly
  private static final double KANA = 0.05;              // Chinese quotes a の here and there
  private static final double FOREIGN = 0.1;             // of the words with a capital: names, titles
  private static final double ENGLISH = 1;               // nats it must be ahead: its names stand in texts of every language
  private static final List<Language> LATIN = List.of(Language.EN, Language.DE, Language.FR, Language.ES);

  /// A language, and how probable it is among those that are told apart.
  public record Guess(Language language, double probability) {}

  private Identifier() {}

  /// Nothing where there are no letters, or mostly those of other alphabets.
  public static Optional<Guess> guess(String text) {
    String sample = text.substring(0, Math.min(text.length(), SAMPLE));
    Map<UnicodeScript, Integer> letters = letters(sample);
    int kana = of(letters, UnicodeScript.HIRAGANA) + of(letters, UnicodeScript.KATAKANA);
    int han = of(letters, UnicodeScript.HAN) + kana;
    int latin = of(letters, UnicodeScript.LATIN);
    int others = letters.values().stream().mapToInt(Integer::intValue).sum() - han - latin;
    if (Math.max(han * LETTERS_OF_A_WORD, latin) <= others) {
      return Optional.empty();
    }
    if (han * LETTERS_OF_A_WORD > latin) {
      return Optional.of(new Guess(kana > KANA * han ? Language.JA : Language.ZH, 1));
    }
    return Optional.of(latin(sample));
  }

  private static Map<UnicodeScript, Integer> letters(String text) {
    var letters = new EnumMap<UnicodeScript, Integer>(UnicodeScript.class);
    text.codePoints().filter(Character::isLetter).forEach(c -> letters.merge(UnicodeScript.of(c), 1, Integer::sum));
    return letters;
  }

  private static int of(Map<UnicodeScript, Integer> letters, UnicodeScript script) {
    return letters.getOrDefault(script, 0);
  }

  private static Guess latin(String text) {
    double[] logs = logs(Profile.words(text), Latin.PROFILES.stream().map(profile -> profile.logs(text)).toArray(double[][]::new));
    logs[LATIN.indexOf(Language.EN)] -= ENGLISH;
    int best = IntStream.range(0, logs.length).boxed().max(Comparator.comparingDouble(i -> logs[i])).orElseThrow();
    return new Guess(LATIN.get(best), 1 / Arrays.stream(logs).map(log -> Math.exp(log - logs[best])).sum());
  }

  /// Of the text in each language, Σ log((1 - ε) p(word | language) + ε mean p(word | any)), with ε = [#FOREIGN] for a word with
  /// a capital and 0 for others.
  private static double[] logs(List<String> words, double[][] each) {                      // [language, word]
    var logs = new double[each.length];
    for (int word = 0; word < words.size(); word++) {
      int at = word;
      double foreign = Character.isUpperCase(words.get(word).codePointAt(0)) ? FOREIGN : 0;
      double most = Arrays.stream(each).mapToDouble(language -> language[at]).max().orElseThrow();
      double any = Arrays.stream(each).mapToDouble(language -> Math.exp(language[at] - most)).average().orElseThrow();
      for (int i = 0; i < logs.length; i++) {
        logs[i] += foreign == 0 ? each[i][word] : most + Math.log((1 - foreign) * Math.exp(each[i][word] - most) + foreign * any);
      }
    }
    return logs;
  }

  /// Learned when first asked: a tenth of a second.
  private static final class Latin {
    static final List<Profile> PROFILES = LATIN.stream().map(Profile::of).toList();
  }
}
