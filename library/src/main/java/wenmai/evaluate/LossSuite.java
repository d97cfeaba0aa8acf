package wenmai.evaluate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import wenmai.corpus.Reason;
import wenmai.corpus.Source;
import wenmai.corpus.Tally;
import wenmai.message.BadInput;
import wenmai.model.Pass;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Criterion;
import wenmai.tensor.Scope;

/// How well a model foresees a text. Each file is one sequence (of JSONL, the text of each line), read in windows of the
/// model's context side by side; every token but the first of a sequence is a target once.
///
/// The text is taken as it is, so that two programs measure the same: its encoding is decoded (without a byte order mark)
/// and nothing else is done to it. Nothing is cleaned, and what stands twice counts twice. A file that cannot be read is
/// an error, for a measure without it would be one of other data.
public final class LossSuite {
  /// What a folder may hold beside its text.
  private static final Set<Reason> NO_TEXT = Set.of(Reason.EMPTY, Reason.OTHER_KIND, Reason.LEFT_OUT);

  private LossSuite() {}

  /// @param loss        mean −log p of a token, in nats
  /// @param perplexity  e to the loss
  /// @param bitsPerByte −log₂ p of the whole text a byte of it in UTF-8: comparable between tokenizers
  public record Result(double loss, double perplexity, double bitsPerByte, long tokens, long bytes) {}

  public static Result run(LanguageModel model, List<Path> data) {
    var sum = new Sum(model);
    var tally = new Tally();
    try (var documents = Source.of(data).documents(tally)) {
      documents.forEach(document -> {
        mustBeWhole(tally);
        sum.add(document.text());
      });
    }
    mustBeWhole(tally);
    if (sum.tokens == 0) {
      throw new BadInput("the data holds fewer than two tokens; give more text", "数据不足两个词元；请给出更多文本");
    }
    double loss = sum.loss / sum.tokens;
    return new Result(loss, Math.exp(loss), sum.loss / Math.log(2) / sum.bytes, sum.tokens, sum.bytes);
  }

  private static void mustBeWhole(Tally tally) {
    tally.report().dropped().forEach((reason, dropped) -> {
      if (!NO_TEXT.contains(reason)) {
        var why = reason.message();
        throw new BadInput("%1$s cannot be measured: %2$s. Leave it out of --data, or give its text as UTF-8",
            "无法度量 %1$s：%3$s。请把它从 --data 中去掉，或给出它的 UTF-8 文本", dropped.first().getFirst(), why.en(), why.zh());
      }
    });
  }

  private static final class Sum {
    private final LanguageModel model;
    private double loss;
    private long tokens;
    private long bytes;

    Sum(LanguageModel model) {
      this.model = model;
    }

    void add(String text) {
      var ids = model.tokenizer().encode(text);
      bytes += text.getBytes(StandardCharsets.UTF_8).length;
      int context = model.decoder().config().context();
      for (int at = 0; at < ids.length - 1; at += context) {
        int length = Math.min(context, ids.length - 1 - at);
        loss += length * window(ids, at, length);
        tokens += length;
      }
    }

    private double window(int[] ids, int at, int length) {
      var decoder = model.decoder();
      var device = decoder.device();
      return Scope.run(() -> {
        var x = device.of(Arrays.copyOfRange(ids, at, at + length), 1, length);
        var y = device.of(Arrays.copyOfRange(ids, at + 1, at + length + 1), length);
        return decoder.hidden(x, Pass.WHOLE).headLoss(decoder.head(), y, Criterion.CROSS_ENTROPY, 1).item();
      });
    }
  }
}
