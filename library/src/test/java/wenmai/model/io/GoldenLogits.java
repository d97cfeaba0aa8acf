package wenmai.model.io;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import wenmai.model.Decoder;
import wenmai.tokenize.Characters;

/// Writes the models of [LanguageModelTest] to a folder, one a number, for `golden_logits.py`.
final class GoldenLogits {
  private GoldenLogits() {}

  public static void main(String[] args) {
    var tokenizer = Characters.train(Stream.of("abcdefghijklmnopqrstuvwxyz .\n"), 30, List.of());
    int i = 0;
    for (var config : LanguageModelTest.shapes().toList()) {
      try (var model = new LanguageModel(new Decoder(config, LanguageModelTest.weights()), tokenizer)) {
        model.save(Path.of(args[0], String.valueOf(i++)));
      }
    }
  }
}
