package wenmai.train;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory this process holds.
public final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessMemory() {}

  /// Bytes that were resident at most since the process began: Linux counts them (`VmHWM`). Elsewhere what the JVM knows to
  /// be taken now, which is less than libtorch takes.
  public static long peak() {
    try (var lines = Files.lines(STATUS)) {
      return lines.filter(line -> line.startsWith("VmHWM:")).mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst().orElseGet(ProcessMemory::known);
    } catch (IOException e) {
      return known();
    }
  }

  private static long known() {
    var memory = ManagementFactory.getMemoryMXBean();
    long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    return memory.getHeapMemoryUsage().getCommitted() + memory.getNonHeapMemoryUsage().getCommitted() + direct;
  }
}
