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
  void ofAWindowItsKeysCount() {
    var c = DecoderConfig.llama(100, 64, 3, 4, 2, 128, 1000);
    assertThat(Work.perToken(c.windowed(30, 2), 7)).isEqualTo(6 * 7 + 12 * 3 * 32 * 64);
    assertThat(Work.perToken(c.windowed(999, 2), 7)).isEqualTo(Work.perToken(c, 7));
  }

  @Test
  void thePeakIsMeasuredOnce() {
    assertThat(Peak.of(Device.jvm())).isEqualTo(Peak.of(Device.jvm())).isBetween(1e8, 1e14);
  }
}
