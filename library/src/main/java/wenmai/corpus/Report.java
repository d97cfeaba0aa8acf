package wenmai.corpus;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
  public record Change(long documents, long characters, long shorter) {}

  /// How many were dropped for one reason, the characters they had if they were documents, and the first few names.
  public record Dropped(long count, long characters, List<String> first) {}

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
