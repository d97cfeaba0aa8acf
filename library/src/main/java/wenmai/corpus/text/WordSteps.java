package wenmai.corpus.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wenmai.corpus.Cleaner;
import wenmai.message.Message;

/// What leaves the bare words, for word vectors and classifiers that count words.
public final class WordSteps {
  public static final Cleaner LOWER_CASE =
      new Cleaner(new Message("lower case", "转为小写"), LowerCase::of);

  /// Everything that is no letter, mark, number or line end becomes a space, but an apostrophe within a word.
  public static final Cleaner SYMBOLS = Cleaner.replacing("punctuation and symbols", "标点与特殊符号",
      "[^\\p{L}\\p{M}\\p{N}\n'’]+|(?<![\\p{L}\\p{N}])['’]+|['’]+(?![\\p{L}\\p{N}])", " ");

  public static final Cleaner SPACES = Cleaner.replacing("repeated spaces", "多余空格",
      "(?<=[ \t])[ \t]++|(?m:^)[ \t]++|[ \t]++(?m:$)", "");

  /// Takes out the words, between spaces, that stand in a list for either language, the Chinese ones in both forms. Run it after
  /// segmentation.
  public static final Cleaner STOP_WORDS = stopWords(Stream.of("en", "zh").flatMap(WordSteps::listed)
      .flatMap(word -> Stream.of(word, HanForms.TRADITIONAL.apply(word))).collect(Collectors.toSet()));

  private WordSteps() {}

  public static Cleaner stopWords(Set<String> words) {
    return new Cleaner(new Message("stop words", "停用词"), text -> text.lines()
        .map(line -> Stream.of(line.split(" ", -1)).filter(word -> !words.contains(plain(word))).collect(Collectors.joining(" ")))
        .collect(Collectors.joining("\n")));
  }

  private static String plain(String word) {
    return word.replace('’', '\'').toLowerCase(Locale.ROOT);
  }

  private static Stream<String> listed(String language) {
    String name = "stop-words-" + language + ".txt";
    try (InputStream in = WordSteps.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not beside " + WordSteps.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#"))
          .flatMap(line -> Stream.of(line.split(" "))).filter(word -> !word.isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
