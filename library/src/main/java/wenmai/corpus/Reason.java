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
  DUPLICATE("the same text as an earlier document", "与先前的文档内容相同");

  private final Message message;

  Reason(String en, String zh) {
    this.message = new Message(en, zh);
  }

  public Message message() {
    return message;
  }
}
