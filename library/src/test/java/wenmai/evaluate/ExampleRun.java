package wenmai.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import wenmai.corpus.Reason;
import wenmai.corpus.Report;
import wenmai.evaluate.RunReport.Command;
import wenmai.evaluate.RunReport.Data;
import wenmai.evaluate.RunReport.HeldOut;
import wenmai.evaluate.RunReport.Model;
import wenmai.evaluate.RunReport.Point;
import wenmai.evaluate.RunReport.Tokens;
import wenmai.evaluate.RunReport.Training;
import wenmai.evaluate.RunReport.Writing;
import wenmai.message.Message;
import wenmai.model.DecoderConfig;
import wenmai.train.ModelShape;
import wenmai.train.Observer;

/// A run that never was, with plausible numbers.
final class ExampleRun {
  private static final Observer.Sample BEFORE = new Observer.Sample(0,
      "The heron stood ithou峰urn  wasz\nquarter;;ge lightly 的的op "
      + "stre不 miller'\n\n  sandvole whenx钟ing ation 水 her,,re bo");
  private static final Observer.Sample DURING = new Observer.Sample(450,
      "The heron stood by the river and the river was the river. She "
      + "said the boat was in the water, and the water was cold.\n\nThe miller had the light, and he said it was "
          + "a day.");
  private static final Observer.Sample AFTER = new Observer.Sample(900,
      "The heron stood in the shallow water below the mill, and did not "
      + "move until the boat had passed. “It will rain before evening,” said the miller, and shut the "
          + "gate.\n\nNobody answered him. "
      + "The wheel turned slowly, as it had turned all summer.");

  private ExampleRun() {}

  static RunReport plausible() {
    return of(List.of("stories/", "中国古典小说.txt"), List.of(
        new Writing("The heron stood", List.of(BEFORE, DURING, AFTER)),
        new Writing("春天来了", List.of(new Observer.Sample(0, "春天来了峰ing的的 wh钟，op水不re。，stre舟ation"),
            new Observer.Sample(450, "春天来了，河水在河里，船在水上。她说，船在水上，水是冷的。"),
            new Observer.Sample(900, "春天来了，河边的柳树一夜之间绿了。老船夫把船推进水里，说：“今年的水比去年高。”\n\n"
                + "白鹭站在磨坊下面的浅滩上，等船过去了才飞起来。")))));
  }

  static RunReport of(List<String> places, List<Writing> writings) {
    var dropped = new LinkedHashMap<Reason, Report.Dropped>();
    dropped.put(Reason.TOO_SHORT, new Report.Dropped(12, 431, List.of("stories/017.txt", "stories/封面.txt",
        places.getLast())));
    dropped.put(Reason.DUPLICATE, new Report.Dropped(2, 18_204, List.of("stories/copy of 003.txt",
        "stories/003 (1).txt")));
    var corpus = new Report(164, 5_241_083, Map.of("UTF-8", 163L, "GB18030", 1L), 164, 3_112_904, 7,
        Map.of(new Message("line ends and spaces made regular", "统一换行与空格"), new Report.Change(81, 20_411, 14_002)),
        dropped, 150, 3_080_267);
    return new RunReport(
        new Data(places, corpus, 905_110, 100_414, new Message("whole documents, 10 % of them", "按整篇文档留出 10%")),
        new Model(ModelShape.Kind.LLAMA, DecoderConfig.llama(4096, 256, 6, 8, 8, 704, 256), 5_899_520, "BPE",
            "jvm, Vector API 512"),
        new Training(losses(900), List.of(new Point(0, 8.33), new Point(150, 5.02), new Point(300, 4.31),
            new Point(450, 3.99),
            new Point(600, 3.82), new Point(750, 3.71), new Point(900, 3.66)), 900, 900L * 16 * 256, 287.4),
        new HeldOut(3.6581, 1.6042),
        new Originality(0.0042, 0.987, 1_180, 1_243),
        writings,
        new Tokens(List.of(" the", "，", "的", " and", "。", " a", " to", "了", "\n", " of", " was", "一", "她", " she",
            " said", "水"),
            List.of(" notwithstanding", " extraordinary", " circumstances", " conversation", "\n\n\n\n", "无可奈何",
                "不知不觉")),
        List.of(
            new Command(new Message("Let it write", "让它写"), List.of("./wenmai", "generate", "my run/model",
                "--prompt", "It's spring", "--max-tokens", "200")),
            new Command(new Message("Write together, line by line", "一人一行，一起写"), List.of("./wenmai", "chat",
                "my run/model")),
            new Command(new Message("Measure it on another text", "用别的文字测一测"),
                List.of("./wenmai", "evaluate", "my run/model", "--suite", "loss", "--data", "other.txt")),
            new Command(new Message("Train longer", "训练更久"), List.of("./wenmai", "pretrain", "my run/recipe.yaml",
                "out=longer", "steps=9000"))));
  }

  static List<Point> losses(int steps) {
    var random = new Random(1);
    var losses = new ArrayList<Point>();
    for (int step = 1; step <= steps; step++) {
      double falling = 3.4 + 4.9 * Math.exp(-step / 60.0) + 0.9 * Math.exp(-step / 400.0);
      losses.add(new Point(step, falling + 0.12 * random.nextGaussian()));
    }
    return losses;
  }
}
