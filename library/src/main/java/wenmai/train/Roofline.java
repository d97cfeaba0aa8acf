package wenmai.train;

import java.util.List;
import wenmai.tensor.Device;
import wenmai.tensor.Precision;
import wenmai.tensor.ProfiledDevice.Operation;

/// The time below which operations cannot go on this machine: products of matrices at the best rate measured ([Peak]), attention
/// as it is alone, and of everything else its bytes at the memory's rate. Williams 2009, "Roofline".
///
/// @param seconds of all operations
/// @param flops   a second, of products
/// @param bytes   a second, of memory
public record Roofline(double seconds, double flops, double bytes) {
  public static Roofline of(Device device, Precision precision, List<Operation> operations) {
    double flops = Peak.of(device, precision);
    double bytes = Peak.bytes(device);
    double seconds = operations.stream()
        .mapToDouble(o -> o.name().startsWith("attend") ? o.seconds() : o.flops() > 0 ? o.flops() / flops : o.bytes() / bytes).sum();
    return new Roofline(seconds, flops, bytes);
  }
}
