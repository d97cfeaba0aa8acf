package wenmai.corpus.text;

import com.hankcs.hanlp.HanLP;
import com.hankcs.hanlp.seg.Segment;
import java.util.List;

/// Chinese words by HanLP 1.x (He 2014, portable edition): the most probable path through a lattice of dictionary words
/// under a bigram model, with names of people recognised. Its dictionaries are loaded when first asked: half a second.
///
/// They hold simplified Chinese, so traditional text is cut where its simplified form is (`SegmenterDataTest`, the same texts in
/// traditional characters: F1 0.906 instead of 0.544, and 0.872 instead of 0.519).
///
/// The second dictionary, of the author's own additions, is left out: with it fewer words are those of the annotators
/// (`SegmenterDataTest`: F1 0.882 instead of 0.907 on PKU's test text, 0.866 instead of 0.874 on MSR's; jieba 1.0.2 has
/// 0.815 and 0.823).
public record HanLp() implements Segmenter {
  private static final Segment SEGMENT = HanLP.newSegment().enableCustomDictionary(false).enableOffset(true);

  @Override
  public List<String> words(String line) {
    String simplified = HanLP.convertToSimplifiedChinese(line);
    String known = simplified.length() == line.length() ? simplified : line;
    return SEGMENT.seg(known).stream().map(term -> line.substring(term.offset, term.offset + term.length()).strip())
        .filter(word -> !word.isEmpty()).toList();
  }
}
