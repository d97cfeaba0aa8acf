package wenmai.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownTest {

  @Test
  void linksKeepTheirTextAndLoseTheirTargets() {
    gives("See [the *guide*](https://example.org/a_(b) \"Title\"), ![a map](map.png) and <https://x.org>.",
        "See the *guide*, a map and <https://x.org>.");
    gives("[![build](badge.svg)](https://ci.org) 见[说明](<a b.md>)。", "build 见说明。");
  }

  @Test
  void referencesLoseTheirNamesWhereTheyAreDefined() {
    gives("Read [this][1], [Guide][] and [guide]; a[i][j] and [x] stay.\n\n[1]: https://a.org 'A'\n[GUIDE]: /g.md\n",
        "Read this, Guide and guide; a[i][j] and [x] stay.\n\n\n\n");
    gives("[Alice]: Hello.\n[^1]: A note with words/more.", "[Alice]: Hello.\n[^1]: A note with words/more.");
  }

  @Test
  void codeStaysAsItIs() {
    for (String code : new String[] {"`a[i](x)` and ``b`[c](d)``", "```java\na[i](x);\n[r]: y/z\n```\n",
        "~~~~\n[a](b)\n~~~\n[c](d)\n~~~~\n", "> ```\n> [a](b)\n> ```\n"}) {
      gives(code, code);
    }
    gives("```\n[a](b)\n```\n[c](d)", "```\n[a](b)\n```\nc");
  }

  @Test
  void frontMatterGoesAndARuleStays() {
    gives("---\ntitle: T\ntags: [a]\n---\n# T\n", "# T\n");
    gives("+++\ntitle = 'T'\n+++\n\n# T\n", "\n# T\n");
    gives("# T\n---\na: b\n---\n", "# T\n---\na: b\n---\n");
    gives("---\nnever closed\n", "---\nnever closed\n");
  }

  @Test
  void bracketsWithoutEndTakeNoTime() {
    String brackets = "[".repeat(200_000) + "](" + "(".repeat(200_000) + "![".repeat(100_000);
    gives(brackets, brackets);
  }

  @Test
  void aFileOfThatNameIsReadSo(@TempDir Path folder) throws IOException {
    assertThat(Reads.of(folder, "a.md", "[春](chun.md)眠").text()).isEqualTo("春眠");
    assertThat(Reads.of(folder, "a.txt", "[春](chun.md)眠").text()).isEqualTo("[春](chun.md)眠");
  }

  private static void gives(String markdown, String text) {
    assertThat(Markdown.text(markdown)).isEqualTo(text);
  }
}
