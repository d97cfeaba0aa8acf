package wenmai.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wenmai.files.Atomic;
import wenmai.files.Json;
import wenmai.message.BadInput;

/// `metrics.jsonl`: one object a step; and the same numbers for TensorBoard in `tensorboard/`. A run that goes on from a
/// checkpoint first forgets the lines of later steps, and the half line that a killed one may have left.
public final class Metrics implements AutoCloseable {
  private final Writer writer;
  private final TensorBoard board;

  Metrics(Path out, int lastStep) {
    var file = out.resolve("metrics.jsonl");
    try {
      if (Files.exists(file)) {
        var lines = read(file).stream().filter(l -> lastStep > 0 && l.path("step").asInt() <= lastStep).map(Json::compact).toList();
        Atomic.text(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
      }
      board = new TensorBoard(out.resolve("tensorboard"), lastStep);
      writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The whole lines of a file: what stands after the last line end was cut off, perhaps within a character.
  public static List<JsonNode> read(Path file) {
    var lines = new ArrayList<JsonNode>();
    try {
      var text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      for (var line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        lines.add(Json.parse(line, file));
      }
    } catch (JacksonException | BadInput e) {
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }

  /// What is known of every step. JSON has no numbers that are not finite: null.
  static ObjectNode line(Observer.Step step, Steadiness steadiness) {
    var line = Json.object().put("step", step.step()).put("loss", finite(step.loss())).put("rate", step.rate())
        .put("gradientNorm", finite(step.gradientNorm())).put("tokensPerSecond", Math.round(step.tokensPerSecond()))
        .put("flopsPerSecond", Math.round(step.flopsPerSecond())).put("peakShare", Math.round(1e4 * step.peakShare()) / 1e4);
    return line.put("skipped", steadiness.skipped()).put("spikes", steadiness.spikes());
  }

  static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  void write(ObjectNode line) {
    try {
      writer.write(Json.compact(line) + "\n");
      writer.flush();
      board.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (board) {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
