package wenmai.files;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import wenmai.message.BadInput;
import wenmai.message.Message;
import wenmai.message.Nearest;

/// Makes a record out of a [Node] by the names of its components, which may be records, lists, maps from text, enums,
/// text, numbers and booleans. Whatever does not fit is said with the place, the key, the value and the rule.
final class RecordBinder {
  private RecordBinder() {}

  static <T extends Record> T bind(Class<T> type, Node node) {
    return type.cast(record(type, node, ""));
  }

  static List<Recipes.Key> keys(Class<?> type, String path) {
    return Arrays.stream(type.getRecordComponents()).flatMap(c -> keys(c, join(path, c.getName()))).toList();
  }

  private static Stream<Recipes.Key> keys(RecordComponent c, String path) {
    if (c.getType().isRecord()) {
      return keys(c.getType(), path).stream();
    }
    var standard = Optional.ofNullable(c.getAnnotation(Default.class)).map(Default::value);
    var item = c.getGenericType() instanceof ParameterizedType p ? p.getActualTypeArguments()[p.getActualTypeArguments().length - 1] : c.getType();
    var within = item instanceof Class<?> r && r.isRecord() ? keys(r, path + (c.getType() == Map.class ? ".NAME" : "[]")) : List.<Recipes.Key>of();
    return Stream.concat(Stream.of(new Recipes.Key(path, c.getType(), standard)), within.stream());
  }

  private static Object value(Type type, Node node, String path) {
    return switch (type) {
      case ParameterizedType p when p.getRawType() == List.class -> list(p.getActualTypeArguments()[0], node, path);
      case ParameterizedType p when p.getRawType() == Map.class -> map(p.getActualTypeArguments()[1], node, path);
      case Class<?> c when c.isRecord() -> record(c, node, path);
      case Class<?> c -> Scalars.value(c, node, path);
      default -> throw new IllegalArgumentException("%s: a recipe cannot hold a %s".formatted(path, type));
    };
  }

  private static Object list(Type item, Node node, String path) {
    if (!(node instanceof Node.Items items)) {
      throw new BadInput("%s: %s must be a list, such as [a, b]", "%s：%s 应为列表，例如 [a, b]", node.place(), path);
    }
    var list = new ArrayList<Object>();
    for (var each : items.items()) {
      list.add(value(item, each, path + "[" + list.size() + "]"));
    }
    return List.copyOf(list);
  }

  private static Object map(Type value, Node node, String path) {
    var map = new LinkedHashMap<String, Object>();
    keys(node, path).values().forEach((key, each) -> map.put(key, value(value, each, join(path, key))));
    return Collections.unmodifiableMap(map);
  }

  private static Record record(Class<?> type, Node node, String path) {
    var keys = keys(node, path);
    var components = type.getRecordComponents();
    requireKnown(keys, path, Arrays.stream(components).map(RecordComponent::getName).toList());
    var values = Arrays.stream(components)
        .map(c -> value(c.getGenericType(), given(c, keys, path), join(path, c.getName()))).toArray();
    return construct(type, values, keys, path);
  }

  private static Node.Keys keys(Node node, String path) {
    if (node instanceof Node.Keys keys) {
      return keys;
    }
    throw path.isEmpty()
        ? new BadInput("%s: must hold lines of the form key: value", "%s：内容应为“键: 值”形式的行", node.place())
        : new BadInput("%1$s: %2$s must hold keys, such as %2$s: {key: value}", "%1$s：%2$s 应包含键，例如 %2$s: {键: 值}",
            node.place(), path);
  }

  private static void requireKnown(Node.Keys keys, String path, List<String> known) {
    keys.values().forEach((key, value) -> {
      if (!known.contains(key)) {
        var near = Nearest.to(key, known).map(name -> Message.of("; the nearest is %s", "；最接近的是 %s", name)).orElse(new Message("", ""));
        throw new BadInput(Message.of("%1$s: unknown key %2$s%4$s. Known here: %3$s", "%1$s：未知的键 %2$s%5$s。此处可用的键：%3$s",
            value.place(), join(path, key), String.join(", ", known), near.en(), near.zh()));
      }
    });
  }

  /// What was written for a component, over its default.
  private static Node given(RecordComponent component, Node.Keys keys, String path) {
    var written = Optional.ofNullable(keys.values().get(component.getName()));
    var ifMissing = Optional.ofNullable(component.getAnnotation(Default.class))
        .map(d -> Recipes.written(d.value(), "@Default of " + join(path, component.getName())));
    if (component.getType().isRecord()) {
      var none = new Node.Keys(Map.of(), keys.place());
      return written.orElse(none) instanceof Node.Keys mine && ifMissing.orElse(none) instanceof Node.Keys other
          ? mine.over(other) : written.orElse(none);
    }
    return written.or(() -> ifMissing).orElseThrow(() -> new BadInput(
        "%s: the key %s is missing: it has no default", "%s：缺少键 %s：它没有默认值",
        keys.place(), join(path, component.getName())));
  }

  private static Record construct(Class<?> type, Object[] values, Node node, String path) {
    try {
      var types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return (Record) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw refused(e, node, path);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " cannot be made", e);
    }
  }

  private static RuntimeException refused(InvocationTargetException thrown, Node node, String path) {
    return switch (thrown.getCause()) {
      case IllegalArgumentException e -> path.isEmpty()
          ? new BadInput("%s: the value is refused: %s", "%s：取值无效：%s", node.place(), String.valueOf(e.getMessage()))
          : new BadInput("%s: %s is refused: %s", "%s：%s 取值无效：%s", node.place(), path, String.valueOf(e.getMessage()));
      case RuntimeException e -> e;
      case null, default -> new IllegalStateException(thrown);
    };
  }

  private static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
