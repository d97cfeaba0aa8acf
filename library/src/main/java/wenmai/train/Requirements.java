package wenmai.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import wenmai.decode.Prompt;
import wenmai.files.Atomic;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.message.Nearest;
import wenmai.tensor.Device;
import wenmai.tokenize.Tokenizer;
import wenmai.tokenize.TokenizerType;

/// What a run needs beside a recipe that makes sense by itself. Asked before the first file is written, so that who is refused
/// finds `out` as it was.
final class Requirements {
  private Requirements() {}

  /// Before any text is read.
  ///
  /// @throws BadInput where the run could not begin, or go on
  static void ofRun(Pretrain recipe, Device device) {
    recipe.precision().on(device, recipe.model());
    recipe.sources().values().forEach(share -> share.source().mustExist());
    InitialVectors.requireFitting(recipe);
    if (!recipe.optimizer().groups().isEmpty()) {
      Optimizer.requireMembers(recipe.optimizer(), Learner.names(recipe));
    }
    if (!Prepared.isThere(recipe)) {
      ofTokenizer(recipe);
      Atomic.requireFree(Prepared.folder(recipe));
      Atomic.requireFree(Path.of(recipe.out(), "model"));
    }
  }

  private static void ofTokenizer(Pretrain recipe) {
    var name = recipe.tokenizer();
    if (TokenizerType.named(name).isPresent()) {
      return;
    }
    if (name.isBlank() || !Files.exists(Path.of(name))) {
      var known = Arrays.stream(TokenizerType.values()).map(TokenizerType::toString).toList();
      var near = Nearest.to(name, known).map(nearest -> Message.of("; did you mean %s?", "；是否想用 %s？", nearest))
          .orElse(new Message(". Name one of them, or the path of a tokenizer.json", "。请写其中之一，或一个 tokenizer.json 的路径"));
      throw new BadInput("tokenizer (%1$s) is none of %2$s, and no file or folder%3$s", "tokenizer（%1$s）不是 %2$s 之一，也不是文件或文件夹%4$s", name,
          String.join(", ", known), near.en(), near.zh());
    }
    Learner.requireSpecials(recipe, Tokenizer.read(Path.of(name)));
  }

  /// @throws BadInput where samples could not begin
  static void ofPrompt(Pretrain recipe, Tokenizer tokenizer) {
    if (recipe.sampleEvery() == 0) {
      return;
    }
    int tokens = Prompt.ids(tokenizer, recipe.samplePrompt()).length;
    if (tokens > recipe.model().context() && recipe.model().kind() != ModelShape.Kind.LSTM) {
      throw new BadInput("samplePrompt has %d tokens, and model.context is %d; shorten it, or set sampleEvery to 0",
          "samplePrompt 有 %d 个词元，而 model.context 是 %d；请缩短它，或把 sampleEvery 设为 0", tokens, recipe.model().context());
    }
  }
}
