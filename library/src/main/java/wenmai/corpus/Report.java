package wenmai.corpus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wenmai.message.Lang;
import wenmai.message.Message;

/// What a run read, changed, dropped and kept. Characters are Java's (UTF-16 code units).
///
/// Every character is accounted for: `characters` = `keptCharacters` + those of dropped documents + by how much each
/// step made the texts shorter. `undecodable` counts U+FFFD, which stands where bytes were damaged.
public record Report(long files, long bytes, Map<String, Long> encodings, long documents, long characters,
    long undecodable, Map<Message, Change> changes, Map<Reason, Dropped> dropped, long kept, long keptCharacters) {

  /// What a step did: to how many documents, how many of their characters are gone or replaced, and by how many
  /// characters the texts became shorter.
  public record Change(long documents, long characters, long shorter) {
    Change plus(Change more) {
      return new Change(documents + more.documents, characters + more.characters, shorter + more.shorter);
    }
  }

  /// How many were dropped for one reason, the characters they had if they were documents, and the first few names.
  public record Dropped(long count, long characters, List<String> first) {
    private static final int NAMES = 5;

    Dropped plus(Dropped more) {
      var names = first.size() == NAMES ? first : Stream.concat(first.stream(), more.first.stream()).limit(NAMES).toList();
      return new Dropped(count + more.count, characters + more.characters, names);
    }
  }

  /// Of this run, or part of one, and of what follows.
  public Report plus(Report more) {
    return new Report(files + more.files, bytes + more.bytes, merged(new TreeMap<>(encodings), more.encodings, Long::sum),
        documents + more.documents, characters + more.characters, undecodable + more.undecodable,
        merged(new LinkedHashMap<>(changes), more.changes, Change::plus), merged(new TreeMap<>(dropped), more.dropped, Dropped::plus),
        kept + more.kept, keptCharacters + more.keptCharacters);
  }

  private static <K, V> Map<K, V> merged(Map<K, V> into, Map<K, V> more, BinaryOperator<V> plus) {
    more.forEach((key, value) -> into.merge(key, value, plus));
    return into;
  }

  /// The changes in the order of the steps.
  public Report ordered(List<Message> steps) {
    var inOrder = new LinkedHashMap<Message, Change>();
    steps.stream().filter(changes::containsKey).forEach(step -> inOrder.put(step, changes.get(step)));
    return new Report(files, bytes, encodings, documents, characters, undecodable, inOrder, dropped, kept, keptCharacters);
  }

  /// The report for people, one fact a line.
  public Message words() {
    return new Message(words(Lang.EN), words(Lang.ZH));
  }

  private String words(Lang lang) {
    var text = new StringBuilder();
    text.append(Message.of("read %,d files, %,d bytes (%s): %,d documents, %,d characters, %,d of them undecodable\n",
        "读取 %,d 个文件，%,d 字节（%s）：%,d 篇文档，%,d 个字符，其中 %,d 个无法解码\n",
        files, bytes, encodingsInWords(), documents, characters, undecodable).in(lang));
    changes.forEach((step, change) -> text.append(Message.of("changed by \"%s\": %,d documents, %,d characters\n",
        "“%s”改动：%,d 篇文档，%,d 个字符\n", step.in(lang), change.documents, change.characters).in(lang)));
    dropped.forEach((reason, drop) -> text.append(Message.of("dropped, %s: %,d (%s%s)\n", "丢弃，%s：%,d（%s%s）\n",
        reason.message().in(lang), drop.count, String.join(", ", drop.first),
        drop.count > drop.first.size() ? ", …" : "").in(lang)));
    text.append(Message.of("kept %,d documents, %,d characters", "保留 %,d 篇文档，%,d 个字符", kept, keptCharacters).in(lang));
    return text.toString();
  }

  private String encodingsInWords() {
    return encodings.entrySet().stream().map(e -> e.getKey() + " × " + e.getValue()).collect(Collectors.joining(", "));
  }
}
