package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  @Test
  void theRoadIsGoneFromTextToAModelInAFolderOfAnyName(@TempDir Path folder) throws Exception {
    var out = folder.resolve("a, b] # c");
    Rehearsal.main(new String[] {"../README.md", out.toString()});
    assertThat(out.resolve("run/model/model.safetensors")).isNotEmptyFile();
    assertThat(out.resolve("run/metrics.jsonl")).content().hasLineCount(60);
  }
}
