package wenmai.road;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import wenmai.corpus.Source;
import wenmai.evaluate.ReportPage;
import wenmai.files.Atomic;
import wenmai.files.FolderLock;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.message.Lang;
import wenmai.message.Message;
import wenmai.train.Observer;
import wenmai.train.Pretrain;
import wenmai.train.Trainer;

/// Clean → tokenizer → pretrain → evaluate → samples → report, on a user's text or on the built-in stories. What was planned
/// is written down, so that an interrupted run goes on.
public final class Quickstart {
  private static final String RECIPE = "recipe.yaml";
  private static final String REPORT = "report.html";

  private Quickstart() {}

  /// @param report the page, once the run is complete
  public record Result(Pretrain recipe, Trainer.Result training, Path report) {}

  /// @param data    files and folders; none for the built-in stories
  /// @param minutes for everything
  /// @param lang    in which the report opens
  public static Result run(List<Path> data, Path out, double minutes, Lang lang, Observer observer, BooleanSupplier stop) {
    if (!(minutes > 0 && minutes < 100_000)) {
      throw new BadInput("minutes (%s) must be above 0", "分钟数（%s）必须大于 0", minutes);
    }
    long begin = System.nanoTime();
    Source.of(data).mustExist();   // before a folder is made for the run
    try (var lock = FolderLock.of(out)) {
      lock.clear("stories.jsonl", "data", RECIPE, REPORT);
      return run(lock, plan(data, out, minutes, begin, observer), out, lang, observer, stop);
    }
  }

  private static Result run(FolderLock lock, Pretrain recipe, Path out, Lang lang, Observer observer, BooleanSupplier stop) {
    observer.say(Message.of("%d layers of width %d, %,d steps of %,d tokens", "%d 层，宽度 %d，%,d 步，每步 %,d 个词元",
        recipe.model().layers(), recipe.model().width(), recipe.steps(), recipe.tokensPerStep()));
    var training = Trainer.run(lock, recipe, observer, stop);
    var report = out.resolve(REPORT);
    if (!training.stopped()) {
      observer.say(Message.of("writing, and comparing with the training text …", "正在写作，并与训练文本比较……"));
      ReportPage.write(report, Findings.of(recipe, training, out), lang);
    }
    return new Result(recipe, training, report);
  }

  private static Pretrain plan(List<Path> data, Path out, double minutes, long begin, Observer observer) {
    var file = out.resolve(RECIPE);
    if (Files.exists(file)) {
      var recipe = Recipes.read(file, List.of(), Pretrain.class);
      requireSame(data.isEmpty() ? List.of(BuiltIn.file(out)) : data, recipe, file);
      observer.say(Message.of("going on as planned in %s; for another plan or other --minutes, remove %s or choose another --out",
          "按 %s 中的计划继续；要重新计划或改用其他 --minutes，请删除 %s 或另选 --out", file, out));
      return recipe;
    }
    var recipe = Plan.of(data.isEmpty() ? List.of(BuiltIn.write(out)) : data, out, minutes, begin, observer::say);
    Atomic.text(file, Recipes.yaml(recipe));
    return recipe;
  }

  private static void requireSame(List<Path> data, Pretrain recipe, Path file) {
    var asked = data.stream().map(p -> p.toAbsolutePath().normalize().toString()).toList();
    if (!asked.equals(recipe.data())) {
      throw new BadInput("%s is about %s; choose another --out for %s, or remove its folder", "%s 针对的是 %s；请为 %s 另选 --out，或删除该文件夹",
          file, recipe.data(), asked);
    }
  }
}
