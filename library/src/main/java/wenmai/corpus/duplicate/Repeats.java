package wenmai.corpus.duplicate;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wenmai.corpus.Document;
import wenmai.corpus.Step;
import wenmai.files.Default;
import wenmai.message.Message;

/// Takes out paragraphs or lines that stood before, in this document or an earlier one: menus, notices, signatures. Parts
/// shorter than `shortest` characters stay, for "Yes." and "}" repeat in good text.
///
/// Parts are told apart by 64-bit hashes: 24 to 48 bytes of memory for each that is kept.
public record Repeats(Part part, @Default("20") int shortest) implements Step {
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
  public Work begin() {
    var seen = new LongCounts();
    return document -> new Outcome.Kept(without(document, seen));
  }

  private String without(Document document, LongCounts seen) {
    return Stream.of(part.between.split(document.text(), -1)).filter(each -> isNew(each.strip(), seen))
        .collect(Collectors.joining(part.end));
  }

  private boolean isNew(String text, LongCounts seen) {
    return text.length() < shortest || seen.add(HASHER.hashCharsToLong(text)) == 1;
  }
}
