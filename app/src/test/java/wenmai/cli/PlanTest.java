package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.Lang;

class PlanTest {
  @TempDir
  Path folder;

  @Test
  void itSaysWhatARecipeNeedsAndTouchesNothing() throws IOException {
    var recipe = Files.writeString(folder.resolve("r.yaml"), """
        data: [nowhere.txt]
        out: %s
        model: {layers: 1, width: 16, heads: 2, context: 8}
        vocabulary: 20
        """.formatted(folder.resolve("out")));
    var ran = Ran.in(Lang.ZH, "plan", recipe.toString(), "model.context=16");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("参数", "激活值", "放得下的最长上下文", "每秒", "分钟");
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
