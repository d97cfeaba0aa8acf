package wenmai.corpus.recipe;

import java.util.ArrayList;
import java.util.Collections;
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
import wenmai.files.Range;
import wenmai.files.Recipes;
import wenmai.message.BadInput;

/// A recipe for cleaning: which steps, in which order, with which thresholds.
///
/// @param profile        the list of steps, where `steps` gives none; with decontamination behind its repairs, where that has files
/// @param steps          in their order; never empty, once the profile has given them
/// @param shortest       characters of a document, for not_short
/// @param shortestRepeat characters of a line or paragraph, for repeated_lines and repeated_paragraphs
public record Cleaning(@Default("lm") Profile profile, @Default("[]") List<Piece> steps, @Default(Cleaning.SHORTEST) int shortest,
    @Default(Cleaning.SHORTEST_REPEAT) int shortestRepeat, Languages languages, GopherQuality gopherQuality, GopherRepetition gopherRepetition,
    C4 c4, FineWeb fineweb, ChineseQuality chineseQuality, Decontamination decontamination, NearDuplicates nearDuplicates) {

  private static final String SHORTEST = "1";
  private static final String SHORTEST_REPEAT = "20";

  public Cleaning {
    requireOnce(steps);
    steps = steps.isEmpty() ? steps(profile, decontamination) : steps;
    Range.least("shortest", shortest, 0);
    Range.least("shortestRepeat", shortestRepeat, 1);
    requireUse("shortest", shortest == Integer.parseInt(SHORTEST), steps, Piece.NOT_SHORT);
    requireUse("shortestRepeat", shortestRepeat == Integer.parseInt(SHORTEST_REPEAT), steps, Piece.REPEATED_LINES, Piece.REPEATED_PARAGRAPHS);
    requireUse("languages", isDefault(languages), steps, Piece.LANGUAGES);
    requireUse("gopherQuality", isDefault(gopherQuality), steps, Piece.GOPHER_QUALITY);
    requireUse("gopherRepetition", isDefault(gopherRepetition), steps, Piece.GOPHER_REPETITION);
    requireUse("c4", isDefault(c4), steps, Piece.C4);
    requireUse("fineweb", isDefault(fineweb), steps, Piece.FINEWEB);
    requireUse("chineseQuality", isDefault(chineseQuality), steps, Piece.CHINESE_QUALITY);
    requireUse("decontamination", isDefault(decontamination), steps, Piece.DECONTAMINATION);
    requireUse("nearDuplicates", isDefault(nearDuplicates), steps, Piece.NEAR_DUPLICATES);
  }

  /// The steps that will run.
  public List<Step> list() {
    return steps.stream().map(piece -> piece.of(this)).toList();
  }

  /// Whether words are taken apart, so that the text is one of words between spaces.
  boolean intoWords() {
    return steps.contains(Piece.WORDS);
  }

  private static List<Piece> steps(Profile profile, Decontamination decontamination) {
    var list = new ArrayList<>(profile.steps());
    if (!decontamination.files().isEmpty()) {
      list.add(list.indexOf(Piece.NFC) + 1, Piece.DECONTAMINATION);
    }
    return List.copyOf(list);
  }

  private static void requireOnce(List<Piece> steps) {
    steps.stream().filter(step -> Collections.frequency(steps, step) > 1).findFirst().ifPresent(twice -> {
      throw new BadInput("steps names %s twice: take one out", "steps 中 %s 出现两次：请去掉一个", twice);
    });
  }

  /// What changes a step that does not run changes nothing, which is hardly what its writer wants.
  private static void requireUse(String key, boolean isDefault, List<Piece> steps, Piece... users) {
    if (!isDefault && Collections.disjoint(steps, List.of(users))) {
      var user = users[0];
      throw new BadInput("%1$s changes nothing, for the step %2$s does not run: name %2$s in steps, which are now %3$s",
          "%1$s 不起作用，因为没有运行步骤 %2$s：请把 %2$s 写入 steps；现在的步骤是 %3$s", key, user, steps);
    }
  }

  private static boolean isDefault(Record part) {
    return part.equals(Recipes.of(List.of(), part.getClass()));
  }
}
