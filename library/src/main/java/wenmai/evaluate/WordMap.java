package wenmai.evaluate;

import static wenmai.evaluate.Html.all;
import static wenmai.evaluate.Html.tag;
import static wenmai.evaluate.Html.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import wenmai.embed.Clusters;
import wenmai.embed.Projection;
import wenmai.embed.WordVectors;
import wenmai.evaluate.Labels.Box;
import wenmai.evaluate.Labels.Size;
import wenmai.files.Atomic;
import wenmai.message.Lang;
import wenmai.message.Message;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

/// Word vectors as a picture: a dot and its name for each word, words of like directions near each other, and in the same colour
/// where they are of one cluster. Grows with the number of words, so that names keep their size.
///
/// @param words the first come first to a place for their names
public record WordMap(Message title, List<Word> words) {
  static final List<String> COLOURS = List.of("#1d4ed8", "#c2410c", "#15803d", "#7e22ce", "#be185d", "#0e7490", "#854d0e", "#475569");
  static final int FONT = 15;
  private static final double LEAST_WIDTH = 1000;
  private static final double WIDTH_OF_WORD = 105;   // times √N
  private static final double MARGIN = 60;
  private static final double HEAD = 40;
  private static final double DOT = 7;
  private static final double LINE = 1.3;            // times the size of letters
  private static final double CLOSE = 12;            // a name further off is tied to its dot by a line

  /// As many as there are colours.
  public static final int MOST_CLUSTERS = COLOURS.size();

  /// @param cluster from 0
  public record Word(String text, double x, double y, int cluster) {}

  /// @param drawn   words
  /// @param nameless of them, for whose names there was no room
  public record Drawn(int drawn, int nameless) {}

  /// A word with its dot and its name where they are drawn.
  record Mark(Word word, Box dot, Optional<Box> name) {
    /// From the dot to the nearest place of a name further off: x, y, x, y.
    Optional<double[]> tie() {
      return name.map(box -> new double[] {dot.centre(), dot.middle(), Math.clamp(dot.centre(), box.x(), box.x() + box.width()),
          Math.clamp(dot.middle(), box.y(), box.y() + box.height())})
          .filter(line -> Math.hypot(line[2] - line[0], line[3] - line[1]) > CLOSE);
    }
  }

  /// What is drawn, in a frame.
  record Scene(double width, double height, String title, List<Mark> marks) {
    Drawn drawn() {
      return new Drawn(marks.size(), (int) marks.stream().filter(mark -> mark.name().isEmpty()).count());
    }
  }

  public static WordMap of(Message title, WordVectors vectors, List<String> words, Projection how, int clusters, Seed seed, Progress progress) {
    var points = vectors.directions(words);
    var places = how.of(points, progress);
    int[] groups = Clusters.of(points, clusters, seed);
    return new WordMap(title, IntStream.range(0, words.size())
        .mapToObj(i -> new Word(words.get(i), places[i][0], places[i][1], groups[i])).toList());
  }

  /// @param shown as title
  /// @param wide  a name, in pixels
  Scene scene(String shown, ToDoubleFunction<String> wide) {
    double width = Math.max(LEAST_WIDTH, WIDTH_OF_WORD * Math.sqrt(words.size()));
    double height = 0.8 * width;
    var dots = dots(new Box(MARGIN, MARGIN + HEAD, width - 2 * MARGIN, height - 2 * MARGIN - HEAD));
    var sizes = words.stream().map(word -> new Size(wide.applyAsDouble(word.text), LINE * FONT)).toList();
    var names = Labels.place(dots, sizes, new Box(0, HEAD, width, height - HEAD));
    return new Scene(width, height, shown, IntStream.range(0, words.size())
        .mapToObj(i -> new Mark(words.get(i), dots.get(i), names.get(i))).toList());
  }

  /// Fitted into a box, as far across as up: distances compare.
  private List<Box> dots(Box box) {
    var x = words.stream().mapToDouble(Word::x).summaryStatistics();
    var y = words.stream().mapToDouble(Word::y).summaryStatistics();
    double scale = Math.min(box.width() / Math.max(1e-9, x.getMax() - x.getMin()), box.height() / Math.max(1e-9, y.getMax() - y.getMin()));
    return words.stream().map(word -> Box.around(box.centre() + scale * (word.x - (x.getMin() + x.getMax()) / 2),
        box.middle() - scale * (word.y - (y.getMin() + y.getMax()) / 2), DOT, DOT)).toList();
  }

  /// A page that opens without a network.
  public Drawn html(Path file, Lang lang) {
    var scene = scene(title.in(lang), WordMap::width);
    var page = tag("html lang='%s'".formatted(lang == Lang.ZH ? "zh-Hans" : "en"),
        tag("head", new Html("<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\">"),
            tag("title", text(scene.title))),
        tag("body", svg(scene)));
    Atomic.text(file, "<!doctype html>\n" + page.markup() + "\n");
    return scene.drawn();
  }

  private static Html svg(Scene scene) {
    var parts = new ArrayList<Html>();
    parts.add(tag(at("rect width='%.0f' height='%.0f' fill='#ffffff'", scene.width, scene.height)));
    parts.add(tag(at("text x='20' y='32' font-size='17' fill='#22252a'"), text(scene.title)));
    for (var mark : scene.marks) {
      mark.tie().ifPresent(line -> parts.add(tag(at("line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='#94a3b8'", line[0], line[1], line[2], line[3]))));
    }
    for (var mark : scene.marks) {
      var colour = COLOURS.get(mark.word.cluster);
      parts.add(tag(at("circle cx='%.1f' cy='%.1f' r='%.1f' fill='%s'", mark.dot.centre(), mark.dot.middle(), DOT / 2, colour),
          tag("title", text(mark.word.text))));
      mark.name.ifPresent(box -> parts.add(tag(at("text x='%.1f' y='%.1f' fill='%s' text-anchor='middle'", box.centre(), baseline(box), colour),
          text(mark.word.text))));
    }
    return tag(at("svg xmlns='http://www.w3.org/2000/svg' width='%1$.0f' height='%2$.0f' viewBox='0 0 %1$.0f %2$.0f' font-size='%3$d' font-family='%4$s'",
        scene.width, scene.height, FONT, "system-ui, Noto Sans, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"), all(parts));
  }

  static double baseline(Box box) {
    return box.middle() + 0.36 * FONT;
  }

  /// Rather too much, for fonts differ: letters by their breadth, ideographs and the like a square each.
  static double width(String name) {
    return FONT * name.codePoints().mapToDouble(c -> Character.isEmojiPresentation(c) ? 1.4 : c >= 0x2E80 ? 1.05
        : "mwMW@%".indexOf(c) >= 0 ? 1 : Character.isUpperCase(c) ? 0.78 : 0.66).sum();
  }

  private static String at(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
