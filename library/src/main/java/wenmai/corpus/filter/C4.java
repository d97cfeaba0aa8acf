package wenmai.corpus.filter;

import java.text.BreakIterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import wenmai.corpus.Document;
import wenmai.corpus.Reason;
import wenmai.corpus.Step;
import wenmai.corpus.text.LowerCase;
import wenmai.files.Default;
import wenmai.files.Range;
import wenmai.message.Message;

/// The rules of C4 (Raffel 2020 §2.2): lines stay that end in terminal punctuation, have enough words and do not speak of
/// Javascript; then pages with placeholder text, a curly bracket or few sentences go. The paper's list of bad words is
/// not part of it. English and what is written like it; Chinese passes.
///
/// @param minWords     of a line
/// @param minSentences of a page
public record C4(@Default("5") int minWords, @Default("3") int minSentences, @Default("true") boolean terminalPunctuation)
    implements Step {
  private static final Pattern ENDS = Pattern.compile(".*[.!?\"”]", Pattern.DOTALL);

  public C4 {
    Range.least("c4.minWords", minWords, 0);
    Range.least("c4.minSentences", minSentences, 0);
  }

  @Override
  public Message name() {
    return new Message("lines (C4)", "行（C4）");
  }

  @Override
  public Work begin() {
    return this::outcome;
  }

  private Outcome outcome(Document document) {
    String text = document.text();
    if (Script.of(text) == Script.HAN) {
      return new Outcome.Kept(text);
    }
    if (LowerCase.of(text).contains("lorem ipsum")) {
      return new Outcome.Dropped(Reason.LOREM_IPSUM);
    }
    if (text.contains("{")) {
      return new Outcome.Dropped(Reason.BRACES);
    }
    List<String> lines = text.lines().filter(this::stays).toList();
    return lines.stream().mapToInt(C4::sentences).sum() < minSentences ? new Outcome.Dropped(Reason.FEW_SENTENCES)
        : new Outcome.Kept(String.join("\n", lines));
  }

  private boolean stays(String line) {
    String bare = line.strip();
    return (!terminalPunctuation || ENDS.matcher(bare).matches() && !bare.endsWith("..."))
        && bare.split("\\s+").length >= minWords && !LowerCase.of(bare).contains("javascript");
  }

  private static int sentences(String line) {
    var breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
    breaks.setText(line);
    int sentences = 0;
    while (breaks.next() != BreakIterator.DONE) {
      sentences++;
    }
    return sentences;
  }
}
