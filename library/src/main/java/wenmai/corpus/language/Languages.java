package wenmai.corpus.language;

import java.util.List;
import java.util.Optional;
import wenmai.corpus.Filter;
import wenmai.corpus.Reason;
import wenmai.files.Default;
import wenmai.files.Range;
import wenmai.message.BadInput;
import wenmai.message.Message;

/// Keeps documents in some languages.
///
/// @param keep the languages
/// @param sure least probability, as FineWeb asks of its classifier (Penedo 2024 §3.3)
public record Languages(@Default("[zh, en]") List<Language> keep, @Default("0.65") double sure) implements Filter {

  public Languages {
    Range.share("languages.sure", sure);
    if (keep.isEmpty()) {
      throw new BadInput("languages.keep names no language; write keep: [zh, en]", "languages.keep 没有给出语言；请写 keep: [zh, en]");
    }
  }

  @Override
  public Message name() {
    return new Message("language", "语种");
  }

  @Override
  public Optional<Reason> fault(String text) {
    boolean kept = Identifier.guess(text).filter(g -> g.probability() >= sure && keep.contains(g.language())).isPresent();
    return kept ? Optional.empty() : Optional.of(Reason.OTHER_LANGUAGE);
  }
}
