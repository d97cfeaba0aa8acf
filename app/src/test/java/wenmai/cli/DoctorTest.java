package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import wenmai.message.Lang;

class DoctorTest {
  @Test
  void jsonHoldsWhatTheMachineHas() {
    var ran = Ran.in(Lang.ZH, "doctor", "--json");
    assertThat(ran.code()).isZero();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().lines()).hasSize(1);
    var report = JsonMapper.shared().readValue(ran.out(), Doctor.Report.class);
    assertThat(report.jdk()).isEqualTo(Runtime.version().toString());
    assertThat(report.processors()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(report.memoryBytes()).isGreaterThan(report.heapBytes() / 64).isPositive();
    assertThat(report.vectorApi()).isTrue();
    assertThat(report.vectorBits()).isIn(64, 128, 256, 512);
    assertThat(report.gflops()).isBetween(0.1, 1e5);
    assertThat(report.libtorch()).isTrue();
    assertThat(report.freeBytes()).isPositive();
    assertThat(report.lang()).isEqualTo("zh");
  }

  @Test
  void thePrintedReportIsInTheUsersLanguage() {
    assertThat(Ran.in(Lang.ZH, "doctor").out()).contains("处理器", "向量 API", "在类路径上", "用于 GPU 的 libtorch", "无：管道或文件")
        .doesNotContain("processors");
    assertThat(Ran.in(Lang.EN, "doctor").out()).contains("processors", "Vector API", "on the classpath", "libtorch for GPUs");
  }
}
