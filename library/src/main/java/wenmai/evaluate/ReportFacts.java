package wenmai.evaluate;

import static wenmai.evaluate.Html.all;
import static wenmai.evaluate.Html.joined;
import static wenmai.evaluate.Html.name;
import static wenmai.evaluate.Html.tag;
import static wenmai.evaluate.Html.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import wenmai.corpus.Report;
import wenmai.message.Message;
import wenmai.model.BackboneConfig;
import wenmai.model.DecoderConfig;
import wenmai.model.LstmConfig;

/// What went into a run, in tables.
record ReportFacts(RunReport run) {

  Html data() {
    var d = run.data();
    var c = d.corpus();
    return all(table(List.of(
        row("From", "来源", names(d.places())),
        row("Files", "文件", number(c.files())),
        row("Bytes", "字节", number(c.bytes())),
        row("Encodings", "编码", names(c.encodings().entrySet().stream()
            .map(e -> e.getKey() + " × " + e.getValue()).toList())),
        row("Documents kept", "保留的文档", text(Message.of("%,d of %,d", "%,d，共 %,d", c.kept(), c.documents()))),
        row("Characters kept", "保留的字符",
            text(Message.of("%,d of %,d", "%,d，共 %,d", c.keptCharacters(), c.characters()))),
        row("Tokens to train on", "训练词元", number(d.trainTokens())),
        row("Tokens held back", "留出词元", number(d.validationTokens())),
        row("How it was held back", "留出方式", text(d.split())))), cleaning(c));
  }

  private static Html cleaning(Report corpus) {
    var rows = new ArrayList<Html>();
    corpus.changes().forEach((step, change) -> rows.add(cells(new Message("changed: ", "改动："), step,
        change.documents(), change.characters(), text("–"))));
    corpus.dropped().forEach((reason, drop) -> rows.add(cells(new Message("dropped: ", "丢弃："), reason.message(),
        drop.count(), drop.characters(), names(more(drop)))));
    if (rows.isEmpty()) {
      return tag("p", text(new Message("Nothing was changed or dropped.", "没有改动或丢弃任何内容。")));
    }
    rows.addFirst(tag("tr", head("What", "内容"), head("Count", "数量"), head("Characters", "字符"),
        head("The first", "前几个")));
    return all(tag("h3", text(new Message("What cleaning did", "清洗"))),
        tag("div class='wide'", tag("table class='numbers'", all(rows))));
  }

  private static List<String> more(Report.Dropped drop) {
    var names = new ArrayList<>(drop.first());
    if (drop.count() > names.size()) {
      names.add("…");
    }
    return names;
  }

  private static Html cells(Message kind, Message what, long count, long characters, Html first) {
    return tag("tr", tag("th scope='row'", text(kind), text(what)), tag("td", number(count)),
        tag("td", number(characters)), tag("td class='names'", first));
  }

  private static Html head(String en, String zh) {
    return tag("th scope='col'", text(new Message(en, zh)));
  }

  Html model() {
    var m = run.model();
    var s = m.shape();
    var t = run.training();
    return table(List.of(
        row("Kind", "类型", text(m.kind().name().toLowerCase(Locale.ROOT))),
        row("Parameters", "参数", number(m.parameters())),
        row("Layers", "层数", number(s.layers())),
        row("Width", "宽度", number(s.width())),
        row("Heads", "注意力头", heads(s)),
        row("Context", "上下文", text(Message.of("%,d tokens", "%,d 个词元", s.context()))),
        row("Vocabulary", "词表", text(Message.of("%,d tokens", "%,d 个词元", s.vocabulary()))),
        row("Tokenizer", "分词器", name(m.tokenizer())),
        row("Device", "设备", name(m.device())),
        row("Steps", "步数", number(t.steps())),
        row("Tokens seen", "读过的词元", text(Message.of("%,d, %.1f times the training text", "%,d，训练文本的 %.1f 遍", t.tokens(),
            (double) t.tokens() / run.data().trainTokens()))),
        row("Time", "用时", text(duration(t.seconds()))),
        row("Speed", "速度", text(Message.of("%,.0f tokens a second", "每秒 %,.0f 个词元", t.tokensPerSecond())))));
  }

  private static Html heads(BackboneConfig shape) {
    return switch (shape) {
      case DecoderConfig c when c.heads() == c.kvHeads() -> number(c.heads());
      case DecoderConfig c -> text(Message.of("%d, %d for keys and values", "%d，键值头 %d", c.heads(), c.kvHeads()));
      case LstmConfig _ -> text(new Message("none: recurrence", "无：循环网络"));
    };
  }

  /// Rounded to seconds.
  static Message duration(double seconds) {
    long s = Math.round(seconds);
    return s < 60 ? Message.of("%d s", " %d 秒", s)
        : s < 3600 ? Message.of("%d min %d s", " %d 分 %d 秒", s / 60, s % 60)
        : Message.of("%d h %d min", " %d 小时 %d 分", s / 3600, s / 60 % 60);
  }

  private static Html table(List<Html> rows) {
    return tag("table class='facts'", all(rows));
  }

  private static Html row(String en, String zh, Html value) {
    return tag("tr", tag("th scope='row'", text(new Message(en, zh))), tag("td", value));
  }

  private static Html names(List<String> names) {
    return joined(", ", names.stream().map(Html::name).toList());
  }

  private static Html number(long value) {
    return text(String.format(Locale.ROOT, "%,d", value));
  }
}
