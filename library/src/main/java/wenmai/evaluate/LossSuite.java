package wenmai.evaluate;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import wenmai.corpus.Cleaner;
import wenmai.corpus.Pipeline;
import wenmai.corpus.Source;
import wenmai.message.BadInput;
import wenmai.model.Pass;
import wenmai.model.io.LanguageModel;
import wenmai.tensor.Scope;

/// How well a model foresees a text. Each file is one sequence, read in windows of the model's context side by side; every
/// token but the first of a file is a target once.
public final class LossSuite {
  private LossSuite() {}

  /// @param loss        mean −log p of a token, in nats
  /// @param perplexity  e to the loss
  /// @param bitsPerByte −log₂ p of the whole text a byte of it in UTF-8: comparable between tokenizers
  public record Result(double loss, double perplexity, double bitsPerByte, long tokens, long bytes) {}

  public static Result run(LanguageModel model, List<Path> data) {
    var sum = new Sum(model);
    new Pipeline(Source.of(data), Cleaner.LM, 1).run(document -> sum.add(document.text()));
    if (sum.tokens == 0) {
      throw new BadInput("the data holds fewer than two tokens; give more text", "数据不足两个词元；请给出更多文本");
    }
    double loss = sum.loss / sum.tokens;
    return new Result(loss, Math.exp(loss), sum.loss / Math.log(2) / sum.bytes, sum.tokens, sum.bytes);
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
        return decoder.logits(decoder.hidden(x, Pass.WHOLE)).reshape(length, -1).crossEntropy(y).item();
      });
    }
  }
}
