package wenmai.tokenize;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import wenmai.message.BadInput;

/// The tokens of a SentencePiece model or a GGUF file, the type of each in the numbers that both use, and the tokens
/// that have a role, by their ids.
///
/// @param origin what errors call the file
record TypedTokens(Object origin, List<String> tokens, int[] types, Map<Role, Integer> roles) {
  static final int NORMAL = 1;
  static final int UNKNOWN = 2;
  static final int CONTROL = 3;
  static final int USER_DEFINED = 4;

  TypedTokens {
    if (types.length != tokens.size()) {
      throw new BadInput("%s: %d tokens have %d types: damaged, copy or download it again",
          "%s：%d 个词元却有 %d 个类型：文件已损坏，请重新复制或下载", origin, tokens.size(), types.length);
    }
    for (var role : roles.entrySet()) {
      if (role.getValue() < 0 || role.getValue() >= types.length) {
        throw new BadInput("%s: the %s is %d, ids go from 0 to %d", "%s：%s 为 %d，编号从 0 到 %d",
            origin, role.getKey().key(), role.getValue(), types.length - 1);
      }
    }
  }

  /// Those with a role or the types unknown and control are hidden, those that a user defined are shown.
  Specials specials(boolean start, boolean end) {
    return new Specials(ids(id -> special(id) || types[id] == USER_DEFINED), names(id -> !special(id) && types[id] == USER_DEFINED),
        Map.of(), named(), new Around(around(Role.BOS, start), around(Role.EOS, end)));
  }

  /// Byte-pair encoding over characters, whose user-defined tokens a text takes as they stand.
  ///
  /// @param apart whether what lies between them is a text of its own; but those with spaces are looked for where spaces are marked
  Pieces pieces(Ranked ranked, Specials specials, TextNormalizer rules, boolean spaceFirst, boolean apart) {
    var atoms = specials.shown().stream().sorted().map(name -> {
      var reach = apart && name.indexOf(Pieces.SPACE) < 0 ? Specials.Reach.NONE : Specials.Reach.NORMALIZED;
      return new Names.Name(reach.normalized() ? TextNormalizer.LLAMA_PLAIN.apply(name) : name, specials.ids(List.of(name))[0], reach);
    }).toList();
    return new Pieces(Vocabulary.of(tokens, specials.without(specials.shown()), Pieces::text), ranked, atoms,
        rules.then(spaceFirst ? TextNormalizer.LLAMA : TextNormalizer.LLAMA_PLAIN), Metaspace.NOTHING, true);
  }

  /// A unigram model whose tokens have log-probabilities.
  Unigram unigram(float[] scores, Specials specials, TextNormalizer normalizer, Metaspace spaces, boolean byteFallback) {
    requireScores(scores);
    double[] wider = IntStream.range(0, scores.length).mapToDouble(id -> scores[id]).toArray();
    return Unigram.of(tokens, wider, specials, normalizer, spaces, byteFallback);
  }

  /// The merges of a vocabulary in which each token has a score.
  Ranked scored(float[] scores) {
    requireScores(scores);
    return Ranked.byScore(mergeable(), id -> scores[id]);
  }

  private void requireScores(float[] scores) {
    for (int id = 0; id < tokens.size(); id++) {
      if (scores.length != tokens.size() || Float.isNaN(scores[id])) {
        throw new BadInput("%s: %d tokens have %d scores, and token %d has none: damaged, copy or download it again",
            "%s：%d 个词元有 %d 个分数，第 %d 个词元没有：文件已损坏，请重新复制或下载", origin, tokens.size(), scores.length,
            Math.min(id, scores.length));
      }
    }
  }

  /// What merges come to or from: neither bytes nor what stands as it is.
  Map<String, Integer> mergeable() {
    return ids(id -> !special(id) && types[id] != USER_DEFINED && !Pieces.isByte(tokens.get(id)));
  }

  int role(Role role) {
    var id = roles.get(role);
    if (id == null) {
      throw new BadInput("%s names no %s: convert the model again", "%s 没有指明 %s：请重新转换模型", origin, role.key());
    }
    return id;
  }

  private boolean special(int id) {
    return types[id] == UNKNOWN || types[id] == CONTROL || roles.containsValue(id);
  }

  private Map<Role, String> named() {
    var named = new EnumMap<Role, String>(Role.class);
    roles.forEach((role, id) -> named.put(role, tokens.get(id)));
    return named;
  }

  private List<String> around(Role role, boolean wanted) {
    var names = new ArrayList<String>();
    if (wanted) {
      names.add(tokens.get(role(role)));
    }
    return names;
  }

  private Map<String, Integer> ids(IntPredicate of) {
    var ids = new LinkedHashMap<String, Integer>();
    IntStream.range(0, types.length).filter(of).forEach(id -> ids.put(tokens.get(id), id));
    return ids;
  }

  private Set<String> names(IntPredicate of) {
    return IntStream.range(0, types.length).filter(of).mapToObj(tokens::get).collect(Collectors.toSet());
  }
}
