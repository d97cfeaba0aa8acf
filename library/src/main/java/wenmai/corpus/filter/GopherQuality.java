package wenmai.corpus.filter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import wenmai.corpus.Filter;
import wenmai.corpus.Reason;
import wenmai.files.Default;
import wenmai.files.Range;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// The quality rules of Gopher (Rae 2021, appendix A1.1), for English and what is written like it; Chinese passes.
/// Words are what spaces separate. The function words are English: in another language set `functionWords: 0`.
///
/// @param minWords      50
/// @param maxWords      100,000: a novel has more
/// @param minWordLength mean, in characters
/// @param maxWordLength mean, in characters
/// @param symbols       `#`, or ellipses, a word
/// @param bullets       share of lines that begin with a bullet
/// @param ellipses      share of lines that end in an ellipsis
/// @param letters       least share of words with a letter
/// @param functionWords how many of eight (the, be, to, of, and, that, have, with) must be there
public record GopherQuality(@Default("50") int minWords, @Default("100_000") int maxWords, @Default("3") double minWordLength,
    @Default("10") double maxWordLength, @Default("0.1") double symbols, @Default("0.9") double bullets,
    @Default("0.3") double ellipses, @Default("0.8") double letters, @Default("2") int functionWords) implements Filter {
  private static final Set<String> FUNCTION_WORDS = Set.of("the", "be", "to", "of", "and", "that", "have", "with");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern ELLIPSIS = Pattern.compile("…|\\.\\.\\.");
  private static final Pattern BULLET = Pattern.compile("[•‣▶◀◦■□▪▫*–-]\\s.*");
  private static final Pattern EDGES = Pattern.compile("^\\P{L}+|\\P{L}+$");

  public GopherQuality {
    Range.least("gopherQuality.minWords", minWords, 0);
    Range.least("gopherQuality.minWordLength", minWordLength, 0);
    Range.least("gopherQuality.symbols", symbols, 0);
    Range.share("gopherQuality.bullets", bullets);
    Range.share("gopherQuality.ellipses", ellipses);
    Range.share("gopherQuality.letters", letters);
    Range.least("gopherQuality.functionWords", functionWords, 0);
    if (functionWords > FUNCTION_WORDS.size()) {
      throw new BadInput("gopherQuality.functionWords (%d) must be at most %d: there are no more of them",
          "gopherQuality.functionWords（%d）不得大于 %d：虚词只有这些", functionWords, FUNCTION_WORDS.size());
    }
    if (minWords > maxWords || minWordLength > maxWordLength) {
      throw new BadInput("gopherQuality: minWords (%d) and minWordLength (%s) must not be above maxWords (%d) and maxWordLength (%s)",
          "gopherQuality：minWords（%d）与 minWordLength（%s）不得大于 maxWords（%d）与 maxWordLength（%s）", minWords, minWordLength, maxWords, maxWordLength);
    }
  }

  @Override
  public Message name() {
    return new Message("quality (Gopher)", "质量（Gopher）");
  }

  @Override
  public Optional<Reason> fault(String text) {
    if (Script.of(text) == Script.HAN) {
      return Optional.empty();
    }
    List<String> words = SPACE.splitAsStream(text).filter(word -> !word.isEmpty()).toList();
    return ofWords(words).or(() -> ofSymbols(text, words.size())).or(() -> ofLines(Lines.of(text)))
        .or(() -> ofVocabulary(words));
  }

  private Optional<Reason> ofWords(List<String> words) {
    if (words.size() < minWords || words.size() > maxWords) {
      return Optional.of(Reason.WORD_COUNT);
    }
    double mean = words.stream().mapToInt(String::length).average().orElse(0);
    return mean < minWordLength || mean > maxWordLength ? Optional.of(Reason.WORD_LENGTH) : Optional.empty();
  }

  private Optional<Reason> ofSymbols(String text, int words) {
    long hashes = text.chars().filter(c -> c == '#').count();
    long dots = ELLIPSIS.matcher(text).results().count();
    return Math.max(hashes, dots) > symbols * words ? Optional.of(Reason.SYMBOLS) : Optional.empty();
  }

  private Optional<Reason> ofLines(Lines lines) {
    if (lines.share(line -> BULLET.matcher(line).matches()) > bullets) {
      return Optional.of(Reason.BULLETS);
    }
    return lines.share(line -> line.endsWith("…") || line.endsWith("...")) > ellipses
        ? Optional.of(Reason.ELLIPSES) : Optional.empty();
  }

  private Optional<Reason> ofVocabulary(List<String> words) {
    long lettered = words.stream().filter(word -> word.chars().anyMatch(Character::isLetter)).count();
    if (lettered < letters * words.size()) {
      return Optional.of(Reason.FEW_LETTERS);
    }
    long found = words.stream().map(word -> EDGES.matcher(word.toLowerCase(Locale.ROOT)).replaceAll(""))
        .filter(FUNCTION_WORDS::contains).distinct().limit(functionWords).count();
    return found < functionWords ? Optional.of(Reason.NO_FUNCTION_WORDS) : Optional.empty();
  }
}
