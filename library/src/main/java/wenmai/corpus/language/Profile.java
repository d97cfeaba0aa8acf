package wenmai.corpus.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import wenmai.corpus.duplicate.LongCounts;
import wenmai.corpus.text.LowerCase;

/// How probable a text is in a language: each character given the four before it, mixed with shorter contexts as far as
/// those have been seen (Witten and Bell 1991, method C):
/// p(c | h) = (n(h c) + t(h) p(c | h′)) / (n(h) + t(h)), with n counts, t how many different characters followed h, and h′
/// without its first character. Learned from a few kilobytes of text that lies beside this class (`en.txt`, …).
final class Profile {
  private static final int ORDER = 4;
  private static final double ALPHABET = 64;               // characters, of equal probability before anything is seen
  private static final Pattern NO_LETTERS = Pattern.compile("[^\\p{L}\\p{M}'’]+");
  private static final int BITS = 12;                      // of a character, which leaves a context and what follows in 60
  private final LongCounts counts = new LongCounts();
  private final LongCounts followed = new LongCounts();
  private final LongCounts followers = new LongCounts();

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
        long context = key(text, i - order, i);
        followed.add(context);
        if (counts.add(key(text, i - order, i + 1)) == 1) {
          followers.add(context);
        }
      }
    }
  }

  /// As they are written.
  static List<String> words(String text) {
    return List.of(NO_LETTERS.matcher(text).replaceAll(" ").strip().split(" "));
  }

  /// Letters in lower case, one space around each word.
  private static String normal(String text) {
    return " " + String.join(" ", words(LowerCase.of(text))).replace('’', '\'') + " ";
  }

  /// The logarithm of the probability of each word of the text, with the space behind it, given what stands before.
  double[] logs(String text) {
    String normal = normal(text);
    var logs = new double[words(text).size()];
    int word = 0;
    for (int i = 1; i < normal.length(); i++) {
      logs[word] += Math.log(probability(normal, i));
      word += normal.charAt(i) == ' ' ? 1 : 0;
    }
    return logs;
  }

  private double probability(String text, int at) {
    double p = 1 / ALPHABET;
    for (int order = 0; order <= Math.min(ORDER, at); order++) {
      long context = key(text, at - order, at);
      int n = followed.of(context);
      if (n == 0) {
        break;
      }
      int t = followers.of(context);
      p = (counts.of(key(text, at - order, at + 1)) + t * p) / (n + t);
    }
    return p;
  }

  private static long key(String text, int from, int to) {
    long key = 0;
    for (int i = from; i < to; i++) {
      key = key << BITS | text.charAt(i) & (1 << BITS) - 1;
    }
    return key;
  }
}
