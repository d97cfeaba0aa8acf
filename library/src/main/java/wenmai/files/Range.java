package wenmai.files;

import wenmai.message.BadInput;

/// What the numbers of a recipe may be, for the compact constructors of its records.
public final class Range {
  private Range() {}

  /// @param key the whole one, as a person writes it
  public static void least(String key, double value, int least) {
    if (!(value >= least)) {
      throw new BadInput("%s (%s) must be at least %d", "%s（%s）必须至少为 %d", key, plain(value), least);
    }
  }

  /// A part of one.
  public static void share(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new BadInput("%s (%s) must be between 0 and 1", "%s（%s）必须在 0 与 1 之间", key, plain(value));
    }
  }

  /// As it was written: -5 and not -5.0.
  private static String plain(double value) {
    return value == Math.rint(value) ? "%.0f".formatted(value) : String.valueOf(value);
  }
}
