package wenmai.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLParser;
import wenmai.message.BadInput;

/// Builds a [Node] from the tokens of YAML or JSON. Scalars keep their text: the component they are bound to, not the
/// look of the text, decides what they are. YAML's tags, anchors and aliases are refused (a recipe says what it means
/// in place), and so are a value left empty and a key that stands twice.
final class NodeReader {
  private final JsonParser parser;
  private final Object origin;

  NodeReader(JsonParser parser, Object origin) {
    this.parser = parser;
    this.origin = origin;
  }

  /// The one document of the input; no value at all reads as one that names nothing.
  Node document() {
    if (parser.nextToken() == null) {
      return new Node.Keys(Map.of(), origin.toString());
    }
    var node = value(place());
    if (parser.nextToken() != null) {
      throw new BadInput("%s: a second document begins here: one file holds one", "%s：这里开始了第二个文档：一个文件只能有一个",
          place());
    }
    return node;
  }

  private Node value(String place) {
    requirePlain(place);
    return switch (parser.currentToken()) {
      case START_OBJECT -> keys(place);
      case START_ARRAY -> items(place);
      case VALUE_NULL -> throw new BadInput("%s: no value: give one or remove the line", "%s：没有值：请填写或删除这一行", place);
      default -> new Node.Text(parser.getString(), place);
    };
  }

  private Node keys(String place) {
    var values = new LinkedHashMap<String, Node>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var here = place();
      var key = parser.currentName();
      parser.nextToken();
      var before = values.put(key, value(here));
      if (before != null) {
        throw new BadInput("%s: %s stands here a second time, first at %s: remove one",
            "%s：%s 第二次出现，第一次在 %s：请删除其中一个", here, key, before.place());
      }
    }
    return new Node.Keys(values, place);
  }

  private Node items(String place) {
    var items = new ArrayList<Node>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(place()));
    }
    return new Node.Items(items, place);
  }

  private void requirePlain(String place) {
    if (parser instanceof YAMLParser yaml
        && (yaml.isCurrentAlias() || yaml.getObjectId() != null || yaml.getTypeId() != null)) {
      throw new BadInput("%s: tags (!), anchors (&) and aliases (*) are not read: "
          + "write the value itself, in quotes if it is text",
          "%s：不支持标签（!）、锚点（&）和别名（*）：请直接写值，文本可加引号", place);
    }
  }

  private String place() {
    return origin + ":" + parser.currentTokenLocation().getLineNr();
  }
}
