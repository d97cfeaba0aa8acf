package wenmai.files;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;
import wenmai.message.BadInput;

/// Recipes: YAML files bound to records. A record is the whole description of what may be written:
/// ```java
/// record Optimizer(@Default("3e-4") double rate, @Default("cosine") Schedule schedule) {}
/// record Pretrain(String data, @Default("1_000") int steps, Optimizer optimizer) {}
/// ```
/// Its components are the keys; [Default] gives the value of a key that is not written; its compact constructor holds
/// the rules, as an `IllegalArgumentException` (said with the key's path) or a `BadInput`. A default of a record's
/// component (`@Default("{rate: 5e-5}")`) replaces single defaults inside. `key=value` and `a.b=value` override the
/// file.
public final class Recipes {
  private static final int LIMIT = 1 << 20;
  private static final YAMLFactory YAML = new YAMLFactory();
  private static final YAMLMapper WRITER = YAMLMapper.builder()
      .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER, YAMLWriteFeature.SPLIT_LINES)
      .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
      .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
      .build();

  private Recipes() {}

  public static <T extends Record> T read(Path file, List<String> overrides, Class<T> type) {
    return RecordBinder.bind(type, overridden(document(text(file), file), overrides));
  }

  /// A part of a recipe: keys are passed over that `whole` has and the part has not.
  public static <T extends Record> T part(Path file, List<String> overrides, Class<T> type, Class<? extends Record> whole) {
    var passedOver = names(whole);
    passedOver.removeAll(names(type));
    var node = overridden(document(text(file), file), overrides);
    return RecordBinder.bind(type, node instanceof Node.Keys keys ? keys.without(passedOver) : node);
  }

  private static Set<String> names(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).collect(Collectors.toSet());
  }

  /// A key that a recipe may hold.
  ///
  /// @param path     from the top, as an override names it; `NAME` stands for names of the writer's, `[]` for an item
  /// @param type     what its value is read as
  /// @param standard what it is where it is not written; none where it must be
  public record Key(String path, Class<?> type, Optional<String> standard) {}

  /// All keys in the order of the record's components, those of records within in their place.
  public static List<Key> keys(Class<? extends Record> type) {
    return RecordBinder.keys(type, "");
  }

  /// The recipe without a file: defaults and overrides.
  public static <T extends Record> T of(List<String> overrides, Class<T> type) {
    return RecordBinder.bind(type, overridden(new Node.Keys(Map.of(), "recipe"), overrides));
  }

  /// YAML that reads back as an equal record.
  public static String yaml(Record recipe) {
    return WRITER.writeValueAsString(recipe);
  }

  /// One line, `key: before → after`, for every value in which the two differ.
  public static List<String> differences(Record before, Record after) {
    var old = values(before);
    var young = values(after);
    var keys = new LinkedHashSet<>(old.keySet());
    keys.addAll(young.keySet());
    return keys.stream().filter(k -> !old.getOrDefault(k, "").equals(young.getOrDefault(k, "")))
        .map(k -> "%s: %s → %s".formatted(k, old.getOrDefault(k, "–"), young.getOrDefault(k, "–"))).toList();
  }

  /// A value as it stands after `=` or in [Default]: YAML where it opens a list, keys or quotes, else the text as it
  /// is.
  static Node written(String text, String place) {
    return !text.isEmpty() && "[{\"'".indexOf(text.charAt(0)) >= 0 ? document(text, place) : new Node.Text(text, place);
  }

  private static Node overridden(Node node, List<String> overrides) {
    for (var override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw new BadInput("%s is no override: write key=value", "%s 不是覆盖项：请写成 键=值", override);
      }
      if (node instanceof Node.Keys keys) {
        node = keys.with(override.substring(0, equals), written(override.substring(equals + 1), override));
      }
    }
    return node;
  }

  private static Node document(String text, Object origin) {
    try (var parser = YAML.createParser(ObjectReadContext.empty(), text)) {
      return new NodeReader(parser, origin).document();
    } catch (JacksonException e) {
      throw new BadInput("%s: not valid YAML: %s", "%s：不是有效的 YAML:%s",
          Refusal.place(origin, e), e.getOriginalMessage());
    }
  }

  private static String text(Path file) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(LIMIT + 1);
      if (bytes.length > LIMIT) {
        throw new BadInput("%s is larger than 1 MiB: is it a recipe?", "%s 超过 1 MiB：它是配方文件吗？", file);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IOException e) {
      throw Refusal.reading(file, e);
    }
  }

  private static Map<String, String> values(Record recipe) {
    var values = new LinkedHashMap<String, String>();
    flatten("", Json.tree(recipe), values);
    return values;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      var prefix = path.isEmpty() ? "" : path + ".";
      node.properties().forEach(e -> flatten(prefix + e.getKey(), e.getValue(), into));
    } else {
      into.put(path, node.isString() ? node.asString() : Json.compact(node));
    }
  }
}
