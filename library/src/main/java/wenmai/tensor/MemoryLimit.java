package wenmai.tensor;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/// How much memory a program may take here: nine tenths of the machine's or of the container's, if nothing else was asked for.
/// (Java's own limit for memory outside of its heap is the heap's, a quarter of the machine's by default; it does not count
/// what the device jvm allocates.)
public final class MemoryLimit {
  private static final double SHARE = 0.9;
  private static final long MACHINE =
      (long) (SHARE * ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize());
  private static final long ASKED = Long.parseLong(
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption("MaxDirectMemorySize").getValue());

  private MemoryLimit() {}

  /// Bytes that this process should not exceed.
  public static long ofProcess() {
    return MACHINE;
  }

  /// Bytes that tensors of the device jvm may take; `-XX:MaxDirectMemorySize` asks for another limit.
  public static long ofTensors() {
    return ASKED == 0 ? MACHINE : ASKED;
  }
}
