package wenmai.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import wenmai.message.Failure;
import wenmai.tensor.ChildJvm;
import wenmai.tensor.Device;
import wenmai.tensor.Numbers;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;

/// What only a JVM of its own can show.
class ChildJvmTest {

  /// A fingerprint of a training pass: every bit of its logits, loss and gradients, and of a norm.
  static final class Fingerprint {
    public static void main(String[] args) {
      double squares = Scope.run(() -> Device.jvm().normal(new Seed(5), 0, 1, 300_007).squares());
      System.out.println(of(DecoderConfig.gpt(211, 128, 2, 4, 64, true), 4) + " " + of(new LstmConfig(211, 72, 2, 16, true), 16) + " " + squares);
    }

    private static String of(BackboneConfig config, int rows) {
      try (var model = Tiny.model(config, Device.jvm())) {
        var ids = new java.util.Random(Numbers.SEED).ints(rows * config.context(), 0, 211).toArray();
        int hash = Arrays.hashCode(Tiny.logits(model, ids, rows, Pass.WHOLE));
        double loss = Tiny.learn(model, ids, rows, Pass.training(0.1, new Seed(3)));
        for (var weight : model.weights().all().values()) {
          hash = 31 * hash + Arrays.hashCode(weight.grad().floats());
        }
        return hash + " " + loss;
      }
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBit() throws Exception {
    var alone = ChildJvm.run(Fingerprint.class, jar -> true, "-Dwenmai.threads=1");
    assertThat(alone).matches("(-?[0-9]+ [0-9.]+ ){2}[0-9.]+");
    assertThat(ChildJvm.run(Fingerprint.class, jar -> true, "-Dwenmai.threads=2")).isEqualTo(alone);
    assertThat(ChildJvm.run(Fingerprint.class, jar -> true, "-Dwenmai.threads=3")).isEqualTo(alone);
  }

  /// Makes a model of 800 MB.
  static final class Large {
    public static void main(String[] args) {
      try (var model = Tiny.model(DecoderConfig.llama(100, 1024, 20, 8, 8, 2048, 64), Device.jvm())) {
        System.out.println(model.parameters());
      } catch (Failure e) {
        System.out.println(e.message().zh() + "\n" + e.message().en());
      }
    }
  }

  @Test
  void aModelThatMemoryCannotHoldSaysHowToAllowMore() throws Exception {
    assertThat(ChildJvm.run(Large.class, jar -> true, "-XX:MaxDirectMemorySize=400m")).contains("内存不足，无法再分配", "请减小批量、上下文或模型")
        .contains("not enough memory for ", "limit of 419,430,400 bytes", "take a smaller batch, context or model",
            "WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=…g");
  }

  /// Runs a model, then asks for libtorch.
  static final class PureJava {
    public static void main(String[] args) {
      for (var config : new DecoderConfig[] {Tiny.LLAMA, Tiny.GPT}) {
        try (var model = Tiny.model(config, Device.jvm())) {
          System.out.println(Tiny.logits(model, Tiny.ids(10), 1, Pass.WHOLE).length);
        }
      }
      try {
        System.out.println(Device.torch());
      } catch (Failure e) {
        System.out.println(e.message().zh() + "\n" + e.message().en());
      }
    }
  }

  @Test
  void aModelRunsWithoutAnyJarOfLibtorch() throws Exception {
    assertThat(ChildJvm.run(PureJava.class, jar -> !jar.contains("bytedeco")))
        .startsWith("370\n370\n").contains("无需任何本地库的设备 jvm").contains("or use device jvm, which works without");
  }

  @Test
  void aModelRunsWithoutTheNativesOfLibtorch() throws Exception {
    assertThat(ChildJvm.run(PureJava.class, jar -> !jar.matches(".*bytedeco.*-(linux|macosx|windows)-[^/\\\\]*[.]jar")))
        .startsWith("370\n370\n").contains("无需任何本地库的设备 jvm").contains("or use device jvm, which works without");
  }
}
