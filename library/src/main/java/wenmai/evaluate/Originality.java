package wenmai.evaluate;

import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Whether a model writes or recites: the share of its 8-grams that stand word for word in the training text, and the
/// share of its words that the training text knows. A model that joins pieces of words may write what is none, so known
/// words say how readable it is.
///
/// Words are ICU's (Unicode Annex 29; Chinese by dictionary), lower-cased, without punctuation and spaces. Every
/// occurrence counts. The last word of a generated text counts only where something follows it, for it may have been
/// cut; n-grams do not cross texts. Comparison is exact. Memory holds the generated words and n-grams and one training
/// text at a time, however many there are. The dictionary looks at a whole run of Han, so words at the edges of a copied
/// piece may differ from those of its source.
///
/// @param copied8grams share from 0 to 1; 0 where there is none
/// @param knownWords   share from 0 to 1; 0 where there is none
/// @param grams        8-grams of the generated texts
/// @param words        of the generated texts
public record Originality(double copied8grams, double knownWords, long grams, long words) {
  private static final int GRAM = 8;

  /// @param generated what the model wrote, without the prompts
  /// @param training  read once, text by text; may be parallel
  public static Originality of(List<String> generated, Stream<String> training) {
    var words = new ArrayList<String>();
    var grams = new ArrayList<List<String>>();
    for (var text : generated) {
      var whole = wholeWords(text);
      words.addAll(whole);
      for (int end = GRAM; end <= whole.size(); end++) {
        grams.add(List.copyOf(whole.subList(end - GRAM, end)));
      }
    }
    var search = new Search(new HashSet<>(words), new HashSet<>(grams));
    training.forEach(search::read);
    return new Originality(share(grams, search.copied), share(words, search.known), grams.size(), words.size());
  }

  private static <T> double share(List<T> all, Set<T> found) {
    return all.isEmpty() ? 0 : (double) all.stream().filter(found::contains).count() / all.size();
  }

  /// What is looked for, and what of it the training text has.
  private record Search(Set<String> words, Set<List<String>> grams, Set<String> known, Set<List<String>> copied) {

    Search(Set<String> words, Set<List<String>> grams) {
      this(words, grams, ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet());
    }

    void read(String text) {
      var last = new ArrayList<String>(GRAM);
      forEachWord(text, word -> {
        if (!words.contains(word)) {
          last.clear();
          return;
        }
        known.add(word);
        if (last.size() == GRAM) {
          last.removeFirst();
        }
        last.add(word);
        if (grams.contains(last)) {
          copied.add(List.copyOf(last));
        }
      });
    }
  }

  private static List<String> wholeWords(String text) {
    var words = new ArrayList<String>();
    boolean cut = forEachWord(text, words::add);
    return cut ? words.subList(0, words.size() - 1) : words;
  }

  /// @return whether the text ends in a word
  private static boolean forEachWord(String text, Consumer<String> use) {
    var breaks = BreakIterator.getWordInstance(Locale.ROOT);
    breaks.setText(text);
    boolean word = false;
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
      word = breaks.getRuleStatus() >= BreakIterator.WORD_NONE_LIMIT;
      if (word) {
        use.accept(text.substring(start, end).toLowerCase(Locale.ROOT));
      }
    }
    return word;
  }
}
