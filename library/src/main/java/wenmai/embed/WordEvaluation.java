package wenmai.embed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How good word vectors are, by a file of questions: analogies, four words a line below headings `: name` (questions-words.txt
/// of Mikolov 2013a, CA8 of Li 2018), or pairs of words with the likeness that people gave them (WordSim-353).
///
/// A word that has no vector is looked for in lower case; a question with a word that has none either way is left out, and
/// counted.
public sealed interface WordEvaluation {

  /// The share of questions whose first answer is right, over the whole vocabulary.
  ///
  /// @param known questions whose four words all have vectors: those that were asked
  record Analogies(String data, int questions, int known, int correct, double accuracy, Map<String, Section> sections)
      implements WordEvaluation {}

  /// The questions below a heading.
  record Section(int questions, int known, int correct, double accuracy) {
    static Section of(int questions, int known, int correct) {
      return new Section(questions, known, correct, share(correct, known));
    }
  }

  /// @param spearman between cosines and what people said: see [Spearman]
  record Similarities(String data, int pairs, int known, double spearman) implements WordEvaluation {}

  static WordEvaluation of(WordVectors vectors, Path file) {
    var lines = QuestionLine.read(file);
    boolean pairs = lines.getFirst().fields().size() == 3 && !lines.getFirst().isHeading();
    return pairs ? similarities(vectors, file, lines) : analogies(vectors, file, lines);
  }

  private static Similarities similarities(WordVectors vectors, Path file, List<QuestionLine> lines) {
    var cosines = new ArrayList<Double>();
    var scores = new ArrayList<Double>();
    for (var line : lines) {
      line.require(3, "two words and a number", "两个词和一个数");
      double score = line.score();
      var a = vectors.find(line.fields().get(0));
      var b = vectors.find(line.fields().get(1));
      if (a.isPresent() && b.isPresent()) {
        cosines.add(vectors.cosine(a.getAsInt(), b.getAsInt()));
        scores.add(score);
      }
    }
    double spearman = Spearman.correlation(cosines.stream().mapToDouble(x -> x).toArray(), scores.stream().mapToDouble(x -> x).toArray());
    return new Similarities(name(file), lines.size(), cosines.size(), spearman);
  }

  private static Analogies analogies(WordVectors vectors, Path file, List<QuestionLine> lines) {
    var questions = new LinkedHashMap<String, List<List<String>>>();
    var section = "";
    for (var line : lines) {
      if (line.isHeading()) {
        section = line.text().substring(1).strip();
      } else {
        line.require(4, "four words, or a heading that begins with ':'", "四个词，或以 : 开头的标题");
        questions.computeIfAbsent(section, name -> new ArrayList<>()).add(line.fields());
      }
    }
    var sections = new LinkedHashMap<String, Section>();
    questions.forEach((name, asked) -> sections.put(name, new AnalogyQuestions(vectors).ask(asked)));
    int all = sections.values().stream().mapToInt(Section::questions).sum();
    int known = sections.values().stream().mapToInt(Section::known).sum();
    int correct = sections.values().stream().mapToInt(Section::correct).sum();
    return new Analogies(name(file), all, known, correct, share(correct, known), sections);
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
