package wenmai.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.incubator.vector.VectorShape;
import picocli.CommandLine.Command;
import wenmai.message.Lang;
import wenmai.tensor.Device;
import wenmai.train.Peak;

/// What this machine has, and what of it will be used.
@Command(name = "doctor")
final class Doctor implements Verb {

  /// @param vectorBits  width of the Vector API's preferred vectors, 0 without the module
  /// @param gflops      that matrix products reach, in 10⁹ operations a second
  /// @param libtorch    are libtorch's natives for this platform on the classpath?
  /// @param cuda        are those for GPUs?
  /// @param freeBytes   free space where `folder` lies
  record Report(String version, String jdk, String vendor, String os, String architecture, int processors,
      long memoryBytes, long heapBytes, boolean vectorApi, int vectorBits, double gflops, boolean libtorch, boolean cuda, String folder,
      long freeBytes, boolean terminal, int columns, String lang) {}

  @Override
  public void run(Console console, Interrupts interrupts) throws IOException {
    var report = look(console);
    if (console.json()) {
      console.printJson(report);
    } else {
      print(report, console);
    }
  }

  private static Report look(Console console) throws IOException {
    boolean vectorApi = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    var folder = Path.of(System.getProperty("wenmai.home", "")).toAbsolutePath();
    var screen = console.screen();
    return new Report(HelpText.version(), Runtime.version().toString(), System.getProperty("java.vendor"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"), System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(), memory(), Runtime.getRuntime().maxMemory(),
        vectorApi, vectorApi ? Vectors.bits() : 0, Peak.of(Device.jvm()) / 1e9, libtorch("", "torch"), libtorch("-gpu", "torch_cuda"), folder.toString(),
        Files.getFileStore(folder).getUsableSpace(), screen.out() || screen.err(), screen.columns(),
        console.lang() == Lang.ZH ? "zh" : "en");
  }

  private static void print(Report r, Console console) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(console.text("this machine", "本机"), ""));
    rows.add(List.of(console.text("Wenmai", "文脉"), r.version()));
    rows.add(List.of("JDK", r.jdk() + ", " + r.vendor()));
    rows.add(List.of(console.text("system", "操作系统"), r.os() + ", " + r.architecture()));
    rows.add(List.of(console.text("processors", "处理器"), String.valueOf(r.processors())));
    rows.add(List.of(console.text("memory", "内存"), console.text("%s, Java heap up to %s", "%s，Java 堆最多 %s",
        gigabytes(r.memoryBytes()), gigabytes(r.heapBytes()))));
    rows.add(List.of(console.text("Vector API", "向量 API"), r.vectorApi()
        ? console.text("%d bits", "%d 位", r.vectorBits())
        : console.text("absent: start Java with --add-modules jdk.incubator.vector",
            "没有：启动 Java 时请加 --add-modules jdk.incubator.vector")));
    rows.add(List.of(console.text("matrix products", "矩阵乘法"), "%,.0f GFLOP/s".formatted(r.gflops())));
    rows.add(List.of("libtorch", r.libtorch() ? console.text("on the classpath", "在类路径上")
        : console.text("not on the classpath: the device jvm does everything without it", "不在类路径上：设备 jvm 不需要它")));
    rows.add(List.of(console.text("libtorch for GPUs", "用于 GPU 的 libtorch"), r.cuda()
        ? console.text("on the classpath; device=cuda:0 says what else is missing", "在类路径上；若还缺少什么，device=cuda:0 会说明")
        : console.text("not on the classpath: MAVEN_ARGS=-Pcuda ./wenmai --help builds with it", "不在类路径上：可用 MAVEN_ARGS=-Pcuda ./wenmai --help 构建")));
    rows.add(List.of(console.text("disk", "磁盘"),
        console.text("%s free at %s", "%s 可用，位于 %s", gigabytes(r.freeBytes()), r.folder())));
    rows.add(List.of(console.text("terminal", "终端"), r.terminal() ? console.text("%d columns", "%d 列", r.columns())
        : console.text("none: a pipe or a file", "无：管道或文件")));
    rows.add(List.of(console.text("language", "语言"), console.text("English", "中文")));
    console.table(rows);
  }

  private static long memory() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
  }

  private static String gigabytes(long bytes) {
    return "%.1f GB".formatted(bytes / 1e9);
  }

  /// Looks where JavaCPP keeps a library in its jar for this platform; loads nothing.
  private static boolean libtorch(String build, String library) {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : "linux";
    String processor = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
    String path = "org/bytedeco/pytorch/" + system + "-" + processor + build + "/" + System.mapLibraryName(library);
    return Doctor.class.getClassLoader().getResource(path) != null;
  }

  /// Apart, so that a JVM without the module can load the verb.
  private static final class Vectors {
    static int bits() {
      return VectorShape.preferredShape().vectorBitSize();
    }
  }
}
