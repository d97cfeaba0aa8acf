package wenmai.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import wenmai.message.BadInput;

/// One token a word, where words are what white space separates: for texts that are already segmented. Decoding puts
/// one space between words. A word that is not in the vocabulary is the unknown token.
public final class WordLevel extends Tokenizer {
  private final int unknown;

  WordLevel(List<String> tokens, Specials specials) {
    super(Vocabulary.of(tokens, specials, token -> (" " + token).getBytes(StandardCharsets.UTF_8)), TextNormalizer.NONE, List.of());
    this.unknown = specials.id(Role.UNKNOWN).orElseThrow(() -> new BadInput(
        "a tokenizer of whole words needs an unknown token: name it as the model's unk_token, and as an added token",
        "整词分词器须有未知词元：请在模型的 unk_token 与 added_tokens 中写明"));
  }

  /// The most frequent words of the texts, as many as fit beside the specials and `<unk>` and occur `minimum` times or
  /// more, the most frequent first; of equally frequent ones the first by the alphabet.
  public static WordLevel train(Stream<String> texts, int vocabulary, long minimum, List<String> specials) {
    var tokens = Specials.withUnknown(specials, vocabulary);
    var named = Specials.first(tokens);
    var counts = new HashMap<String, Long>();
    for (var words : WordCounter.count(UnaryOperator.identity(), text -> i -> end(text, i), texts)) {
      for (int word = 0; word < words.size(); word++) {
        var text = words.text(word);
        if (Kind.at(text, 0) != Kind.SPACE && words.count(word) >= minimum && !tokens.contains(text)) {
          counts.put(text, words.count(word));
        }
      }
    }
    if (counts.isEmpty()) {
      throw new BadInput("no word occurs %,d times or more: take more text or lower the least count", "没有出现至少 %,d 次的词：请增加文本或降低最低词频", minimum);
    }
    counts.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
        .limit(vocabulary - tokens.size()).map(Map.Entry::getKey).forEach(tokens::add);
    return new WordLevel(tokens, named);
  }

  @Override
  void encode(String text, boolean first, Sink sink) {
    for (int i = 0, end; i < text.length(); i = end) {
      end = end(text, i);
      if (Kind.at(text, i) != Kind.SPACE) {
        int id = id(text.substring(i, end)).orElse(unknown);
        sink.add(isSpecial(id) ? unknown : id, i, end);
      }
    }
  }

  @Override
  public boolean spaceFirst() {
    return true;
  }

  /// The end of the word or white space that starts at `i`.
  static int end(String text, int i) {
    boolean space = Kind.at(text, i) == Kind.SPACE;
    int end = i;
    while (end < text.length() && (Kind.at(text, end) == Kind.SPACE) == space) {
      end += Kind.width(text, end);
    }
    return end;
  }
}
