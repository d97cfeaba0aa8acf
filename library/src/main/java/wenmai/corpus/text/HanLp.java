package wenmai.corpus.text;

import com.hankcs.hanlp.HanLP;
import java.util.List;

/// Chinese words by HanLP 1.x (He 2014, portable edition): the most probable path through a lattice of dictionary words
/// under a bigram model, with names of people recognised. Its dictionaries are loaded when first asked: half a second.
public record HanLp() implements Segmenter {
  @Override
  public List<String> words(String line) {
    return HanLP.segment(line).stream().map(term -> term.word.strip()).filter(word -> !word.isEmpty()).toList();
  }
}
