package wenmai.message;

import java.util.Locale;

/// The languages in which Wenmai speaks to people.
public enum Lang {
  EN,
  ZH;

  /// Chinese for a Chinese locale, English for every other.
  public static Lang of(Locale locale) {
    return locale.getLanguage().equals("zh") ? ZH : EN;
  }
}
