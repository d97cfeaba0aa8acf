package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import wenmai.model.DecoderConfig;
import wenmai.tensor.Device;

class WorkTest {
  /// Chowdhery 2022, appendix B, with GPT-2's published shape: 6 · 124,337,664 + 12 · 12 · 12 · 64 · 1024.
  @Test
  void aTokenOfGpt2TakesWhatTheFormulaOfThePaperSays() {
    assertThat(Work.perToken(DecoderConfig.gpt(50_304, 768, 12, 12, 1024, false), 124_337_664)).isEqualTo(859_272_192.0);
  }

  @Test
  void thePeakIsMeasuredOnce() {
    assertThat(Peak.of(Device.jvm())).isEqualTo(Peak.of(Device.jvm())).isBetween(1e8, 1e14);
  }
}
