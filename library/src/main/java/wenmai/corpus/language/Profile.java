package wenmai.corpus.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// How probable a text is in a language: each character given the four before it, mixed with shorter contexts as far as
/// those have been seen (Witten and Bell 1991, method C):
/// p(c | h) = (n(h c) + t(h) p(c | h′)) / (n(h) + t(h)), with n counts, t how many different characters followed h, and h′
/// without its first character. Learned from a few kilobytes of text that lies beside this class (`en.txt`, …).
final class Profile {
  private static final int ORDER = 4;
  private static final double ALPHABET = 64;               // characters, of equal probability before anything is seen
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{M}'’]+");
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Integer> followed = new HashMap<>();
  private final Map<String, Integer> followers = new HashMap<>();

  private Profile() {}

  static Profile of(Language language) {
    var profile = new Profile();
    text(language).lines().filter(line -> !line.startsWith("#")).forEach(profile::learn);
    return profile;
  }

  private static String text(Language language) {
    String name = language.name().toLowerCase(Locale.ROOT) + ".txt";
    try (InputStream in = Profile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not beside " + Profile.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void learn(String line) {
    String text = normal(line);
    for (int i = 1; i < text.length(); i++) {
      for (int order = 0; order <= Math.min(ORDER, i); order++) {
        String context = text.substring(i - order, i);
        followed.merge(context, 1, Integer::sum);
        if (counts.merge(context + text.charAt(i), 1, Integer::sum) == 1) {
          followers.merge(context, 1, Integer::sum);
        }
      }
    }
  }

  /// Letters in lower case, one space around each word.
  private static String normal(String text) {
    return " " + NO_LETTERS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").replace('’', '\'').strip() + " ";
  }

  /// The logarithm of the text's probability.
  double log(String text) {
    String normal = normal(text);
    double log = 0;
    for (int i = 1; i < normal.length(); i++) {
      log += Math.log(probability(normal, i));
    }
    return log;
  }

  private double probability(String text, int at) {
    double p = 1 / ALPHABET;
    for (int order = 0; order <= Math.min(ORDER, at); order++) {
      String context = text.substring(at - order, at);
      int n = followed.getOrDefault(context, 0);
      if (n == 0) {
        break;
      }
      int t = followers.getOrDefault(context, 0);
      p = (counts.getOrDefault(context + text.charAt(at), 0) + t * p) / (n + t);
    }
    return p;
  }
}
