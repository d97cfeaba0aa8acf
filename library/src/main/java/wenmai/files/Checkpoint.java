package wenmai.files;

import java.nio.file.Path;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// A folder of files that were written together, every byte of them verified. What they mean belongs to their writer,
/// and so does `state`, a JSON value of its own.
public record Checkpoint(Path folder, long step, Set<String> files, JsonNode state) {

  /// Verifies and opens one. When it is damaged, the error names the file and the newest older checkpoint that is
  /// whole.
  public static Checkpoint open(Path folder) {
    try {
      return verified(folder);
    } catch (BadInput damage) {
      throw new BadInput(damage.message().then(older(folder)));
    }
  }

  /// The path of one of its files.
  public Path file(String name) {
    if (!files.contains(name)) {
      throw new BadInput("%s has no file %s; it holds %s", "%s 中没有文件 %s；它包含 %s",
          folder, name, String.join(", ", files));
    }
    return folder.resolve(name);
  }

  static Checkpoint verified(Path folder) {
    var manifest = Manifest.read(folder);
    manifest.requireSizes(folder);
    manifest.requireContent(folder);
    return of(folder, manifest);
  }

  static Checkpoint of(Path folder, Manifest manifest) {
    return new Checkpoint(folder, manifest.step(), manifest.files().keySet(), manifest.state());
  }

  private static Message older(Path folder) {
    return new Checkpoints(folder.resolveSibling("")).newestBefore(Checkpoints.step(folder).orElse(0), _ -> {})
        .map(c -> Message.of("The newest older one that is whole is %s", "较早且完好的最新检查点是 %s", c.folder()))
        .orElse(new Message("No older one is whole", "没有较早且完好的检查点"));
  }
}
