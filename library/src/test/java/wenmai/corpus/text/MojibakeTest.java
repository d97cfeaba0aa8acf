package wenmai.corpus.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class MojibakeTest {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  @Test
  void utf8ReadAsLatin1IsReadAgain() {
    for (String text : new String[] {"café", "你好，世界", "Größe über alles", "Привет, мир", "naïve — “quoted” … isn’t it",
        "price: £5, 25°C", "emoji 😀 here", "日本語のテキスト"}) {
      assertThat(Mojibake.repaired(new String(text.getBytes(UTF_8), ISO_8859_1))).as(text).isEqualTo(text);
    }
  }

  @Test
  void utf8ReadAsWindows1252IsReadAgain() {
    for (String text : new String[] {"café", "Größe", "isn’t it — “yes…", "El niño español", "Être ou ne pas être"}) {
      assertThat(Mojibake.repaired(new String(text.getBytes(UTF_8), WINDOWS))).as(text).isEqualTo(text);
    }
  }

  @Test
  void whatWasDamagedTwiceIsRepairedTwice() {
    String twice = new String(new String("café 你好".getBytes(UTF_8), ISO_8859_1).getBytes(UTF_8), ISO_8859_1);
    assertThat(Mojibake.repaired(twice)).isEqualTo("café 你好");
  }

  @Test
  void goodTextStaysAsItIs() {
    for (String text : new String[] {"„Ä“ und „Ö“", "là\u00A0» et «\u00A0déjà…»", "SÃO PAULO", "MENÜ»", "Ångström 25 °C ±3 %",
        "café, naïve, Größe, español, œuvre", "你好，世界“引号”……", "Привет", "ÀÉÎÕÜ", "¿Qué?", "x² · y³ ½"}) {
      assertThat(Mojibake.repaired(text)).as(text).isEqualTo(text);
    }
  }

  @Test
  void aDamagedPartIsRepairedInGoodText() {
    assertThat(Mojibake.repaired("好的文本 and cafÃ© too")).isEqualTo("好的文本 and café too");
  }
}
