package wenmai.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.embed.WordEvaluation;
import wenmai.embed.WordVectors;
import wenmai.embed.WordVectors.Neighbour;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// Learns, takes, asks, measures and draws word vectors.
@Command(name = "vectors", subcommands = {VectorTrain.class, VectorExport.class, VectorVerbs.Nearest.class, VectorVerbs.Analogy.class,
    VectorVerbs.Evaluate.class, VectorMap.class})
final class VectorVerbs {

  /// Vectors of a file, and a number of answers.
  abstract static class Question implements Verb {
    @Parameters(index = "0", paramLabel = "VECTORS")
    private Path vectors = Path.of("");

    @Option(names = "--k", paramLabel = "N")
    private int k = 10;

    /// Why some words have no answer; the others are answered first.
    final List<Message> unknown = new ArrayList<>();

    /// @param words what was asked
    record Answer(List<String> words, List<Neighbour> nearest) {}

    abstract List<Answer> answers(WordVectors vectors, int k);

    @Override
    public final void run(Console console, Interrupts interrupts) {
      if (k < 1) {
        throw new BadInput("--k (%d) must be at least 1", "--k（%d）必须至少为 1", k);
      }
      var answers = answers(WordVectors.read(vectors), k);
      if (console.json()) {
        console.printJson(answers);
      } else {
        answers.forEach(answer -> console.table(table(answer, console)));
      }
      unknown.stream().reduce(Message::then).ifPresent(all -> {
        throw new BadInput(all);
      });
    }

    private static List<List<String>> table(Answer answer, Console console) {
      var rows = new ArrayList<List<String>>();
      rows.add(List.of(String.join(" ", answer.words), console.text("cosine", "余弦")));
      answer.nearest.forEach(near -> rows.add(List.of(near.word(), String.format(Locale.ROOT, "%.4f", near.cosine()))));
      return rows;
    }
  }

  /// The words most like each of some words.
  @Command(name = "nearest")
  static final class Nearest extends Question {
    @Parameters(index = "1..*", paramLabel = "WORD", arity = "1..*")
    private List<String> words = new ArrayList<>();

    @Override
    List<Answer> answers(WordVectors vectors, int k) {
      var answers = new ArrayList<Answer>();
      for (var word : words) {
        try {
          answers.add(new Answer(List.of(word), vectors.nearest(word, k)));
        } catch (BadInput e) {
          unknown.add(e.message());
        }
      }
      return answers;
    }
  }

  /// A is to B as C is to ?
  @Command(name = "analogy")
  static final class Analogy extends Question {
    @Parameters(index = "1", paramLabel = "A")
    private String a = "";

    @Parameters(index = "2", paramLabel = "B")
    private String b = "";

    @Parameters(index = "3", paramLabel = "C")
    private String c = "";

    @Override
    List<Answer> answers(WordVectors vectors, int k) {
      return List.of(new Answer(List.of(a, b, c), vectors.analogy(a, b, c, k)));
    }
  }

  /// Vectors against files of questions.
  @Command(name = "evaluate")
  static final class Evaluate implements Verb {
    @Parameters(index = "0", paramLabel = "VECTORS")
    private Path vectors = Path.of("");

    @Option(names = "--data", paramLabel = "FILE", required = true, arity = "1..*")
    private List<Path> data = new ArrayList<>();

    @Override
    public void run(Console console, Interrupts interrupts) {
      var read = WordVectors.read(vectors);
      var results = data.stream().map(file -> WordEvaluation.of(read, file)).toList();
      if (console.json()) {
        console.printJson(results);
      } else {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of(console.text("data", "数据"), console.text("measure", "指标"), console.text("value", "值"), console.text("known", "已知"),
            console.text("of", "总数")));
        results.forEach(result -> rows.addAll(rows(result, console)));
        console.table(rows);
      }
    }

    private static List<List<String>> rows(WordEvaluation result, Console console) {
      var rows = new ArrayList<List<String>>();
      switch (result) {
        case WordEvaluation.Similarities s -> rows.add(List.of(s.data(), "Spearman", number(s.spearman()), s.known() + "", s.pairs() + ""));
        case WordEvaluation.Analogies a -> {
          var accuracy = console.text("accuracy", "准确率");
          rows.add(List.of(a.data(), accuracy, number(a.accuracy()), a.known() + "", a.questions() + ""));
          a.sections().forEach((name, s) ->
              rows.add(List.of("  " + name, accuracy, number(s.accuracy()), s.known() + "", s.questions() + "")));
        }
      }
      return rows;
    }

    private static String number(double value) {
      return String.format(Locale.ROOT, "%.4f", value);
    }
  }
}
