package wenmai.corpus.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LowerCaseTest {
  @Test
  void itIsJavas() {
    var all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      all.append(c % 7 == 0 ? "İΣ" : " Σ").appendCodePoint(c);
    }
    for (int i = 0; i < all.length(); i += 1000) {
      String part = all.substring(i, Math.min(all.length(), i + 1000));
      assertThat(LowerCase.of(part)).isEqualTo(part.toLowerCase(Locale.ROOT));
    }
  }

  @Test
  @Timeout(10)
  void twoMegabytesWithManySuchLettersTakeAMoment() {
    assertThat(LowerCase.of("İstanbul'da ".repeat(200_000))).startsWith("i\u0307stanbul'da ");
  }
}
