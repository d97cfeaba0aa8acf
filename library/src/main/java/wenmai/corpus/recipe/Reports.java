package wenmai.corpus.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import wenmai.corpus.Reason;
import wenmai.corpus.Report;
import wenmai.corpus.Step;
import wenmai.files.Json;
import wenmai.message.Message;

/// Reports as JSON. What was read and how it was changed stands under the English names of encodings and steps.
public final class Reports {
  private Reports() {}

  public static ObjectNode json(Report report) {
    var json = Json.object().put("files", report.files()).put("bytes", report.bytes())
        .put("documents", report.documents()).put("characters", report.characters())
        .put("undecodable", report.undecodable()).put("kept", report.kept()).put("keptCharacters", report.keptCharacters());
    json.set("encodings", Json.tree(report.encodings()));
    var changed = json.putObject("changed");
    report.changes().forEach((step, change) -> changed.set(step.en(), Json.tree(change)));
    var dropped = json.putObject("dropped");
    report.dropped().forEach((reason, drop) -> dropped.set(reason.name().toLowerCase(Locale.ROOT), Json.tree(drop)));
    return json;
  }

  /// @param steps whose names stand in it
  static Report read(JsonNode json, List<Step> steps) {
    var names = new LinkedHashMap<String, Message>();
    steps.forEach(step -> names.put(step.name().en(), step.name()));
    return new Report(count(json, "files"), count(json, "bytes"), new TreeMap<>(each(json, "encodings", name -> name, JsonNode::asLong)),
        count(json, "documents"), count(json, "characters"), count(json, "undecodable"),
        each(json, "changed", names::get, c -> new Report.Change(count(c, "documents"), count(c, "characters"), count(c, "shorter"))),
        new TreeMap<>(each(json, "dropped", Reports::reason,
            d -> new Report.Dropped(count(d, "count"), count(d, "characters"), d.get("first").valueStream().map(JsonNode::asString).toList()))),
        count(json, "kept"), count(json, "keptCharacters"));
  }

  static Reason reason(String name) {
    return Reason.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static long count(JsonNode json, String name) {
    return json.get(name).asLong();
  }

  private static <K, V> Map<K, V> each(JsonNode json, String name, Function<String, K> key, Function<JsonNode, V> value) {
    var map = new LinkedHashMap<K, V>();
    json.get(name).forEachEntry((text, node) -> map.put(key.apply(text), value.apply(node)));
    return map;
  }
}
