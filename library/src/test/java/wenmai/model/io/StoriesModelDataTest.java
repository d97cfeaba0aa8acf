package wenmai.model.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.decode.Engine;
import wenmai.decode.Prompt;
import wenmai.decode.Sampling;
import wenmai.decode.TextWriter;
import wenmai.tensor.Device;
import wenmai.tensor.NoLeaks;

/// A model that others trained writes with us what it writes with them: llama2.c's stories260K, 200 greedy steps.
@Tag("data")
@NoLeaks
class StoriesModelDataTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jvm", "torch"})
  void twoHundredGreedyStepsAreThoseOfLlama2c(String device) throws IOException {
    var data = Path.of(System.getenv("WENMAI_DATA"), "lm");
    var pieces = wenmai.tokenize.Llama2c.read(data.resolve("tok512.bin"));
    try (var model = new LanguageModel(Llama2c.read(data.resolve("stories260K.bin"), Device.jvm()), pieces)) {
      model.save(folder.resolve(device));
    }
    try (var model = LanguageModel.open(folder.resolve(device), Device.of(device)); var engine = new Engine(model.decoder())) {
      var prompt = Prompt.ids(model.tokenizer(), "");
      var writer = new TextWriter(model.tokenizer(), prompt, List.of(), text -> { });
      engine.generate(prompt, 200, Sampling.GREEDY, Set.of(), writer);
      assertThat(writer.end()).isEqualTo(Files.readString(data.resolve("stories260K.greedy200.txt")));
    }
  }
}
