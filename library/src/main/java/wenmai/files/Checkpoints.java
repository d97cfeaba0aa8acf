package wenmai.files;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import wenmai.message.BadInput;

/// The checkpoints of a run: `step-00001000/` and so on, side by side in a folder that has one writer and any number of
/// readers. Each appears by one rename, complete, and leaves by one rename before its files are removed. So a process
/// that is killed, at whatever instant, leaves the last complete checkpoint and perhaps a draft, which `tidy` clears
/// away.
public record Checkpoints(Path folder) {
  private static final Pattern NAME = Pattern.compile("step-([0-9]{8,18})");

  /// Writes the files that `content` puts into the folder given, with `state`, as the checkpoint of a step. One that
  /// stands there already is replaced; until the new one has its name, `tidy` can bring the old one back.
  public Checkpoint write(long step, JsonNode state, Atomic.FolderContent content) {
    var target = folder.resolve("step-%08d".formatted(step));
    try (var draft = Draft.of(target)) {
      Files.createDirectory(draft.path());
      content.writeTo(draft.path());
      var manifest = Manifest.write(draft.path(), step, state);
      Draft.force(draft.path());
      var retired = retire(target);
      draft.publish();
      Draft.delete(retired);
      return Checkpoint.of(target, manifest);
    } catch (IOException e) {
      throw Refusal.writing(target, e);
    }
  }

  /// The newest checkpoint that is whole. Damaged ones on the way to it are reported to `damaged`.
  public Optional<Checkpoint> latest(Consumer<BadInput> damaged) {
    return newestBefore(Long.MAX_VALUE, damaged);
  }

  /// Removes all but the newest `count`. The newest is read back in full before anything goes; when it is damaged, the
  /// next one counts in its place.
  public void keep(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("keep %d checkpoints".formatted(count));
    }
    latest(_ -> {}).ifPresent(newest -> {
      var others = newestFirst(newest.step()).filter(Checkpoints::seemsWhole).skip(count - 1L).toList();
      try {
        for (var each : others) {
          Draft.delete(retire(each));
        }
      } catch (IOException e) {
        throw Refusal.writing(folder, e);
      }
    });
  }

  /// Clears away what a killed writer left: for the one writer, at its start. A draft that is complete and whose place
  /// is free missed nothing but its rename, and gets it now.
  public void tidy() {
    try {
      for (var draft : drafts()) {
        var place = draft.resolveSibling(draft.getFileName().toString().replaceFirst("\\.tmp-.*", ""));
        if (!Files.exists(place) && opens(draft)) {
          Files.move(draft, place, ATOMIC_MOVE);
        } else {
          Draft.delete(draft);
        }
      }
    } catch (IOException e) {
      throw Refusal.writing(folder, e);
    }
  }

  Optional<Checkpoint> newestBefore(long step, Consumer<BadInput> damaged) {
    return newestFirst(step).flatMap(path -> {
      try {
        return Stream.of(Checkpoint.verified(path));
      } catch (BadInput e) {
        damaged.accept(e);
        return Stream.empty();
      }
    }).findFirst();
  }

  /// The step that a folder's name gives.
  static OptionalLong step(Path folder) {
    var name = NAME.matcher(String.valueOf(folder.getFileName()));
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
  }

  private Stream<Path> newestFirst(long before) {
    return entries().stream().filter(p -> step(p).isPresent() && step(p).getAsLong() < before)
        .sorted(Comparator.comparingLong((Path p) -> step(p).getAsLong()).reversed());
  }

  private List<Path> drafts() {
    return entries().stream().filter(p -> Draft.isDraft(p) && p.getFileName().toString().startsWith("step-")).toList();
  }

  private List<Path> entries() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var entries = Files.list(folder)) {
      return entries.toList();
    } catch (IOException e) {
      throw Refusal.reading(folder, e);
    }
  }

  private static Path retire(Path checkpoint) throws IOException {
    var retired = Draft.named(checkpoint);
    if (Files.exists(checkpoint)) {
      Files.move(checkpoint, retired, ATOMIC_MOVE);
    }
    return retired;
  }

  private static boolean opens(Path folder) {
    try {
      Checkpoint.verified(folder);
      return true;
    } catch (BadInput _) {
      return false;
    }
  }

  private static boolean seemsWhole(Path folder) {
    try {
      Manifest.read(folder).requireSizes(folder);
      return true;
    } catch (BadInput _) {
      return false;
    }
  }
}
