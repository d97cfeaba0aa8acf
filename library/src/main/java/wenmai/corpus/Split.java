package wenmai.corpus;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// What is trained on and what is held back to validate: `train + validation` is the text, for every document.
public sealed interface Split {
  /// Fewer documents than this are too few to hold back whole ones.
  int FEW = 20;

  Parts of(Document document);

  /// What was done, for people.
  Message words();

  record Parts(String train, String validation) {}

  /// Whole documents: the share `fraction` of them (at least one) whose mixed fingerprints are lowest. It depends on
  /// the texts and the seed, not on their order, and the same text never stands on both sides.
  record ByDocument(double fraction, long seed, long last) implements Split {
    public ByDocument {
      check(fraction);
    }

    @Override
    public Parts of(Document document) {
      boolean held = Fingerprint.mixed(document.fingerprint(), seed) <= last;
      return held ? new Parts("", document.text()) : new Parts(document.text(), "");
    }

    @Override
    public Message words() {
      return Message.of("%s %% of the documents are held back for validation, chosen by their content with seed %d",
          "按内容以种子 %2$d 选出 %1$s %% 的文档留作验证", percent(fraction), seed);
    }
  }

  /// The end of every document, from the first line on that begins in its last `fraction`.
  record ByLines(double fraction) implements Split {
    public ByLines {
      check(fraction);
    }

    @Override
    public Parts of(Document document) {
      String text = document.text();
      int wanted = (int) (text.length() * (1 - fraction));
      return cut(text, lineStart(text, wanted));
    }

    /// The start of the first line at or after `wanted`; within the last line, where that is longer, the place itself.
    private static int lineStart(String text, int wanted) {
      int next = text.indexOf('\n', Math.max(0, wanted - 1)) + 1;
      return next > 0 && next < text.length() ? next : beforeSurrogate(text, wanted);
    }

    private static int beforeSurrogate(String text, int place) {
      return place < text.length() && Character.isLowSurrogate(text.charAt(place)) ? place - 1 : place;
    }

    @Override
    public Message words() {
      return Message.of("too few documents to hold back whole ones: the last %s %% of each is, cut between lines",
          "文档太少，不便整篇留出：每篇最后 %s %% 留作验证，在行间切分", percent(fraction));
    }
  }

  /// Exactly the last characters: of `n` code points the first `⌊n · (1 - fraction)⌋` are trained on, as nanoGPT does
  /// with Shakespeare (`data[:int(n*0.9)]`).
  record ByCharacters(double fraction) implements Split {
    public ByCharacters {
      check(fraction);
    }

    @Override
    public Parts of(Document document) {
      String text = document.text();
      int train = (int) (text.codePointCount(0, text.length()) * (1 - fraction));
      return cut(text, text.offsetByCodePoints(0, train));
    }

    @Override
    public Message words() {
      return Message.of("exactly the last %s %% of each document's characters are held back for validation",
          "每篇文档恰好最后 %s %% 的字符留作验证", percent(fraction));
    }
  }

  /// By document where there are enough of them (`fingerprints` holds each one's), otherwise by lines.
  static Split choose(Collection<Long> fingerprints, double fraction, long seed) {
    check(fraction);
    if (fingerprints.size() < FEW) {
      return new ByLines(fraction);
    }
    List<Long> sorted = fingerprints.stream().map(f -> Fingerprint.mixed(f, seed)).sorted().toList();
    int held = Math.max(1, (int) Math.round(sorted.size() * fraction));
    return new ByDocument(fraction, seed, sorted.get(held - 1));
  }

  private static Parts cut(String text, int place) {
    return new Parts(text.substring(0, place), text.substring(place));
  }

  private static void check(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new BadInput("The share of validation is %s; it must lie between 0 and 1, e.g. 0.1.",
          "验证集比例为 %s；应在 0 与 1 之间，例如 0.1。", fraction);
    }
  }

  private static String percent(double fraction) {
    return BigDecimal.valueOf(fraction).movePointRight(2).stripTrailingZeros().toPlainString();
  }
}
