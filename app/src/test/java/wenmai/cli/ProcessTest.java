package wenmai.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only a process of its own can show.
class ProcessTest {
  private static final Map<String, String> ASCII = Map.of("LC_ALL", "C", "LANG", "C");

  @Test
  void chineseIsUtf8WhateverTheLocale() throws Exception {
    var help = Child.start(Wenmai.class, ASCII, "--help", "--lang", "zh");
    assertThat(Child.text(help.getInputStream())).contains("用法：wenmai [选项] [动词]", "显示此帮助");
    assertThat(Child.code(help)).isZero();
    var wrong = Child.start(Wenmai.class, ASCII, "--nonsense", "--lang=zh");
    assertThat(Child.text(wrong.getErrorStream())).contains("未知的选项 --nonsense");
    assertThat(Child.code(wrong)).isEqualTo(2);
  }

  @Test
  void theLocaleChoosesTheLanguage() throws Exception {
    var zh = Child.start(Wenmai.class, Map.of("LC_ALL", "zh_CN.UTF-8", "WENMAI_LANG", ""), "nonsense");
    assertThat(Child.text(zh.getErrorStream())).contains("未知的动词");
    var en = Child.start(Wenmai.class, Map.of("LC_ALL", "en_GB.UTF-8", "WENMAI_LANG", ""), "nonsense");
    assertThat(Child.text(en.getErrorStream())).contains("unknown verb");
  }

  @Test
  void standardInputIsCleaned(@TempDir Path folder) throws Exception {
    var clean = Child.start(Wenmai.class, ASCII, "corpus", "clean", "-", "--out", folder.resolve("out").toString());
    try (var in = clean.getOutputStream()) {
      in.write("床前明月光\n".getBytes(UTF_8));
    }
    assertThat(Child.text(clean.getErrorStream())).contains("the text is in");
    assertThat(Child.code(clean)).isZero();
    assertThat(folder.resolve("out/documents.jsonl")).content(UTF_8).contains("床前明月光");
  }

  @Test
  void aFullHeapEndsWithOneAndASentence() throws Exception {
    var full = Child.start(Child.class, Map.of(), "full");
    assertThat(Child.text(full.getErrorStream())).contains("内存不足", "-Xmx");
    assertThat(Child.code(full)).isOne();
  }
}
