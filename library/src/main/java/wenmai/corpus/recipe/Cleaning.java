package wenmai.corpus.recipe;

import java.util.ArrayList;
import java.util.List;
import wenmai.corpus.Step;
import wenmai.corpus.duplicate.Decontamination;
import wenmai.corpus.duplicate.NearDuplicates;
import wenmai.corpus.filter.C4;
import wenmai.corpus.filter.ChineseQuality;
import wenmai.corpus.filter.FineWeb;
import wenmai.corpus.filter.GopherQuality;
import wenmai.corpus.filter.GopherRepetition;
import wenmai.corpus.language.Languages;
import wenmai.files.Default;
import wenmai.message.BadInput;

/// A recipe for cleaning: which steps, in which order, with which thresholds.
///
/// @param profile        the list of steps, where `steps` gives none; with decontamination behind its repairs, where that has files
/// @param steps          in their order
/// @param shortest       characters of a document, for not_short
/// @param shortestRepeat characters of a line or paragraph, for repeated_lines and repeated_paragraphs
public record Cleaning(@Default("lm") Profile profile, @Default("[]") List<Piece> steps, @Default("1") int shortest,
    @Default("20") int shortestRepeat, Languages languages, GopherQuality gopherQuality, GopherRepetition gopherRepetition,
    C4 c4, FineWeb fineweb, ChineseQuality chineseQuality, Decontamination decontamination, NearDuplicates nearDuplicates) {

  public Cleaning {
    if (steps.stream().distinct().count() < steps.size()) {
      throw new BadInput("steps names one step twice: %s", "steps 中有重复的步骤：%s", steps);
    }
  }

  /// The steps that will run.
  public List<Step> list() {
    return pieces().stream().map(piece -> piece.of(this)).toList();
  }

  /// Whether words are taken apart, so that the text is one of words between spaces.
  boolean intoWords() {
    return pieces().contains(Piece.WORDS);
  }

  private List<Piece> pieces() {
    if (!steps.isEmpty()) {
      return steps;
    }
    var list = new ArrayList<>(profile.steps());
    if (!decontamination.files().isEmpty()) {
      list.add(list.indexOf(Piece.NFC) + 1, Piece.DECONTAMINATION);
    }
    return list;
  }
}
