package wenmai.train;

import java.util.Arrays;
import java.util.List;
import wenmai.message.BadInput;
import wenmai.model.Padded;

/// Texts, each with the answer to one question: 1 for yes, 0 for no.
public record Labelled(Padded texts, int... labels) {

  public Labelled {
    if (labels.length != texts.rows()) {
      throw new BadInput("labels (%d) must be as many as texts (%d)", "标签数（%d）必须与文本数（%d）相同",
          labels.length, texts.rows());
    }
    int strange = Arrays.stream(labels).filter(label -> label != 0 && label != 1).findFirst().orElse(0);
    if (strange != 0) {
      throw new BadInput("label (%d) must be 0 or 1", "标签（%d）必须是 0 或 1", strange);
    }
  }

  public int size() {
    return labels.length;
  }

  /// Some of them, in the order given.
  public Labelled pick(List<Integer> rows) {
    return new Labelled(texts.pick(rows), rows.stream().mapToInt(row -> labels[row]).toArray());
  }
}
