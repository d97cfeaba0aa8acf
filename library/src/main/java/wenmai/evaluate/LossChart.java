package wenmai.evaluate;

import static wenmai.evaluate.Html.all;
import static wenmai.evaluate.Html.tag;
import static wenmai.evaluate.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import wenmai.evaluate.RunReport.Point;
import wenmai.message.Message;

/// The loss over the steps, drawn as SVG: each step faint, their moving mean as a line, validation as dots, and as a
/// level the loss of a model that only guesses.
record LossChart(List<Point> losses, List<Point> validation, double guess, Axis steps, Axis loss) {
  private static final double LEFT = 58;
  private static final double RIGHT = 704;
  private static final double TOP = 14;
  private static final double BOTTOM = 300;
  private static final int DRAWN = 600;

  static LossChart of(List<Point> losses, List<Point> validation, double guess) {
    var training = finite(losses);
    var held = finite(validation);
    var all = Stream.concat(training.stream(), held.stream()).toList();
    double low = all.stream().mapToDouble(Point::loss).min().orElse(0);
    double high = all.stream().mapToDouble(Point::loss).reduce(guess, Math::max);
    double air = Math.max(0.05 * (high - low), 1e-3);
    int last = all.stream().mapToInt(Point::step).reduce(1, Math::max);
    return new LossChart(training, held, guess, new Axis(0, last, LEFT, RIGHT),
        new Axis(low - air, high + air, BOTTOM, TOP));
  }

  /// A straight line from values to places.
  record Axis(double low, double high, double from, double to) {
    double at(double value) {
      return from + (to - from) * (value - low) / (high - low);
    }

    /// About so many round values: multiples of 1, 2 or 5 times a power of ten.
    List<Double> ticks(int about) {
      double rough = (high - low) / about;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double gap = power * DoubleStream.of(1, 2, 5).filter(m -> m * power >= rough).findFirst().orElse(10);
      return DoubleStream.iterate(Math.ceil(low / gap), i -> i * gap <= high, i -> i + 1).map(i -> i * gap)
          .boxed().toList();
    }
  }

  Html html() {
    return tag("figure class='chart'", tag("div class='picture'", picture()), readout(), legend(), table());
  }

  private Html picture() {
    var shown = thinned(losses);
    var smooth = thinned(smoothed());
    var opening = "svg viewBox='0 0 720 350' role='img' aria-labelledby='loss' data-points='%s'";
    return tag(opening.formatted(data(shown, smooth)),
        grid(),
        line("guess", List.of(new Point(0, guess), new Point((int) steps.high(), guess))),
        line("raw", shown), line("smooth", smooth), line("held", validation),
        all(validation.stream().map(this::dot).toList()),
        tag("g class='hover' visibility='hidden'",
            tag(at("line y1='%.0f' y2='%.0f'", TOP, BOTTOM)), tag("circle r='4.5'")));
  }

  private Html grid() {
    var parts = new ArrayList<Html>();
    for (double tick : loss.ticks(6)) {
      double y = loss.at(tick);
      parts.add(tag(at("line x1='%.0f' x2='%.0f' y1='%.1f' y2='%.1f'", LEFT, RIGHT, y, y)));
      parts.add(tag(at("text class='y' x='%.0f' y='%.1f'", LEFT - 8, y), number("%.3f", tick)));
    }
    for (double tick : steps.ticks(5)) {
      parts.add(tag(at("text class='x' x='%.1f' y='%.0f'", steps.at(tick), BOTTOM + 22), number("%,.0f", tick)));
    }
    parts.add(tag(at("text class='x' x='%.0f' y='%.0f'", (LEFT + RIGHT) / 2, BOTTOM + 45),
        svg(new Message("step", "步"))));
    return tag("g class='grid'", all(parts));
  }

  static Html number(String format, double value) {
    var digits = String.format(Locale.ROOT, format, value);
    return text(digits.contains(".") ? digits.replaceFirst("\\.?0+$", "") : digits);
  }

