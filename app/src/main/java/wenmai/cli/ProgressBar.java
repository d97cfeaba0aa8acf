package wenmai.cli;

import java.time.Duration;
import java.util.function.LongSupplier;
import wenmai.message.Message;

/// How far a long piece of work is, with its rate and the time left. Work of less than two seconds shows nothing. On a
/// terminal one line is drawn again and again; elsewhere a plain line is written every ten seconds. Rate and time left
/// come from the whole time since the start, so they are calm.
///
/// ```
/// 训练  ██████░░░░░░░░  42%  420/1,000  12.3/s  还剩 0:47  loss 2.31
/// ```
final class ProgressBar implements AutoCloseable {
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration PLAIN_LINE = Duration.ofSeconds(10);
  private static final int MIN_BAR = 4;   // columns
  private static final int MAX_BAR = 24;
  private final Console console;
  private final String name;
  private final long first;
  private final long total;
  private final LongSupplier nanos;
  private final long start;
  private long nextLine;
  private long done;
  private long drawn = -1;
  private String fields = "";

  /// @param done what an earlier run has done already
  ProgressBar(Console console, Message name, long done, long total) {
    this(console, name, done, total, System::nanoTime);
  }

  ProgressBar(Console console, Message name, long done, long total, LongSupplier nanos) {
    this.console = console;
    this.name = name.in(console.lang());
    this.first = done;
    this.done = done;
    this.total = total;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.nextLine = start + QUIET.toNanos();
  }

  /// So much is done now; the fields are the caller's own words, such as `loss 2.31`.
  synchronized void at(long done, String fields) {
    this.done = done;
    this.fields = fields;
    long now = nanos.getAsLong();
    if (now - nextLine >= 0) {
      nextLine = now + (console.screen().err() ? REDRAW : PLAIN_LINE).toNanos();
      draw(now);
    }
  }

  /// Leaves the last state on its line, if anything was ever shown.
  @Override
  public synchronized void close() {
    long now = nanos.getAsLong();
    if (now - start >= QUIET.toNanos()) {
      if (console.screen().err() || drawn != done) {
        draw(now);
      }
      console.err().print(console.screen().err() ? System.lineSeparator() : "");
    }
  }

  private void draw(long now) {
    drawn = done;
    String text = line(now, "");
    if (console.screen().err()) {
      int room = console.screen().columns() - 1 - Width.of(text) - 2;
      String whole = room < MIN_BAR ? text : line(now, bar(Math.min(MAX_BAR, room)) + "  ");
      console.err().print(Console.CLEAR_LINE + Width.cut(whole, console.screen().columns() - 1));
      console.err().flush();
    } else {
      console.err().println(text);
    }
  }

  private String line(long now, String bar) {
    double seconds = Math.max(1, now - start) / 1e9;
    double rate = (done - first) / seconds;
    String time = done >= total ? console.text("took", "用时") + " " + clock(seconds)
        : console.text("left", "还剩") + " " + (rate > 0 ? clock((total - done) / rate) : "?");
    return "%s  %s%3d%%  %,d/%,d  %s  %s  %s".formatted(name, bar, percent(), done, total, rate(rate), time, fields)
        .stripTrailing();
  }

  private String bar(int columns) {
    int full = (int) (columns * percent() / 100);
    return "█".repeat(full) + "░".repeat(columns - full);
  }

  private long percent() {
    return total == 0 ? 100 : Math.min(100, (long) (100.0 * done / total));
  }

  private static String rate(double perSecond) {
    return perSecond >= 100 ? "%,.0f/s".formatted(perSecond) : perSecond >= 1 ? "%.1f/s".formatted(perSecond)
        : "%.3f/s".formatted(perSecond);
  }

  private static String clock(double seconds) {
    var d = Duration.ofSeconds(Math.round(seconds));
    return d.toHours() > 0 ? "%d:%02d:%02d".formatted(d.toHours(), d.toMinutesPart(), d.toSecondsPart())
        : "%d:%02d".formatted(d.toMinutes(), d.toSecondsPart());
  }
}
