package wenmai.model;

import java.util.Arrays;
import java.util.List;
import wenmai.message.BadInput;
import wenmai.tensor.Device;
import wenmai.tensor.Mask;
import wenmai.tensor.Tensor;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// Texts of many lengths as the rows of one tensor: each is filled up to a common length, and a mask keeps everybody
/// from seeing the filling.
///
/// @param ids     rows · length
/// @param lengths of the texts themselves
public record Padded(int[] ids, int[] lengths) {

  /// Filled up with `<pad>`, or with id 0 where the tokenizer has none: nothing sees it. Longer texts are cut.
  public static Padded of(Tokenizer tokenizer, List<String> texts, int length) {
    var ids = new int[texts.size() * length];
    Arrays.fill(ids, tokenizer.specials().id(Role.PAD).orElse(0));
    var lengths = new int[texts.size()];
    for (int row = 0; row < lengths.length; row++) {
      var text = tokenizer.encode(texts.get(row));
      if (text.length == 0) {
        throw new BadInput("text %d is empty; leave it out", "第 %d 条文本是空的；请去掉它", row + 1);
      }
      lengths[row] = Math.min(text.length, length);
      System.arraycopy(text, 0, ids, row * length, lengths[row]);
    }
    return new Padded(ids, lengths);
  }

  public int rows() {
    return lengths.length;
  }

  public int length() {
    return ids.length / rows();
  }

  /// Some of the rows, in the order given.
  public Padded pick(List<Integer> rows) {
    int length = length();
    var picked = new Padded(new int[rows.size() * length], new int[rows.size()]);
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(ids, rows.get(i) * length, picked.ids, i * length, length);
      picked.lengths[i] = lengths[rows.get(i)];
    }
    return picked;
  }

  public Tensor tensor(Device device) {                                              // [B,T]
    return device.of(ids, rows(), length());
  }

  /// Both directions, the texts themselves.
  public Mask mask() {
    return new Mask.Lengths(lengths);
  }
}
