package wenmai.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import wenmai.files.Json;
import wenmai.message.Lang;

/// A small run of the road that the launcher makes once a build, watched by Java: what it loaded, linked and counted is
/// kept as an ahead-of-time cache, from which every later start goes on.
final class Rehearsal {
  private Rehearsal() {}

  /// @param args a text file, and a folder that is not there yet
  public static void main(String[] args) throws IOException {
    var text = args[0];
    var out = Path.of(args[1]);
    var recipe = Files.writeString(Files.createDirectories(out).resolve("recipe.yaml"), """
        tokenizer: bpe
        vocabulary: 512
        model: {layers: 2, width: 64, heads: 4, kvHeads: 2, context: 64}
        batch: 4
        steps: 60
        optimizer: {warmup: 10}
        """);
    verb("pretrain", recipe.toString(), "data=[" + Json.compact(text) + "]", "out=" + Json.compact(out.resolve("run").toString()));
    var model = out.resolve("run/model").toString();
    verb("generate", model, "--prompt", "Wenmai 文脉", "--max-tokens", "40");
    verb("evaluate", model, "--suite", "loss", "--data", text);
  }

  private static void verb(String... args) {
    if (Wenmai.run(HelpText.commands(Lang.EN), Console.ofProcess(Lang.EN), new Interrupts(), args) != 0) {
      throw new IllegalStateException(String.join(" ", args));
    }
  }
}
