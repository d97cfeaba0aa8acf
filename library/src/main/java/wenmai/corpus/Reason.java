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
  FORBIDDEN("no permission to read it", "没有读取权限"),
  UNREADABLE("damaged: fetch or save it again", "已损坏：请重新获取或另存"),
  PACKED("packed in a way that is not read: unpack it first", "不能直接读取的压缩格式：请先解压"),
  DANGLING("a link to nothing", "失效的链接"),
  FOLDER_LINK("a link to a folder: name it, and it is read", "指向文件夹的链接：直接指定它即可读取"),
  LONG_LINE("line of more than " + JsonLines.LONGEST_LINE + " characters",
      "该行超过 " + JsonLines.LONGEST_LINE + " 个字符"),
  NOT_JSON("line is not a JSON object", "该行不是 JSON 对象"),
  NO_TEXT_FIELD("no text field in the JSON object: name one (--field)", "JSON 对象中没有文本字段：请指定一个（--field）"),
  NO_TEXT_COLUMN("no such column of text in the table: name one (--field)", "表中没有这一文本列：请指定一个（--field）"),
  NO_PAGE("an answer without a page in the web archive", "网页存档中没有网页的响应"),
  LARGE_PAGE("page or record of more than " + Unpack.LARGEST_PAGE / (1 << 20) + " MiB",
      "网页或记录大于 " + Unpack.LARGEST_PAGE / (1 << 20) + " MiB"),
  NO_PROSE("a page without text beside its links and menus", "网页中除链接与菜单外没有文字"),
  NO_LETTERS("no letters in it: a scan or pictures, for example", "其中没有文字：例如扫描件或图片"),
  ENCRYPTED("encrypted, or its author forbids taking text out of it", "已加密，或作者禁止从中提取文字"),
  SPREADSHEET("a spreadsheet: save its sheet as CSV", "电子表格：请另存为 CSV"),
  OLD_OFFICE("RTF, old or encrypted Office: save it as .docx or .pptx", "RTF、旧版或加密的 Office 文件：请另存为 .docx 或 .pptx"),
  NEEDS_EXTRACTOR("PDF, which the application wenmai-app reads, not the library", "PDF 文件由应用 wenmai-app 读取，单独的库不能读取"),
  NEEDS_DUCKDB("Parquet: WENMAI_DUCKDB must name " + Parquet.DRIVER, "Parquet：请用 WENMAI_DUCKDB 指明 " + Parquet.DRIVER),
  OUTSIDE("a name that leads out of its archive", "名称指向压缩包之外"),
  BLANK("nothing left after cleaning", "清洗后没有内容"),
  TOO_SHORT("too short", "太短"),
  DUPLICATE("the same text as an earlier document", "与先前的文档内容相同"),
  NEAR_DUPLICATE("almost the same text as an earlier document", "与先前的文档内容几乎相同"),
  CONTAMINATED("holds a stretch of a test", "含有评测集中的片段"),
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
