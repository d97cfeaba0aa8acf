package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.message.BadInput;

class JsonTest {
  record Point(int y, int x, ElementType type) {}

  @TempDir Path dir;

  @Test
  void theSameValueIsTheSameText() {
    assertThat(Json.compact(new Point(1, 2, ElementType.F32))).isEqualTo("{\"y\":1,\"x\":2,\"type\":\"f32\"}");
    assertThat(Json.compact(Map.of("b", 1, "a", List.of(1.5, "文")))).isEqualTo("{\"a\":[1.5,\"文\"],\"b\":1}");
    assertThat(Json.compact(Json.object().put("z", 1).put("a", 2))).isEqualTo("{\"z\":1,\"a\":2}");
    assertThat(Json.pretty(Map.of("b", 1, "a", 2))).isEqualTo("{\n  \"a\" : 2,\n  \"b\" : 1\n}");
  }

  @Test
  void aTreeReadsBack() throws IOException {
    var tree = Json.tree(Map.of("k", List.of(1, 2.5, true, "文\n")));
    assertThat(Json.parse(Json.pretty(tree), "text")).isEqualTo(tree);
    assertThat(Json.read(Files.writeString(dir.resolve("a.json"), Json.compact(tree)))).isEqualTo(tree);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{} {}", "{'a':1}", "NaN", "[1,]"})
  void whatIsNotJsonIsBadInput(String text) throws IOException {
    var file = Files.writeString(dir.resolve("a.json"), text);
    assertThatThrownBy(() -> Json.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("a.json");
    assertThatThrownBy(() -> Json.parse(text, "line 3")).isInstanceOf(BadInput.class).hasMessageContaining("line 3");
    assertThatThrownBy(() -> Json.record(file, Point.class)).isInstanceOf(BadInput.class)
        .hasMessageContaining("a.json");
  }

  @Test
  void deepNestingAndForeignBytesAreBadInput() throws IOException {
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000), "x")).isInstanceOf(BadInput.class);
    var file = Files.write(dir.resolve("a.json"), new byte[] {'"', (byte) 0xff, '"'});
    assertThatThrownBy(() -> Json.read(file)).isInstanceOf(BadInput.class);
    assertThatThrownBy(() -> Json.read(dir.resolve("none"))).isInstanceOf(BadInput.class)
        .hasMessageContaining("does not exist");
  }
}
