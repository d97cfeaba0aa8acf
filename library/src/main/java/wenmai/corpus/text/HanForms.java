package wenmai.corpus.text;

import com.hankcs.hanlp.HanLP;
import wenmai.corpus.Cleaner;
import wenmai.message.Message;

/// Chinese written one way. One simplified character may stand for several traditional ones (后 for 後 and 后), so
/// HanLP's tables convert words first, and characters where no word fits.
public final class HanForms {
  public static final Cleaner SIMPLIFIED =
      new Cleaner(new Message("simplified Chinese", "转为简体"), HanLP::convertToSimplifiedChinese);
  public static final Cleaner TRADITIONAL =
      new Cleaner(new Message("traditional Chinese", "转为繁体"), HanLP::convertToTraditionalChinese);

  private HanForms() {}
}
