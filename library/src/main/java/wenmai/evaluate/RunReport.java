package wenmai.evaluate;

import java.util.List;
import wenmai.corpus.Report;
import wenmai.message.Message;
import wenmai.model.BackboneConfig;
import wenmai.train.ModelShape;
import wenmai.train.Observer;

/// Everything that the page about one run shows.
///
/// @param writings what the model wrote on the way, for one prompt each
/// @param next     how to go on
public record RunReport(Data data, Model model, Training training, HeldOut heldOut, Originality originality,
    List<Writing> writings, Tokens tokens, List<Command> next) {

  /// The text it learned from.
  ///
  /// @param places the files and folders that were given
  /// @param corpus what was read, changed, dropped and kept
  /// @param split  how the validation text was held back
  public record Data(List<String> places, Report corpus, long trainTokens, long validationTokens, Message split) {}

  /// @param tokenizer its kind, such as BPE
  /// @param device    and its kernels
  public record Model(ModelShape.Kind kind, BackboneConfig shape, long parameters, String tokenizer, String device) {}

  /// @param losses     of the training steps
  /// @param validation losses on the held-out text
  /// @param tokens     seen, repeated ones each time
  public record Training(List<Point> losses, List<Point> validation, int steps, long tokens, double seconds) {
    double tokensPerSecond() {
      return tokens / seconds;
    }
  }

  /// @param step from 1; 0 is before training
  /// @param loss in nats a token
  public record Point(int step, double loss) {}

  /// Measured at the end, on text that was not trained on.
  ///
  /// @param loss in nats a token
  public record HeldOut(double loss, double bitsPerByte) {
    double perplexity() {
      return Math.exp(loss);
    }
  }

  /// @param samples in the order of their steps, each text with the prompt before it; three of them are shown
  public record Writing(String prompt, List<Observer.Sample> samples) {}

  /// Some of the model's tokens, as text.
  public record Tokens(List<String> commonest, List<String> longest) {}

  /// @param words of the command line, quoted by the page where a shell needs it
  public record Command(Message purpose, List<String> words) {}
}
