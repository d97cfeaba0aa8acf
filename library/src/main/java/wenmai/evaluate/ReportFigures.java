package wenmai.evaluate;

import static wenmai.evaluate.Html.tag;
import static wenmai.evaluate.Html.text;

import java.util.Locale;
import wenmai.message.Message;

/// The numbers of a run, each with a sentence that says what it means.
record ReportFigures(RunReport run) {

  Html html() {
    return tag("div class='figures'", loss(), perplexity(), bitsPerByte(), copied(), known());
  }

  private Html loss() {
    double guess = Math.log(run.model().shape().vocabulary());
    return figure("Held-out loss", "留出损失", format("%.3f", run.heldOut().loss()), Message.of(
        "Mean surprise at a token of unseen text, in nats. Pure guessing would have %.2f; 0 would be foreseeing "
            + "everything.",
        "模型对未见文字中每个词元的平均意外程度（单位：奈特）。纯猜测为 %.2f；0 表示全部料中。", guess));
  }

  private Html perplexity() {
    return figure("Perplexity", "困惑度", format("%,.1f", run.heldOut().perplexity()), Message.of(
        "The model is as unsure of the next token as if it chose among this many equally likely ones, out of %,d.",
        "模型对下一个词元的犹豫程度，相当于在这么多个同样可能的词元中挑一个；词表共 %,d 个。", run.model().shape().vocabulary()));
  }

  private Html bitsPerByte() {
    return figure("Bits per byte", "每字节比特数", format("%.3f", run.heldOut().bitsPerByte()), new Message(
        "What a byte of unseen text costs when the model compresses it; uncompressed it costs 8. Comparable between "
            + "tokenizers.",
        "用模型压缩未见文字时，每个字节所需的比特数；不压缩为 8。使用不同分词器的模型也可以互相比较。"));
  }

  private Html copied() {
    var o = run.originality();
    return figure("Copied 8-grams", "照抄的八词组", share(o.copied8grams(), o.grams()), Message.of(
        "Of %,d runs of eight words that it wrote, those that stand word for word in the training text. Low: it "
            + "writes; high: it recites.",
        "它写出的 %,d 个连续八词组中，一字不差出现在训练文本里的比例。低，说明它在写；高，说明它在背。", o.grams()));
  }

  private Html known() {
    var o = run.originality();
    return figure("Known words", "认识的词", share(o.knownWords(), o.words()), Message.of(
        "Of %,d words that it wrote, those that the training text has too. The others it made up out of pieces.",
        "它写出的 %,d 个词中，训练文本里也有的比例。其余是它用片段拼出来的。", o.words()));
  }

  private static String share(double share, long of) {
    return of == 0 ? "–" : format("%.1f%%", 100 * share);
  }

  private static String format(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static Html figure(String en, String zh, String value, Message meaning) {
    return tag("div class='figure'", tag("h3", text(new Message(en, zh))), tag("p class='value'", text(value)),
        tag("p", text(meaning)));
  }
}
