package wenmai.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// The special tokens that stand before and after every text, by name: `<s>` before it for Llama 2, `[CLS]` and `[SEP]`
/// around it for BERT. In a `tokenizer.json` this is the `post_processor`, of which only the form for single texts is
/// read.
public record Around(List<String> before, List<String> after) {
  static final Around NOTHING = new Around(List.of(), List.of());

  public Around {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /// What a post-processor puts around a text, if it is a known one.
  static Optional<Around> read(JsonNode layout) {
    return switch (layout.path("type").asString("")) {
      case "", "ByteLevel" -> layout.isObject() && !layout.has("type") ? Optional.empty() : Optional.of(NOTHING);
      case "TemplateProcessing" -> template(layout);
      case "BertProcessing", "RobertaProcessing" -> Optional.of(new Around(
          List.of(layout.path("cls").path(0).asString("")), List.of(layout.path("sep").path(0).asString(""))));
      case "Sequence" -> inTurn(layout.path("processors"));
      default -> Optional.empty();
    };
  }

  private static Optional<Around> template(JsonNode layout) {
    var before = new ArrayList<String>();
    var after = new ArrayList<String>();
    boolean text = false;
    for (var part : layout.path("single")) {
      var special = layout.path("special_tokens").path(part.path("SpecialToken").path("id").asString(""));
      if (part.has("Sequence") ? text : special.path("tokens").isEmpty()) {
        return Optional.empty();
      }
      var side = text ? after : before;
      special.path("tokens").forEach(name -> side.add(name.asString("")));
      text |= part.has("Sequence");
    }
    return text ? Optional.of(new Around(before, after)) : Optional.empty();
  }

  /// Each puts its tokens around what the ones before it made.
  private static Optional<Around> inTurn(JsonNode processors) {
    var all = Optional.of(NOTHING);
    for (var processor : processors) {
      all = all.flatMap(inner -> read(processor).map(outer -> new Around(
          joined(outer.before, inner.before), joined(inner.after, outer.after))));
    }
    return all;
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  JsonNode write(Specials specials) {
    if (equals(NOTHING)) {
      return Layout.NULL;
    }
    var template = Layout.JSON.createObjectNode().put("type", "TemplateProcessing");
    var single = template.putArray("single");
    var known = template.putObject("special_tokens");
    before.forEach(name -> single.addObject().putObject("SpecialToken").put("id", name).put("type_id", 0));
    single.addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
    after.forEach(name -> single.addObject().putObject("SpecialToken").put("id", name).put("type_id", 0));
    template.set("pair", Layout.JSON.readTree("""
        [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}]"""));
    joined(before, after).forEach(name -> {
      var token = known.putObject(name).put("id", name);
      token.putArray("ids").add(specials.ids(List.of(name))[0]);
      token.putArray("tokens").add(name);
    });
    return template;
  }
}
