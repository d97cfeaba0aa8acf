package wenmai.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.evaluate.RunReport.Writing;
import wenmai.message.Lang;
import wenmai.train.Observer;

class ReportPageTest {
  private static final List<String> HOSTILE = List.of("<script>alert(1)</script>",
      "</pre></textarea></script><img src=x onerror=alert(1)>",
      "& &amp; &lt;b&gt;", "\" onclick=\"alert(1)\" '", "{{script}} {{body}} $1 \\1", "\u202Eright to left\u2066",
      "\u0000\u0007\u001B[31m\r\u007F\u0085\uD800",
      "<!-- ]]> <svg onload=alert(1)>");

  @TempDir
  Path folder;

  @Test
  void pageNeedsNothingFromOutside() {
    var page = page(ExampleRun.plausible(), Lang.EN);
    assertThat(page).doesNotContain("http:", "https:", "//www", "@import", "url(", "<link", " src=", "@font-face",
        " style=");
    assertThat(page).contains("default-src 'none'");
  }

  @Test
  void policyNamesTheStyleAndTheScriptThatAreThere() throws Exception {
    var page = page(ExampleRun.plausible(), Lang.EN);
    for (var element : List.of("style", "script")) {
      var source = found(page, "(?s)<" + element + ">(.*?)</" + element + ">").getFirst();
      var hash = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
      assertThat(page).contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    }
  }

  @Test
  void startsInTheLanguageGivenAndHoldsBoth() {
    var english = page(ExampleRun.plausible(), Lang.EN);
    var chinese = page(ExampleRun.plausible(), Lang.ZH);
    assertThat(english).contains("<html lang=\"en\">", "<title>What your model learned</title>");
    assertThat(chinese).contains("<html lang=\"zh-Hans\">", "<title>你的模型学到了什么</title>");
    assertThat(body(english)).isEqualTo(body(chinese));
  }

  @Test
  void everySentenceStandsInBothLanguages() {
    var page = body(page(ExampleRun.plausible(), Lang.EN));
    assertThat(found(page, "<(?:span|tspan) lang=\"en\">"))
        .hasSameSizeAs(found(page, "<(?:span|tspan) lang=\"zh-Hans\">"));
    assertThat(found(page, "<(?:span|tspan) lang=\"en\">([^<]*)<"))
        .noneMatch(en -> Pattern.compile("\\p{IsHan}").matcher(en).find());
  }

  @Test
  void everythingThatWasMeasuredIsShown() {
    assertThat(page(ExampleRun.plausible(), Lang.EN)).contains("5,899,520", "4,096", "3.658", "38.8", "1.604", "0.4%",
        "98.7%", "905,110", "100,414", "164", "5,241,083", "3,080,267", "GB18030 × 1", "12,827", "4 min 47 s",
        "3,686,400", "中国古典小说.txt", "␣the", "无可奈何",
        "step 450", "第 450 步", "太短", "按整篇文档留出 10%");
  }

  @Test
  void commandsAreQuotedForAShell() {
    assertThat(page(ExampleRun.plausible(), Lang.EN)).contains(
        "<code>./wenmai generate &#39;my run/model&#39; --prompt &#39;It&#39;\\&#39;&#39;s spring&#39;"
            + " --max-tokens 200</code>",
        "<code>./wenmai pretrain &#39;my run/recipe.yaml&#39; out=longer steps=9000</code>");
  }

  @Test
  void hostileTextStaysText() {
    var samples = HOSTILE.stream().map(text -> new Observer.Sample(1, text)).toList();
    for (var sample : samples) {
      var run = ExampleRun.of(HOSTILE, List.of(new Writing(sample.text().substring(0, 2), List.of(sample))));
      assertThat(tags(page(run, Lang.EN))).isSubsetOf(tags(page(ExampleRun.plausible(), Lang.EN)));
    }
  }

  @Test
  void samplesComeThroughUnchanged() {
    var text = "  two  spaces\n\ttab & <b> \"q\" 'a' 汉字 𠮷 \u202Eאב {{title}}";
    var run = ExampleRun.of(List.of("x"), List.of(new Writing("", List.of(new Observer.Sample(1, text)))));
    assertThat(unescaped(found(page(run, Lang.ZH), "(?s)<pre dir=\"auto\">(.*?)</pre>").getFirst())).isEqualTo(text);
  }

  @Test
  void controlCharactersAreShown() {
    assertThat(Html.text("\u0000\u001B\r\u007F\u0085\uD800x").markup()).isEqualTo("␀␛␍␡\uFFFD\uFFFDx");
  }

  @Test
  void longRunsAreDrawnWithAsManyPointsAsAScreenShows() {
    var chart = LossChart.of(ExampleRun.losses(100_000), List.of(), Math.log(4096)).html().markup();
    assertThat(chart.length()).isLessThan(100_000);
    assertThat(chart).contains(",100000,").doesNotContain("NaN", "Infinity");
  }

  @Test
  void emptyAndBrokenCurvesAreDrawn() {
    var nan = List.of(new RunReport.Point(1, Double.NaN));
    assertThat(LossChart.of(nan, List.of(), 0).html().markup()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void ticksAreRound() {
    assertThat(new LossChart.Axis(0, 900, 0, 1).ticks(5)).containsExactly(0.0, 200.0, 400.0, 600.0, 800.0);
    assertThat(new LossChart.Axis(3.2, 8.6, 0, 1).ticks(6)).containsExactly(4.0, 5.0, 6.0, 7.0, 8.0);
  }

  private String page(RunReport run, Lang lang) {
    var file = folder.resolve("report.html");
    ReportPage.write(file, run, lang);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String body(String page) {
    return page.substring(page.indexOf("<main>"));
  }

  /// The kinds of tags of the body with the names of their attributes.
  private static List<String> tags(String page) {
    var body = body(page);
    return found(body.substring(0, body.indexOf("</main>")), "<([^>]*)>").stream()
        .map(tag -> tag.replaceAll("\"[^\"]*\"", "")).distinct().toList();
  }

  private static List<String> found(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(m.groupCount())).toList();
  }

  private static String unescaped(String markup) {
    return markup.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
