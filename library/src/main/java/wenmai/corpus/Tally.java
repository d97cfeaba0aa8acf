package wenmai.corpus;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import wenmai.corpus.Report.Change;
import wenmai.corpus.Report.Dropped;
import wenmai.message.Message;

/// The running counts of one run, for one thread; [#report()] gives them as they stand.
public final class Tally {
  private final Map<String, Long> encodings = new TreeMap<>();
  private final Map<Message, Change> changes = new LinkedHashMap<>();
  private final Map<Reason, Dropped> dropped = new EnumMap<>(Reason.class);
  private long files;
  private long bytes;
  private long documents;
  private long characters;
  private long undecodable;
  private long kept;
  private long keptCharacters;
  private final int[] seen = new int[1 << 16];     // of every character, while two texts are compared
  private final Consumer<Drop> aside;
  private final LongConsumer behind;

  public Tally() {
    this(drop -> { });
  }

  /// Gives what is dropped to `aside`.
  public Tally(Consumer<Drop> aside) {
    this(aside, bytes -> { });
  }

  /// Also tells `behind` how many more bytes of a file, packed as it is, were read.
  public Tally(Consumer<Drop> aside, LongConsumer behind) {
    this.aside = aside;
    this.behind = behind;
  }

  void behind(long more) {
    behind.accept(more);
  }

  void bytes(long more) {
    bytes += more;
  }

  void file(Detection found) {
    files++;
    encodings.merge(found.toString(), 1L, Long::sum);
  }

  Document read(Document document) {
    documents++;
    characters += document.text().length();
    undecodable += document.text().chars().filter(c -> c == '\uFFFD').count();
    return document;
  }

  void changed(Message step, String before, String after) {
    changes.merge(step, new Change(1, lost(before, after), before.length() - after.length()), Change::plus);
  }

  /// How many characters of `before` are not in `after`, wherever they stand.
  private int lost(String before, String after) {
    after.chars().forEach(c -> seen[c]++);
    int lost = (int) before.chars().filter(c -> --seen[c] < 0).count();
    before.chars().forEach(c -> seen[c] = 0);
    after.chars().forEach(c -> seen[c] = 0);
    return lost;
  }

  void drop(String name, Reason reason) {
    drop(name, reason, "", List.of());
  }

  /// Of what became no document, so that its characters do not count.
  ///
  /// @param text   as it stood
  /// @param fields which there were, where none of them is the text
  void drop(String name, Reason reason, String text, List<String> fields) {
    drop(new Drop(name, reason, text), 0, fields.isEmpty() ? name : name + fields);
  }

  void drop(Document document, Reason reason) {
    drop(new Drop(document.id(), reason, document.text()), document.text().length(), document.id());
  }

  private void drop(Drop drop, int characters, String shown) {
    aside.accept(drop);
    dropped.merge(drop.reason(), new Dropped(1, characters, List.of(shown)), Dropped::plus);
  }

  public void keep(Document document) {
    kept++;
    keptCharacters += document.text().length();
  }

  public Report report() {
    return new Report(files, bytes, copy(encodings), documents, characters, undecodable, copy(changes), copy(dropped),
        kept, keptCharacters);
  }

  private static <K, V> Map<K, V> copy(Map<K, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
