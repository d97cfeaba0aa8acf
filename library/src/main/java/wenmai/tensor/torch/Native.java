package wenmai.tensor.torch;

import java.util.Locale;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import wenmai.message.Failure;
import wenmai.tensor.Array;

/// Calls into libtorch. What a call makes on its way (numbers, options, tensors between) is freed when it ends; what it
/// returns is kept. Without that, native memory would wait for a garbage collector that does not see it.
final class Native {
  private Native() {}

  static Array kept(Supplier<Tensor> body) {
    return call(() -> TorchArray.keep(body.get()));
  }

  static void run(Runnable body) {
    call(() -> {
      body.run();
      return body;
    });
  }

  static <T> T call(Supplier<T> body) {
    try (var _ = new PointerScope()) {
      return body.get();
    } catch (RuntimeException e) {
      throw explained(e);
    }
  }

  /// Memory that is short is said as the device `jvm` says it: a failure caused by an `OutOfMemoryError`.
  private static RuntimeException explained(RuntimeException e) {
    var text = String.valueOf(e.getMessage());
    var lower = text.toLowerCase(Locale.ROOT);
    if (!lower.contains("out of memory") && !lower.contains("can't allocate memory")) {
      return e;
    }
    var first = text.lines().findFirst().orElse(text);
    return new Failure(new OutOfMemoryError(first).initCause(e), "not enough memory (%s); take a smaller batch, context or model",
        "内存不足（%s）；请减小批量、上下文或模型", first);
  }

  /// A number as libtorch's operators take it.
  static Scalar number(double value) {
    return new Scalar(value);
  }
}
