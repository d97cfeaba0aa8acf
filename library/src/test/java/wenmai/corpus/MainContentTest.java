package wenmai.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MainContentTest {
  private static final String STORY = "The ferryman counted his coins in the shade while the river rose and the loaves were "
      + "carried across, one basket after the other, as they had been every morning.";
  private static final String CHINESE = "清晨的集市上，卖豆腐的老人推着车慢慢走过石桥，孩子们围着他，有的问价钱，有的只想闻一闻热气，河边的柳树刚刚发芽。";
  private static final String PAGE = """
      <!DOCTYPE html><html><head><title>Title</title><style>p {}</style></head><body>
      <header><a href="/">Home</a> Our Site</header><nav><ul><li><a href=a>News</a><li><a href=b>Shop</a></ul></nav>
      <div id=menu><ul><li><a href=1>First link</a></li><li><a href=2>Second link</a></li></ul></div>
      <div class=page><h1>The River</h1><div class=text><p>%1$s</p><h2>Noon</h2><p>Short.</p><p>%1$s <a href=x>more</a></p>
      <ul><li>bread</li><li>salt</li></ul><pre>a
        b</pre><p>%1$s</p></div></div><script>var x = "<p>no</p>";</script>
      <div class=foot><p>About us</p><p><a href=p>Privacy</a> | <a href=t>Terms</a></p></div><footer>© 2026</footer></body></html>
      """;
  @TempDir Path folder;

  @Test
  void theArticleIsKeptWithItsShortLinesAndTheRestGoes() {
    assertThat(MainContent.of(PAGE.formatted(STORY))).isEqualTo(String.join("\n\n", "The River", STORY, "Noon", "Short.",
        STORY + " more", "bread", "salt", "a\n  b", STORY));
    assertThat(MainContent.of(PAGE.formatted(CHINESE))).startsWith("The River\n\n" + CHINESE).doesNotContain("link", "Privacy", "About");
  }

  @Test
  void aShortPageIsKeptButForItsLinks() {
    assertThat(MainContent.of("<p>Spring.</p><p>床前明月光<br>疑是地上霜</p><p><a href=x>Next page</a></p>"))
        .isEqualTo("Spring.\n\n床前明月光\n疑是地上霜");
    assertThat(MainContent.of("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>")).isEqualTo("a\tb\n\nc");
  }

  @Test
  void aPageIsKnownByItsBeginningWhateverItsName() throws IOException {
    String page = "\n<!-- saved --><HTML><body><script>x</script><p>" + STORY;
    assertThat(Reads.of(folder, "page.txt", page).text()).isEqualTo(STORY);
    assertThat(Reads.of(folder, "part.htm", "<p>" + STORY).text()).isEqualTo(STORY);
    assertThat(Reads.of(folder, "code.txt", "List<html> x").text()).isEqualTo("List<html> x");
    assertThat(Reads.of(folder, "links.html", "<html><a href=x>only links here</a>").reason()).isEqualTo(Reason.NO_PROSE);
  }

  @Test
  void theEncodingIsWhatThePageSaysUnlessItsBytesSayOtherwise() throws IOException {
    for (var says : Map.of("gb2312", "GB18030", "Shift_JIS", "windows-31j", "big5", "x-MS950-HKSCS", "euc-kr", "x-windows-949")
        .entrySet()) {
      String text = says.getKey().equals("euc-kr") ? "안녕하세요 세계" : "日本東京，山川";
      String page = "<html><meta charset=\"" + says.getKey() + "\"><p>" + text.replace("，", says.getKey().startsWith("S") ? "、" : "，");
      assertThat(Reads.of(folder, "a.html", page.getBytes(Charset.forName(says.getValue()))).text()).startsWith(text.substring(0, 4));
    }
    String french = "où est-il, le garçon à l'œil bleu ?".repeat(9).replace("œ", "oe");
    assertThat(Reads.of(folder, "fr.html", ("<html><meta http-equiv=x content='text/html; charset=iso-8859-1'><p>" + french)
        .getBytes(ISO_8859_1))).satisfies(read -> {
          assertThat(read.text()).isEqualTo(french);
          assertThat(read.report().encodings()).containsExactly(Map.entry("windows-1252", 1L));
        });
    String lying = "<html><meta charset=iso-8859-1><p>" + CHINESE;
    assertThat(Reads.of(folder, "zh.html", lying.getBytes(UTF_8)).text()).isEqualTo(CHINESE);
    assertThat(Reads.of(folder, "gb.html", lying.getBytes(Encoding.GB18030.charset())).text()).isEqualTo(CHINESE);
    assertThat(Reads.of(folder, "bad.html", ("<html><meta charset=utf-8><p>" + CHINESE).getBytes(Encoding.GB18030.charset())).text())
        .isEqualTo(CHINESE);
  }

  @Test
  @Timeout(30)
  void manyHiddenPartsTakeTimeThatGrowsWithTheirNumber() {
    assertThat(MainContent.of("<p>" + STORY + "<svg></svg>".repeat(600_000) + " a<button>x</button>b")).isEqualTo(STORY + " ab");
  }

  @Test
  void deepNestingIsReadAndALargePageRefused() throws IOException {
    assertThat(MainContent.of("<div>".repeat(200_000) + "<p>" + STORY)).isEqualTo(STORY);
    byte[] large = ("<html>" + "a ".repeat(Unpack.LARGEST_PAGE / 2)).getBytes(UTF_8);
    assertThat(Reads.of(folder, "large.html", large).reason()).isEqualTo(Reason.LARGE_PAGE);
  }
}
