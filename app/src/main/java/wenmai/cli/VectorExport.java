package wenmai.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.embed.TokenWords;
import wenmai.embed.WordVectors.Format;
import wenmai.model.io.Pretrained;
import wenmai.tensor.Device;

/// The input embedding of a model as a file of word vectors: see [TokenWords].
@Command(name = "export")
final class VectorExport implements Verb {
  @Parameters(index = "0", paramLabel = "MODEL")
  private Path model = Path.of("");

  @Option(names = "--out", paramLabel = "FILE", required = true)
  private Path out = Path.of("");

  @Option(names = "--format", paramLabel = "NAME")
  private @Nullable Format format;

  /// @param doubles tokens that spell a word which another token stands for
  /// @param special tokens that are no text
  /// @param partial tokens that are parts of characters
  /// @param spaces  tokens with white space in them
  record Report(Path out, int words, int dimensions, int tokens, int doubles, int special, int partial, int spaces) {}

  @Override
  public void run(Console console, Interrupts interrupts) {
    try (var opened = Pretrained.open(model, Device.jvm())) {
      var tokens = TokenWords.of(opened.tokenizer());
      int width = opened.model().config().width();
      tokens.vectors(opened.model().words().floats(), width).write(out, format == null ? Format.of(out) : format);
      report(console, new Report(out, tokens.tokens().size(), width, tokens.words().size(), tokens.doubles(), tokens.special(),
          tokens.partial(), tokens.spaces()));
    }
  }

  private static void report(Console console, Report r) {
    if (console.json()) {
      console.printJson(r);
    } else {
      console.print(console.text("%s: %,d words in %d dimensions, of %,d tokens. Left out: %,d that spell a word once more (with and without a space"
          + " before it), %,d special, %,d parts of characters, %,d with white space",
          "%s：%,d 个词，%d 维，词表共 %,d 个词元。略去：%,d 个与另一词元同词（有无前导空格之别），%,d 个特殊词元，%,d 个不完整的字符，%,d 个含空白",
          r.out, r.words, r.dimensions, r.tokens, r.doubles, r.special, r.partial, r.spaces));
    }
  }
}
