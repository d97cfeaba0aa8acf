package wenmai.evaluate;

import static wenmai.evaluate.Html.all;
import static wenmai.evaluate.Html.tag;
import static wenmai.evaluate.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import wenmai.evaluate.LossChart.Axis;
import wenmai.message.Message;

/// How quantities change with a length, drawn as SVG that stands by itself: a panel for each quantity, and in all of them the
/// same colour for the same line. Lengths lie by their logarithms.
///
/// @param lines what is compared, in the order of each panel's curves
public record LineChart(List<Message> lines, List<Panel> panels) {
  private static final List<String> COLOURS = List.of("#c2410c", "#1d4ed8", "#15803d", "#7e22ce");
  private static final int WIDTH = 360;
  private static final int HEIGHT = 340;
  private static final double LEFT = 56;
  private static final double RIGHT = 340;
  private static final double TOP = 72;
  private static final double BOTTOM = 280;
  private static final int TICKS = 6;

  /// @param across   what the lengths are of
  /// @param fromZero whether heights compare: for times, not for losses
  public record Panel(Message title, Message across, boolean fromZero, List<List<Place>> curves) {
    private double of(ToDoubleFunction<DoubleStream> choice, ToDoubleFunction<Place> value) {
      return choice.applyAsDouble(curves.stream().flatMap(List::stream).mapToDouble(value));
    }

    private Axis lengths() {
      return new Axis(of(s -> s.min().orElse(1), Place::log), of(s -> s.max().orElse(2), Place::log), LEFT, RIGHT);
    }

    private Axis values() {
      double low = of(s -> s.min().orElse(0), Place::value);
      double high = of(s -> s.max().orElse(1), Place::value);
      double air = Math.max(0.05 * (high - low), 1e-3);
      return new Axis(fromZero ? 0 : low - air, high + air, BOTTOM, TOP);
    }
  }

  /// The value at a length.
  public record Place(int length, double value) {
    double log() {
      return Math.log(length) / Math.log(2);
    }
  }

  public LineChart {
    if (lines.size() > COLOURS.size() || panels.stream().anyMatch(panel -> panel.curves.size() != lines.size())) {
      throw new IllegalArgumentException(lines.size() + " lines, of at most " + COLOURS.size() + ", and as many curves a panel");
    }
  }

  public String svg() {
    int width = WIDTH * panels.size();
    var drawn = IntStream.range(0, panels.size())
        .mapToObj(i -> tag("g transform='translate(%d 0)'".formatted(i * WIDTH), draw(panels.get(i)))).toList();
    return tag("svg xmlns='http://www.w3.org/2000/svg' width='%1$d' height='%2$d' viewBox='0 0 %1$d %2$d' font-family='sans-serif' font-size='12'"
        .formatted(width, HEIGHT), tag("rect width='%d' height='%d' fill='#ffffff'".formatted(width, HEIGHT)), legend(), all(drawn)).markup();
  }

  private Html legend() {
    return all(IntStream.range(0, lines.size()).mapToObj(i -> {
      double x = LEFT + 240 * i;
      return all(tag(at("line x1='%.0f' x2='%.0f' y1='18' y2='18' stroke-width='3' stroke='%s'", x, x + 22, COLOURS.get(i))),
          tag(at("text x='%.0f' y='22'", x + 28), both(lines.get(i))));
    }).toList());
  }

  private static Html draw(Panel panel) {
    var lengths = panel.lengths();
    var values = panel.values();
    var parts = new ArrayList<Html>();
    parts.add(tag(at("text x='%.0f' y='%.0f' font-size='13'", LEFT, TOP - 16), both(panel.title)));
    parts.add(tag(at("text x='%.0f' y='%.0f' text-anchor='middle'", (LEFT + RIGHT) / 2, BOTTOM + 42), both(panel.across)));
    for (double tick : values.ticks(TICKS)) {
      parts.add(tag(at("line x1='%.0f' x2='%.0f' y1='%.1f' y2='%3$.1f' stroke='#e5e5e5'", LEFT, RIGHT, values.at(tick))));
      parts.add(tag(at("text x='%.0f' y='%.1f' text-anchor='end'", LEFT - 8, values.at(tick) + 4), LossChart.number("%.3f", tick)));
    }
    int stride = Math.max(1, (int) Math.ceil((lengths.high() - lengths.low()) / TICKS));
    for (int power = (int) Math.ceil(lengths.low()); power <= lengths.high(); power += stride) {
      parts.add(tag(at("text x='%.1f' y='%.0f' text-anchor='middle'", lengths.at(power), BOTTOM + 18), text("" + (1 << power))));
    }
    for (int i = 0; i < panel.curves.size(); i++) {
      parts.add(curve(panel.curves.get(i), lengths, values, COLOURS.get(i)));
    }
    return all(parts);
  }

  private static Html curve(List<Place> places, Axis lengths, Axis values, String colour) {
    var points = places.stream().map(p -> at("%.1f,%.1f", lengths.at(p.log()), values.at(p.value))).collect(Collectors.joining(" "));
    var dots = places.stream().map(p -> tag(at("circle r='3.5' cx='%.1f' cy='%.1f' fill='%s'", lengths.at(p.log()), values.at(p.value), colour),
        tag("title", text(at("%,d: %.3f", p.length, p.value))))).toList();
    return all(tag("polyline fill='none' stroke-width='2' stroke='%s' points='%s'".formatted(colour, points)), all(dots));
  }

  /// A picture that stands by itself has no switch of languages.
  private static Html both(Message message) {
    return text(message.en().equals(message.zh()) ? message.en() : message.en() + " · " + message.zh());
  }

  private static String at(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
