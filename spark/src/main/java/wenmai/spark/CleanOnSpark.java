package wenmai.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.corpus.Source;
import wenmai.corpus.recipe.CleanFolder;
import wenmai.corpus.recipe.CleanFolder.Workers;
import wenmai.corpus.recipe.CleanJob;
import wenmai.corpus.recipe.Cleaning;
import wenmai.files.Recipes;
import wenmai.message.BadInput;
import wenmai.message.Lang;

/// `corpus clean` as an Apache Spark job. The cluster's workers each do parts of a pass ([CleanJob]); the driver compares
/// in between. So every machine must see the files, and the folder of the result, under the same paths: a shared file
/// system. Duplicates need 240 to 370 bytes of the driver's disk a document.
@Command(name = "CleanOnSpark", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Cleans text on a Spark cluster, as \"wenmai corpus clean\" does on one machine.",
      "在 Spark 集群上清洗文本，结果与单机的 wenmai corpus clean 相同。"})
public final class CleanOnSpark implements Runnable {
  private static final long MIB = 1 << 20;

  @Parameters(arity = "1..*", paramLabel = "IN", description = {"Files and folders of text, on a shared file system.", "共享文件系统上的文本文件或文件夹。"})
  private List<Path> places = new ArrayList<>();

  @Option(names = "--out", required = true, paramLabel = "DIR", description = {"Folder of the result, on a shared file system; must be empty or not exist.",
    "结果文件夹，位于共享文件系统；须为空或不存在。"})
  private Path out = Path.of("");

  @Option(names = "--recipe", paramLabel = "FILE", description = {"A recipe, as for corpus clean.", "配方，同 corpus clean。"})
  private Path recipe = Path.of("");

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = {"A value of the recipe, such as profile=web.", "配方中的取值，如 profile=web。"})
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--field", paramLabel = "NAME", description = {"Field of JSON lines, or column, that holds the text.", "存放文本的 JSON 字段或表格列。"})
  private List<String> fields = new ArrayList<>();

  @Option(names = "--keep-dropped", description = {"Also write what was dropped.", "另写被丢弃的内容。"})
  private boolean keepDropped;

  @Option(names = "--part", paramLabel = "MIB", defaultValue = "64", description = {"Size of files after which a task's part ends. Default: ${DEFAULT-VALUE}.",
    "每个任务所含文件的大小（MiB）。默认：${DEFAULT-VALUE}。"})
  private int part;

  /// Ends the driver with the exit code: 2 for what the user can mend.
  public static void main(String[] arguments) {
    var command = new CommandLine(new CleanOnSpark()).setExecutionExceptionHandler((thrown, line, _) -> {
      if (thrown instanceof BadInput bad) {
        line.getErr().println("wenmai: " + bad.message().in(Lang.of(Locale.getDefault())));
        return 2;
      }
      throw thrown;
    });
    int code = command.execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  @Override
  public void run() {
    if (part < 1) {
      throw new BadInput("--part (%d) must be at least 1", "--part（%d）必须至少为 1", part);
    }
    var source = Source.of(places.stream().map(Path::toAbsolutePath).toList());
    var cleaning = recipe.toString().isEmpty() ? Recipes.of(overrides, Cleaning.class) : Recipes.read(recipe, overrides, Cleaning.class);
    if (!cleaning.decontamination().files().stream().allMatch(file -> Path.of(file).isAbsolute())) {
      throw new BadInput("decontamination.files %s must be absolute paths on a cluster", "在集群上 decontamination.files %s 必须是绝对路径",
          cleaning.decontamination().files());
    }
    try (var spark = new JavaSparkContext(new SparkConf().setIfMissing("spark.app.name", "wenmai corpus clean"))) {
      var report = CleanFolder.writeParts(fields.isEmpty() ? source : source.withFields(fields), cleaning, out.toAbsolutePath(), keepDropped,
          part * MIB, workers(spark));
      System.out.println(report.words().in(Lang.of(Locale.getDefault())));
    }
  }

  /// The executors of a cluster, a task a part.
  static Workers workers(JavaSparkContext spark) {
    return (job, pass) -> {
      var left = job.left(pass);
      String folder = job.folder().toString();
      if (!left.isEmpty()) {
        spark.parallelize(left, left.size()).foreach(part -> CleanJob.run(Path.of(folder), pass, part, _ -> { }));
      }
    };
  }
}
