package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.files.Json;

class TensorBoardTest {
  @TempDir
  Path folder;

  private void run(int lastStep, int steps, double factor) throws IOException {
    try (var board = new TensorBoard(folder, lastStep)) {
      for (int step = lastStep + 1; step <= steps; step++) {
        board.write(Json.object().put("step", step).put("loss", factor * step).put("sample", "text"));
      }
    }
  }

  @Test
  void everyRecordHasItsLengthAndBothChecksums() throws IOException {
    run(0, 200, 0.5);
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.toList();
    }
    assertThat(files).hasSize(1);
    var in = ByteBuffer.wrap(Files.readAllBytes(files.getFirst())).order(ByteOrder.LITTLE_ENDIAN);
    int records = 0;
    while (in.hasRemaining()) {
      int start = in.position();
      int length = (int) in.getLong();
      assertThat(in.getInt()).isEqualTo(masked(in, start, 8));
      in.position(in.position() + length);
      assertThat(in.getInt()).isEqualTo(masked(in, start + 12, length));
      records++;
    }
    assertThat(records).isEqualTo(202);
  }

  /// As TensorFlow's crc32c.h has it: rotated right by 15 bits, plus a constant.
  private static int masked(ByteBuffer in, int start, int length) {
    var crc = new CRC32C();
    crc.update(in.array(), start, length);
    long value = crc.getValue();
    return (int) ((value >>> 15 | value << 17) + 0xa282ead8L);
  }

  /// Against TensorBoard's own reader: a run that was stopped after step 5 goes on from step 3.
  @Test
  @Tag("python")
  void tensorBoardReadsWhatCountsAndForgetsTheStepsThatWereDoneAgain() throws Exception {
    run(0, 5, 1);
    run(3, 300, 0.5);
    assertThat(python("""
        import sys
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
        events = EventAccumulator(sys.argv[1], size_guidance={"scalars": 0}); events.Reload()
        print(events.Tags()["scalars"], [(e.step, e.value) for e in events.Scalars("loss") if e.step < 8 or e.step > 299])
        """)).isEqualTo("['loss'] [(1, 1.0), (2, 2.0), (3, 3.0), (4, 2.0), (5, 2.5), (6, 3.0), (7, 3.5), (300, 150.0)]\n");
  }

  private String python(String program) throws IOException, InterruptedException {
    var process = new ProcessBuilder(System.getenv("WENMAI_PYTHON"), "-c", program, folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT).start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return printed;
  }
}
