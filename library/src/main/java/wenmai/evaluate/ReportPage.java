package wenmai.evaluate;

import static wenmai.evaluate.Html.all;
import static wenmai.evaluate.Html.joined;
import static wenmai.evaluate.Html.name;
import static wenmai.evaluate.Html.tag;
import static wenmai.evaluate.Html.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import wenmai.evaluate.RunReport.Command;
import wenmai.evaluate.RunReport.Writing;
import wenmai.files.Atomic;
import wenmai.message.Lang;
import wenmai.message.Message;
import wenmai.train.Observer;

/// The report of a run as one page that opens without a network, in both languages with a switch.
///
/// Its policy (W3C Content Security Policy Level 3) lets the browser load nothing and run only the style and the script
/// whose hashes it names: a second wall behind the escaping of [Html].
public final class ReportPage {
  private static final Message TITLE = new Message("What your model learned", "你的模型学到了什么");

  private final RunReport run;

  private ReportPage(RunReport run) {
    this.run = run;
  }

  /// @param lang the language it starts in
  public static void write(Path file, RunReport run, Lang lang) {
    Atomic.text(file, new ReportPage(run).page(lang));
  }

  private String page(Lang lang) {
    var style = resource("report.css");
    var script = resource("report.js");
    return resource("report.html")
        .replace("{{lang}}", lang == Lang.ZH ? "zh-Hans" : "en")
        .replace("{{policy}}",
            "default-src 'none'; style-src '%s'; script-src '%s'".formatted(hash(style), hash(script)))
        .replace("{{title}}", text(TITLE.in(lang)).markup())
        .replace("{{style}}", style)
        .replace("{{script}}", script)
        .replace("{{body}}", body().markup());
  }

  private Html body() {
    return all(
        tag("h1", text(TITLE)),
        tag("p class='lead'", text(summary())),
        section("loss", "The loss, step by step", "损失，一步一步", curve()),
        section("writes", "What it writes", "它写的文字", writings()),
        section("measured", "What was measured", "测得的数字", new ReportFigures(run).html()),
        section("data", "The text it learned from", "它读过的文字", new ReportFacts(run).data()),
        section("model", "The model and its training", "模型与训练", new ReportFacts(run).model()),
        section("tokens", "Its tokens", "它的词元", tokens()),
        section("next", "How to go on", "接下来", next()));
  }

  private static Html section(String id, String en, String zh, Html content) {
    return tag("section aria-labelledby='%s'".formatted(id),
        tag("h2 id='%s'".formatted(id), text(new Message(en, zh))), content);
  }

  private Message summary() {
    var t = run.training();
    var time = ReportFacts.duration(t.seconds());
    return Message.of(
        "In %1$s, a model of %3$,d parameters read %4$,d tokens in %5$,d steps. On text it never saw it now hesitates "
            + "between about %6$,.1f tokens, where guessing hesitates between %7$,d.",
        "用时%2$s，一个有 %3$,d 个参数的模型在 %5$,d 步中读了 %4$,d 个词元。面对从未见过的文字，"
            + "它如今大约在 %6$,.1f 个词元之间犹豫，而纯猜测要在 %7$,d 个之间犹豫。",
        time.en(), time.zh(), run.model().parameters(), t.tokens(), t.steps(),
        run.heldOut().perplexity(), vocabulary());
  }

  private int vocabulary() {
    return run.model().shape().vocabulary();
  }

  private Html curve() {
    return all(
        paragraph("The loss says how surprised the model is by each next token: lower is better. Dots stand for "
            + "text that was held back from training. Where they rise while the line still falls, the model has begun to "
            + "learn by heart.",
            "损失表示模型对每个下一词元有多意外：越低越好。圆点是训练时留出、没有用来学习的文字。"
                + "如果线还在下降而圆点开始上升，模型就是在死记硬背了。"),
        LossChart.of(run.training().losses(), run.training().validation(), Math.log(vocabulary())).html());
  }

  private Html writings() {
    return all(
        paragraph("Text exactly as the model wrote it, before, during and after training. What it was given to begin "
            + "with is underlined.",
            "模型在训练之前、之中和之后写下的文字，一字未改。划线的是给它的开头。"),
        all(run.writings().stream().map(w -> tag("div class='samples'", all(samples(w)))).toList()));
  }

  private static List<Html> samples(Writing writing) {
    var samples = writing.samples();
    var shown = samples.size() <= 3 ? samples
        : List.of(samples.getFirst(), samples.get(samples.size() / 2), samples.getLast());
    return shown.stream().map(s -> tag("article class='sample'",
        tag("h3", text(when(s, shown.getLast())), tag("span class='step'", text(Message.of("step %,d", "第 %,d 步", s.step())))),
        tag("pre dir='auto'", written(writing.prompt(), s.text())))).toList();
  }

  private static Message when(Observer.Sample sample, Observer.Sample last) {
    return sample.step() == 0 ? new Message("Before training", "训练之前")
        : sample.step() == last.step() ? new Message("After training", "训练之后") : new Message("During training", "训练之中");
  }

  private static Html written(String prompt, String sample) {
    return !prompt.isEmpty() && sample.startsWith(prompt)
        ? all(tag("u", text(prompt)), text(sample.substring(prompt.length())))
        : text(sample);
  }

  private Html tokens() {
    return all(
        paragraph("The model reads and writes in pieces of words that its tokenizer found in the text. ␣ stands for a "
            + "space, ↵ for a line break.",
            "模型读写的单位是词元：分词器从文本中找出的词或词的片段。␣ 表示空格，↵ 表示换行。"),
        chips(new Message("Commonest", "最常见"), run.tokens().commonest()),
        chips(new Message("Longest", "最长"), run.tokens().longest()));
  }

  private static Html chips(Message title, List<String> tokens) {
    return all(tag("h3", text(title)), tag("ul class='chips'", all(tokens.stream()
        .map(t -> tag("li", name(t.replace(' ', '␣').replace('\n', '↵')))).toList())));
  }

  private Html next() {
    return all(run.next().stream().map(ReportPage::command).toList());
  }

  private static Html command(Command command) {
    return all(tag("h3", text(command.purpose())), tag("div class='command'",
        tag("pre", tag("code", joined(" ", command.words().stream().map(w -> text(quoted(w))).toList()))),
        tag("button type='button' class='copy' hidden=''", text(new Message("Copy", "复制")))));
  }

  /// As POSIX shells and PowerShell take it: bare where that is safe, else between single quotes.
  private static String quoted(String word) {
    return word.matches("[\\p{L}\\p{N}_./\\\\:=@%+,~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static Html paragraph(String en, String zh) {
    return tag("p", text(new Message(en, zh)));
  }

  private static String resource(String name) {
    try (var in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " stands beside this class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n").strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(String source) {
    try {
      var sha = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(sha);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
