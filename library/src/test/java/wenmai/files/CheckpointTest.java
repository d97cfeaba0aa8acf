package wenmai.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.message.BadInput;

class CheckpointTest {
  @TempDir Path dir;
  private Checkpoints run = new Checkpoints(Path.of(""));

  @BeforeEach
  void run() {
    run = new Checkpoints(dir.resolve("run"));
  }

  private Checkpoint write(long step) {
    return run.write(step, Json.object().put("step", step).put("note", "文"), f -> {
      Files.writeString(f.resolve("weights"), "weights of " + step);
      Files.createDirectories(f.resolve("model"));
      Files.writeString(f.resolve("model/config.json"), "{}");
    });
  }

  @Test
  void whatIsWrittenOpens() {
    var written = write(1000);
    var opened = Checkpoint.open(dir.resolve("run/step-00001000"));
    assertThat(opened).isEqualTo(written);
    assertThat(opened.state().path("note").asString()).isEqualTo("文");
    assertThat(opened.file("weights")).hasContent("weights of 1000");
    assertThat(opened.files()).containsExactly("model/config.json", "weights");
    assertThatThrownBy(() -> opened.file("weight")).isInstanceOf(BadInput.class).hasMessageContaining("weights");
  }

  @Test
  void everyDamageIsFoundAndTheOlderOneNamed() throws IOException {
    write(1);
    var folder = write(2).folder();
    for (var name : new String[] {"weights", "model/config.json", Manifest.NAME}) {
      var file = folder.resolve(name);
      var whole = Files.readAllBytes(file);
      for (int at = 0; at < whole.length; at++) {
        Damage.put(file, Damage.set(whole, at, (byte) (whole[at] ^ 1)));
        requireDamaged(folder, name);
      }
      Files.write(file, Arrays.copyOf(whole, whole.length - 1));
      requireDamaged(folder, name);
      Files.write(file, Arrays.copyOf(whole, whole.length + 1));
      requireDamaged(folder, name);
      Files.delete(file);
      requireDamaged(folder, name);
      Files.write(file, whole);
    }
    assertThat(Checkpoint.open(folder).step()).isEqualTo(2);
    Files.delete(folder.resolve("weights"));
    var said = new ArrayList<BadInput>();
    assertThat(run.latest(said::add).orElseThrow().step()).isEqualTo(1);
    assertThat(said).hasSize(1);
  }

  private static void requireDamaged(Path folder, String name) {
    assertThatThrownBy(() -> Checkpoint.open(folder)).isInstanceOf(BadInput.class)
        .hasMessageContaining(folder.resolve(name).toString()).hasMessageContaining("step-00000001");
  }

  @Test
  void aManifestThatLeadsOutOfItsFolderIsRefused() throws IOException {
    Files.writeString(dir.resolve("secret"), "");
    var folder = Files.createDirectories(dir.resolve("run/step-00000001"));
    for (var name : new String[] {"../../secret", dir.resolve("secret").toString()}) {
      var rest = "\"format\":\"wenmai-checkpoint-1\",\"step\":1,\"files\":{\"%s\":{\"bytes\":0,\"sha256\":\"%s\"}}}"
          .formatted(name, Hashes.sha256(new byte[0]));
      Files.writeString(folder.resolve(Manifest.NAME), "{\n  \"sha256\": \"%s\",%s".formatted(
          Hashes.sha256(rest.getBytes(StandardCharsets.UTF_8)), rest));
      assertThatThrownBy(() -> Checkpoint.open(folder)).isInstanceOf(BadInput.class)
          .hasMessageContaining("inside the checkpoint");
    }
  }

  @Test
  void thereIsNoLatestOfNothing() {
    assertThat(run.latest(_ -> {})).isEmpty();
  }

  @Test
  void theSameStepIsReplaced() throws IOException {
    write(1);
    run.write(1, Json.object(), f -> Files.writeString(f.resolve("weights"), "again"));
    assertThat(Checkpoint.open(dir.resolve("run/step-00000001")).file("weights")).hasContent("again");
    assertThat(AtomicTest.names(run.folder())).containsExactly("step-00000001");
  }

  @Test
  void onlyTheNewestAreKeptAndNeverADamagedOneForAWholeOne() throws IOException {
    for (int step = 1; step <= 4; step++) {
      write(step);
    }
    run.keep(2);
    assertThat(AtomicTest.names(run.folder())).containsExactly("step-00000003", "step-00000004");
    Files.writeString(dir.resolve("run/step-00000004/weights"), "weights of 5");
    run.keep(1);
    assertThat(run.latest(_ -> {}).orElseThrow().step()).isEqualTo(3);
  }

  @Test
  void aFailedWriteLeavesNothing() throws IOException {
    write(1);
    assertThatThrownBy(() -> run.write(2, Json.object(), _ -> {
      throw new IOException("No space left on device");
    })).hasMessageContaining("the disk is full");
    assertThat(AtomicTest.names(run.folder())).containsExactly("step-00000001");
  }

  @Test
  void leftoversOfAKilledWriterAreIgnoredThenRemovedOrGivenTheirName() throws IOException {
    write(1);
    var complete = write(2).folder();
    Files.move(complete, complete.resolveSibling("step-00000002.tmp-0123456789abcdef"));
    Files.createDirectories(dir.resolve("run/step-00000003.tmp-0123456789abcdef/model"));
    Files.writeString(dir.resolve("run/notes.tmp-old"), "not ours");
    assertThat(run.latest(_ -> {}).orElseThrow().step()).isEqualTo(1);
    run.tidy();
    assertThat(run.latest(_ -> {}).orElseThrow().step()).isEqualTo(2);
    assertThat(AtomicTest.names(run.folder())).containsExactly("notes.tmp-old", "step-00000001", "step-00000002");
  }
}
