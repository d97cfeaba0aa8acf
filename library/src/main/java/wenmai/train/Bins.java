package wenmai.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeMap;

/// Which bin each item goes to, where sizes are from 1 to the capacity of a bin.
final class Bins {
  private Bins() {}

  /// In their order: the bin at hand, or the next one where it is too full.
  static int[] nextFit(int[] sizes, int capacity) {
    var binOf = new int[sizes.length];
    int bin = -1;
    int free = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] > free) {
        bin++;
        free = capacity;
      }
      binOf[i] = bin;
      free -= sizes[i];
    }
    return binOf;
  }

  /// The largest first, each to the bin where the least room remains, or to a new one: best-fit decreasing, never more than
  /// 11/9 of the fewest bins and a few (Johnson 1974). Bins of equal room are alike, so n items cost n · log(capacity).
  /// Ding 2024 §3.2.
  static int[] bestFit(int[] sizes, int capacity) {
    var binOf = new int[sizes.length];
    var byRoom = new TreeMap<Integer, Deque<Integer>>();
    var ascending = sorted(sizes, capacity + 1);
    int bins = 0;
    for (int i = sizes.length - 1; i >= 0; i--) {
      int item = ascending[i];
      var best = byRoom.ceilingEntry(sizes[item]);
      int room = best == null ? capacity : best.getKey();
      binOf[item] = best == null ? bins++ : best.getValue().pop();
      if (best != null && best.getValue().isEmpty()) {
        byRoom.remove(room);
      }
      if (room > sizes[item]) {
        byRoom.computeIfAbsent(room - sizes[item], _ -> new ArrayDeque<>()).push(binOf[item]);
      }
    }
    return binOf;
  }

  /// The indices of the keys, smallest key first and equal ones in their order, for keys below `bound`: a counting sort.
  static int[] sorted(int[] keys, int bound) {
    var place = new int[bound + 1];
    for (int key : keys) {
      place[key + 1]++;
    }
    for (int key = 0; key < bound; key++) {
      place[key + 1] += place[key];
    }
    var indices = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      indices[place[keys[i]]++] = i;
    }
    return indices;
  }
}
