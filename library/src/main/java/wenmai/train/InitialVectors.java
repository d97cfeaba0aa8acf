package wenmai.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import wenmai.embed.TokenWords;
import wenmai.embed.WordVectors;
import wenmai.message.BadInput;
import wenmai.tensor.Scope;
import wenmai.tensor.Tensor;
import wenmai.tokenize.Tokenizer;

/// Word vectors learned before, in which a model's input embedding begins (Collobert 2011 §4.5, "Natural language processing
/// (almost) from scratch"): the row of a token that [spells][TokenWords] one of their words, or has it as its lower case,
/// is the word's vector. One factor for all gives their numbers the root mean square that the embedding's have, so lengths beside
/// each other and angles stay. All other rows begin as they would without.
final class InitialVectors {
  private InitialVectors() {}

  /// Before anything is prepared for a run; one that goes on needs its vectors no more.
  static void requireFitting(Pretrain recipe) {
    if (!recipe.vectors().isEmpty() && !Files.isDirectory(Path.of(recipe.out(), "checkpoints"))) {
      var file = Path.of(recipe.vectors());
      if (!Files.isRegularFile(file)) {
        throw new BadInput("vectors (%s) is no file; check the path, or leave vectors out", "vectors（%s）不是文件；请检查路径，或去掉 vectors", file);
      }
      requireFitting(file, WordVectors.dimensions(file), recipe.model().width());
    }
  }

  private static void requireFitting(Path file, int dimensions, long width) {
    if (dimensions != width) {
      throw new BadInput("vectors: those of %1$s have %2$d dimensions, and model.width is %3$d: take model.width=%2$d, or train vectors with --dim %3$d",
          "vectors：%1$s 中的向量是 %2$d 维，而 model.width 是 %3$d：请用 model.width=%2$d，或用 --dim %3$d 训练词向量", file, dimensions, width);
    }
  }

  /// Puts them into an embedding that is new.
  ///
  /// @return how many tokens they are for
  static int begin(Tensor embedding, Tokenizer tokenizer, Path file) {                  // [V,D]
    var vectors = WordVectors.read(file);
    int width = Math.toIntExact(embedding.size(1));
    requireFitting(file, vectors.dimensions(), width);
    var words = TokenWords.of(tokenizer).words();
    int[] known = IntStream.range(0, words.size()).filter(id -> vectors.knows(words.get(id))).toArray();
    var begun = new float[known.length * width];
    for (int i = 0; i < known.length; i++) {
      System.arraycopy(vectors.vector(words.get(known[i])), 0, begun, i * width, width);
    }
    float[] rows = embedding.floats();
    double factor = deviation(rows) / deviation(begun);
    for (int i = 0; i < begun.length; i++) {
      rows[known[i / width] * width + i % width] = (float) (factor * begun[i]);
    }
    Scope.run(() -> embedding.assign(embedding.device().of(rows, embedding.shape())));
    return known.length;
  }

  /// √(Σ x² / n), 1 where all are 0.
  private static double deviation(float[] numbers) {
    double squares = 0;
    for (float x : numbers) {
      squares += (double) x * x;
    }
    return squares == 0 ? 1 : Math.sqrt(squares / numbers.length);
  }
}
