package wenmai.tokenize;

import java.util.List;

/// What a special token is for, with the key that `tokenizer_config.json` has for it and the names it usually bears.
public enum Role {
  BOS("bos_token", List.of("<s>", "<bos>", "<|endoftext|>")),
  EOS("eos_token", List.of("</s>", "<eos>", "<|endoftext|>")),
  PAD("pad_token", List.of("<pad>", "[PAD]")),
  UNKNOWN("unk_token", List.of("<unk>", "[UNK]")),
  CLASS("cls_token", List.of("[CLS]")),
  SEPARATOR("sep_token", List.of("[SEP]")),
  MASK("mask_token", List.of("<mask>", "[MASK]"));

  private final String key;
  private final List<String> names;

  Role(String key, List<String> names) {
    this.key = key;
    this.names = names;
  }

  String key() {
    return key;
  }

  List<String> names() {
    return names;
  }
}
