package wenmai.train;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What a model is asked about a text; with it comes the kind of model that can be asked.
public enum Objective {
  /// Every next token, by a decoder. Radford 2018 §3.1.
  CAUSAL,
  /// Tokens that were masked, from both sides, by an encoder. Devlin 2018 §3.1.
  MASKED,
  /// Whole spans that were taken out, by an encoder that reads the rest and a decoder that writes them. Raffel 2019 §3.1.4.
  SPANS;

  static final String MASK = "<mask>";
  static final String START = "<pad>";

  static String sentinel(int i) {
    return "<extra_id_" + i + ">";
  }

  /// The special tokens that it needs for texts of a length.
  List<String> specials(Corruption corruption, int length) {
    return switch (this) {
      case CAUSAL -> List.of();
      case MASKED -> List.of(MASK);
      case SPANS -> Stream.concat(Stream.of(START),
          IntStream.rangeClosed(0, corruption.spans(length)).mapToObj(Objective::sentinel)).toList();
    };
  }
}
