package wenmai.corpus.duplicate;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wenmai.corpus.Repetition;
import wenmai.corpus.Seen;
import wenmai.files.Default;
import wenmai.message.Message;

/// Takes out paragraphs or lines that stood before, in this document or an earlier one: menus, notices, signatures. Parts
/// shorter than `shortest` characters stay, for "Yes." and "}" repeat in good text.
///
/// Parts are told apart by 64-bit hashes: 16 to 32 bytes for each that is kept, outside of the heap.
public record Repeats(Part part, @Default("20") int shortest) implements Repetition {
  private static final Hasher64 HASHER = Hashing.komihash5_0();

  /// What is compared.
  public enum Part {
    LINES("\n", new Message("repeated lines", "重复的行")),
    PARAGRAPHS("\n\n", new Message("repeated paragraphs", "重复的段落"));

    private final String end;
    private final Message name;
    private final Pattern between;

    Part(String end, Message name) {
      this.end = end;
      this.name = name;
      this.between = Pattern.compile(end);
    }
  }

  @Override
  public Message name() {
    return part.name;
  }

  @Override
  public Keys keys() {
    return text -> parts(text).filter(this::isLong).mapToLong(part -> HASHER.hashCharsToLong(part.strip())).toArray();
  }

  @Override
  public Memory memory() {
    var seen = new Seen();
    return keys -> {
      var earlier = new BitSet();
      for (int i = 0; i < keys.length; i++) {
        earlier.set(i, !seen.add(keys[i]));
      }
      return earlier;
    };
  }

  @Override
  public Outcome without(String text, BitSet earlier) {
    var number = new AtomicInteger();
    return new Outcome.Kept(parts(text).filter(each -> !isLong(each) || !earlier.get(number.getAndIncrement()))
        .collect(Collectors.joining(part.end)));
  }

  private Stream<String> parts(String text) {
    return Stream.of(part.between.split(text, -1));
  }

  private boolean isLong(String each) {
    return each.strip().length() >= shortest;
  }
}
