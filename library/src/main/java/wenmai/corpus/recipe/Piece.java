package wenmai.corpus.recipe;

import java.util.Locale;
import java.util.function.Function;
import wenmai.corpus.Cleaner;
import wenmai.corpus.NoRepetition;
import wenmai.corpus.Rule;
import wenmai.corpus.Step;
import wenmai.corpus.duplicate.Repeats;
import wenmai.corpus.personal.Detector;
import wenmai.corpus.text.ByScript;
import wenmai.corpus.text.HanForms;
import wenmai.corpus.text.Mojibake;
import wenmai.corpus.text.WordSteps;

/// The names under which a recipe lists steps. Those with thresholds take them from the recipe's key of the same name.
public enum Piece {
  MOJIBAKE(_ -> Mojibake.REPAIR),
  LINE_ENDS(_ -> Cleaner.LINE_ENDS),
  ODD_SPACES(_ -> Cleaner.ODD_SPACES),
  INVISIBLE(_ -> Cleaner.INVISIBLE),
  CONTROL(_ -> Cleaner.CONTROL),
  NFC(_ -> Cleaner.NFC),
  TRAILING_SPACES(_ -> Cleaner.TRAILING_SPACES),
  BLANK_LINES(_ -> Cleaner.BLANK_LINES),
  SIMPLIFIED(_ -> HanForms.SIMPLIFIED),
  TRADITIONAL(_ -> HanForms.TRADITIONAL),
  LOWER_CASE(_ -> WordSteps.LOWER_CASE),
  SYMBOLS(_ -> WordSteps.SYMBOLS),
  WORDS(_ -> ByScript.DEFAULT.cleaner()),
  STOP_WORDS(_ -> WordSteps.STOP_WORDS),
  SPACES(_ -> WordSteps.SPACES),

  EMAIL(_ -> Detector.EMAIL.cleaner()),
  CHINESE_ID(_ -> Detector.CHINESE_ID.cleaner()),
  SSN(_ -> Detector.SSN.cleaner()),
  BANK_CARD(_ -> Detector.BANK_CARD.cleaner()),
  MAC(_ -> Detector.MAC.cleaner()),
  IPV6(_ -> Detector.IPV6.cleaner()),
  IPV4(_ -> Detector.IPV4.cleaner()),
  PHONE(_ -> Detector.PHONE.cleaner()),

  LANGUAGES(Cleaning::languages),
  GOPHER_REPETITION(Cleaning::gopherRepetition),
  GOPHER_QUALITY(Cleaning::gopherQuality),
  C4(Cleaning::c4),
  FINEWEB(Cleaning::fineweb),
  CHINESE_QUALITY(Cleaning::chineseQuality),

  DECONTAMINATION(recipe -> recipe.decontamination().filter()),

  NOT_BLANK(_ -> Rule.NOT_BLANK),
  NOT_SHORT(recipe -> Rule.notShorterThan(recipe.shortest())),
  REPEATED_LINES(recipe -> new Repeats(Repeats.Part.LINES, recipe.shortestRepeat())),
  REPEATED_PARAGRAPHS(recipe -> new Repeats(Repeats.Part.PARAGRAPHS, recipe.shortestRepeat())),
  DUPLICATES(_ -> new NoRepetition()),
  NEAR_DUPLICATES(Cleaning::nearDuplicates);

  private final Function<Cleaning, Step> step;

  Piece(Function<Cleaning, Step> step) {
    this.step = step;
  }

  Step of(Cleaning recipe) {
    return step.apply(recipe);
  }

  /// As a recipe writes it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
