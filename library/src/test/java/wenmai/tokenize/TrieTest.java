package wenmai.tokenize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrieTest {
  @Test
  void everyStringHasItsNumberAndNothingElseHas() {
    var strings = new RandomText(13).lines(3_000).stream().distinct().filter(line -> !line.isEmpty()).toList();
    var trie = Trie.of(strings, i -> i % 3 != 0);
    for (int i = 0; i < strings.size(); i++) {
      assertThat(number(trie, strings.get(i))).as("seed 13: %s", strings.get(i)).isEqualTo(i % 3 == 0 ? Trie.NONE : i);
    }
    assertThat(number(Trie.of(List.of(), i -> true), "a")).isEqualTo(Trie.NONE);
  }

  private static int number(Trie trie, String string) {
    int node = Trie.ROOT;
    for (char c : string.toCharArray()) {
      node = node == Trie.NONE ? Trie.NONE : trie.child(node, c);
    }
    return node == Trie.NONE ? Trie.NONE : trie.number(node);
  }
}
