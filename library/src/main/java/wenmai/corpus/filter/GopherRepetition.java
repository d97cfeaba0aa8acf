package wenmai.corpus.filter;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import wenmai.corpus.Filter;
import wenmai.corpus.Reason;
import wenmai.files.Default;
import wenmai.files.Range;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// The repetition rules of Gopher (Rae 2021, table A1), each a largest share of the text. The paper's are for web pages:
/// a book repeats many groups of words because it is long.
///
/// In Chinese a group of n words is taken for one of 2n characters (ours: a word has 1.5 to 2).
///
/// @param lines               of lines that stood before
/// @param paragraphs          of paragraphs that stood before
/// @param lineCharacters      of characters in such lines
/// @param paragraphCharacters of characters in such paragraphs
/// @param frequent            of characters in the most frequent group of 2, 3 and 4 words
/// @param repeated            of characters in groups of 5, 6, … 10 words that stood before
public record GopherRepetition(@Default("0.3") double lines, @Default("0.3") double paragraphs,
    @Default("0.2") double lineCharacters, @Default("0.2") double paragraphCharacters,
    @Default("[0.2, 0.18, 0.16]") List<Double> frequent,
    @Default("[0.15, 0.14, 0.13, 0.12, 0.11, 0.1]") List<Double> repeated) implements Filter {
  private static final int FIRST_FREQUENT = 2;     // words
  private static final int FIRST_REPEATED = 5;

  public GopherRepetition {
    Range.share("gopherRepetition.lines", lines);
    Range.share("gopherRepetition.paragraphs", paragraphs);
    Range.share("gopherRepetition.lineCharacters", lineCharacters);
    Range.share("gopherRepetition.paragraphCharacters", paragraphCharacters);
    frequent.forEach(share -> Range.share("gopherRepetition.frequent", share));
    repeated.forEach(share -> Range.share("gopherRepetition.repeated", share));
    if (frequent.size() > FIRST_REPEATED - FIRST_FREQUENT) {
      throw new BadInput("gopherRepetition.frequent has %d shares; at most 3: of groups of 2, 3 and 4 words",
          "gopherRepetition.frequent 有 %d 个比例；至多 3 个：对应 2、3、4 个词的词组", frequent.size());
    }
  }

  @Override
  public Message name() {
    return new Message("repetition (Gopher)", "重复（Gopher）");
  }

  @Override
  public Optional<Reason> fault(String text) {
    var byLine = Lines.of(text);
    if (byLine.repeated() > lines || byLine.repeatedCharacters() > lineCharacters) {
      return Optional.of(Reason.REPEATED_LINES);
    }
    var byParagraph = Lines.paragraphs(text);
    if (byParagraph.repeated() > paragraphs || byParagraph.repeatedCharacters() > paragraphCharacters) {
      return Optional.of(Reason.REPEATED_PARAGRAPHS);
    }
    return ofGroups(text);
  }

  private Optional<Reason> ofGroups(String text) {
    var script = Script.of(text);
    int unit = script == Script.HAN ? 2 : 1;
    var groups = new Ngrams(text, script);
    if (IntStream.range(0, frequent.size())
        .anyMatch(i -> groups.mostFrequent(unit * (FIRST_FREQUENT + i)) > frequent.get(i))) {
      return Optional.of(Reason.FREQUENT_NGRAM);
    }
    return IntStream.range(0, repeated.size()).anyMatch(i -> groups.repeated(unit * (FIRST_REPEATED + i)) > repeated.get(i))
        ? Optional.of(Reason.REPEATED_NGRAMS) : Optional.empty();
  }
}
