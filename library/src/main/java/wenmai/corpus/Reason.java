package wenmai.corpus;

import wenmai.message.Message;

/// Why something did not become a document, or why a document was dropped.
public enum Reason {
  EMPTY("empty", "空文件"),
  BINARY("binary, not text in any known encoding", "二进制文件，按任何已知编码都不是文本"),
  OTHER_KIND("a kind of file that is not read from folders", "不从文件夹中读取的文件类型"),
  LEFT_OUT("folder of tools or build outputs", "工具或构建产物的文件夹"),
  TOO_LARGE("larger than " + Unpack.LARGEST_TEXT / (1 << 20) + " MiB",
      "大于 " + Unpack.LARGEST_TEXT / (1 << 20) + " MiB"),
  BOMB("unpacks to more than " + Unpack.LARGEST_RATIO + " times its size",
      "解压后超过原大小的 " + Unpack.LARGEST_RATIO + " 倍"),
  UNREADABLE("damaged, or may not be read", "已损坏，或无权读取"),
  LONG_LINE("line of more than " + JsonLines.LONGEST_LINE + " characters",
      "该行超过 " + JsonLines.LONGEST_LINE + " 个字符"),
  NOT_JSON("line is not a JSON object", "该行不是 JSON 对象"),
  NO_TEXT_FIELD("no text field in the JSON object", "JSON 对象中没有文本字段"),
  BLANK("nothing left after cleaning", "清洗后没有内容"),
  TOO_SHORT("too short", "太短"),
  DUPLICATE("the same text as an earlier document", "与先前的文档内容相同"),
  NEAR_DUPLICATE("almost the same text as an earlier document", "与先前的文档内容几乎相同"),
  OTHER_LANGUAGE("in none of the languages wanted", "不是所要的语言"),
  WORD_COUNT("too few or too many words (Gopher)", "词数过少或过多（Gopher）"),
  WORD_LENGTH("mean word length out of bounds (Gopher)", "平均词长超出范围（Gopher）"),
  SYMBOLS("too many # or … for its words (Gopher)", "# 或省略号相对词数过多（Gopher）"),
  BULLETS("almost only bullet points (Gopher)", "几乎全是项目符号行（Gopher）"),
  ELLIPSES("too many lines end in an ellipsis (Gopher)", "以省略号结尾的行过多（Gopher）"),
  FEW_LETTERS("too many words without a letter (Gopher)", "不含字母的词过多（Gopher）"),
  NO_FUNCTION_WORDS("too few function words (Gopher)", "虚词过少（Gopher）"),
  REPEATED_LINES("repeats its lines (Gopher)", "行重复过多（Gopher）"),
  REPEATED_PARAGRAPHS("repeats its paragraphs (Gopher)", "段落重复过多（Gopher）"),
  FREQUENT_NGRAM("one group of words is too frequent (Gopher)", "某一词组过于频繁（Gopher）"),
  REPEATED_NGRAMS("repeats its groups of words (Gopher)", "词组重复过多（Gopher）"),
  LOREM_IPSUM("placeholder text (C4)", "占位文本（C4）"),
  BRACES("contains a curly bracket (C4)", "含有花括号（C4）"),
  FEW_SENTENCES("too few sentences (C4)", "句子过少（C4）"),
  OPEN_LINES("too few lines end in punctuation (FineWeb)", "以标点结尾的行过少（FineWeb）"),
  SHORT_LINES("too many short lines (FineWeb)", "短行过多（FineWeb）"),
  DUPLICATED_LINES("too many characters in repeated lines (FineWeb)", "重复行的字符过多（FineWeb）"),
  FEW_HAN("too few Chinese characters", "汉字过少"),
  PUNCTUATION("too little or too much punctuation for Chinese", "中文标点过少或过多"),
  SPACED_HAN("spaces between Chinese characters", "汉字之间有空格");

  private final Message message;

  Reason(String en, String zh) {
    this.message = new Message(en, zh);
  }

  public Message message() {
    return message;
  }
}