  /// Both languages inside a drawn text.
  private static Html svg(Message message) {
    return all(tag("tspan lang='en'", text(message.en())), tag("tspan lang='zh-Hans'", text(message.zh())));
  }

  private Html line(String name, List<Point> points) {
    var places = points.stream().map(this::place).collect(Collectors.joining(" "));
    return tag("polyline class='%s' points='%s'".formatted(name, places));
  }

  private Html dot(Point p) {
    return tag(at("circle class='held' r='3.5' cx='%.1f' cy='%.1f' data-step='%d' data-loss='%.3f'",
        steps.at(p.step()), loss.at(p.loss()), p.step(), p.loss()),
        tag("title", text(at("%,d: %.3f", p.step(), p.loss()))));
  }

  /// For the values under the pointer: x, y, step, loss, mean.
  private String data(List<Point> raw, List<Point> smooth) {
    var parts = new ArrayList<String>();
    for (int i = 0; i < raw.size(); i++) {
      var each = raw.get(i);
      var mean = smooth.get(i);
      parts.add(place(mean) + at(",%d,%.3f,%.3f", each.step(), each.loss(), mean.loss()));
    }
    return String.join(" ", parts);
  }

  private String place(Point p) {
    return at("%.1f,%.1f", steps.at(p.step()), loss.at(p.loss()));
  }

  private static String at(String format, Object... numbers) {
    return String.format(Locale.ROOT, format, numbers);
  }

  private static Html readout() {
    return tag("p class='readout'",
        value("step", "step", "步"), value("raw", "this step", "本步"), value("smooth", "training", "训练"),
        value("held", "held-out", "留出"));
  }

  private static Html value(String name, String en, String zh) {
    return tag("span", text(Message.of(en + " ", zh + " ")), tag("b data-value='%s'".formatted(name)));
  }

  private static Html legend() {
    return tag("figcaption",
        key("smooth", "training loss, moving mean", "训练损失（滑动平均）"), key("raw", "each step", "每一步"),
        key("held", "loss on held-out text", "留出文本上的损失"), key("guess", "pure guessing", "纯猜测"));
  }

  private static Html key(String name, String en, String zh) {
    return tag("span class='key %s'".formatted(name), text(new Message(en, zh)));
  }

  private Html table() {
    var rows = validation.stream()
        .map(p -> tag("tr", tag("td", text(at("%,d", p.step()))), tag("td", text(at("%.3f", p.loss())))));
    return tag("details", tag("summary", text(new Message("Held-out losses as a table", "留出损失（表格）"))),
        tag("table class='numbers'", tag("tr", tag("th scope='col'", text(new Message("step", "步"))),
            tag("th scope='col'", text(new Message("held-out loss", "留出损失")))), all(rows.toList())));
  }

  /// Each with its neighbours, as many before as after, a hundredth of the run at most: a mean that does not lag.
  private List<Point> smoothed() {
    int n = losses.size();
    var sums = new double[n + 1];
    for (int i = 0; i < n; i++) {
      sums[i + 1] = sums[i] + losses.get(i).loss();
    }
    var means = new ArrayList<Point>();
    for (int i = 0; i < n; i++) {
      int reach = Math.min(n / 100, Math.min(i, n - 1 - i));
      means.add(new Point(losses.get(i).step(), (sums[i + reach + 1] - sums[i - reach]) / (2 * reach + 1)));
    }
    return means;
  }

  /// As many as a screen can show, evenly, and the last.
  private static List<Point> thinned(List<Point> points) {
    int stride = Math.ceilDiv(points.size(), DRAWN);
    var kept = new ArrayList<Point>();
    for (int i = 0; i < points.size(); i++) {
      if (i % stride == 0 || i == points.size() - 1) {
        kept.add(points.get(i));
      }
    }
    return kept;
  }

  private static List<Point> finite(List<Point> points) {
    return points.stream().filter(p -> Double.isFinite(p.loss())).toList();
  }
}
