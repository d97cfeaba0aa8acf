package wenmai.tokenize;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import wenmai.message.BadInput;

/// BERT's `vocab.txt`: a token a line, whose id is the line's number from 0 on. How texts are normalized stands in
/// `tokenizer_config.json`; without it, as in BERT: lower case, no accents, Chinese characters apart.
final class BertVocabulary {
  private static final List<Role> ROLES = List.of(Role.PAD, Role.UNKNOWN, Role.CLASS, Role.SEPARATOR, Role.MASK);

  private BertVocabulary() {}

  static WordPiece read(String lines, JsonNode config) {
    if (!config.path("do_basic_tokenize").asBoolean(true)) {
      throw new BadInput("tokenizer_config.json says do_basic_tokenize: false, which Wenmai cannot do",
          "tokenizer_config.json 中 do_basic_tokenize 为 false，文脉不支持");
    }
    var tokens = lines.lines().toList();
    boolean lowercase = config.path("do_lower_case").asBoolean(true);
    var normalizer = new BertNormalizer(true, config.path("tokenize_chinese_chars").asBoolean(true),
        BertNormalizer.stripAccents(config, lowercase), lowercase);
    return new WordPiece(tokens, specials(tokens), normalizer, WordPiece.LONGEST_WORD, true);
  }

  private static Specials specials(List<String> tokens) {
    var ids = new LinkedHashMap<String, Integer>();
    var roles = new EnumMap<Role, String>(Role.class);
    for (var role : ROLES) {
      var name = role.names().getLast();
      if (tokens.contains(name)) {
        ids.put(name, tokens.indexOf(name));
        roles.put(role, name);
      }
    }
    return new Specials(ids, Set.of(), Map.of(), roles, new Around(List.of("[CLS]"), List.of("[SEP]")));
  }
}
