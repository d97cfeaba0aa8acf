package wenmai.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import wenmai.message.BadInput;

/// JSON (RFC 8259), read strictly: a key that stands twice, text after the end, or more than 500 levels is bad input
/// that names line and column. What is written is the same on every machine: records in the order of their components,
/// maps in the order of their keys, trees as they were built, enums in lower case.
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
      .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
      .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
      .build();
  private static final ObjectWriter PRETTY = MAPPER.writer().with(new DefaultPrettyPrinter()
      .withObjectIndenter(new DefaultIndenter("  ", "\n")));

  private Json() {}

  public static JsonNode read(Path file) {
    try (var in = Files.newInputStream(file)) {
      return found(MAPPER.readTree(in), file);
    } catch (JacksonIOException e) {
      throw Refusal.reading(file, new IOException(e));
    } catch (JacksonException e) {
      throw malformed(file, e);
    } catch (IOException e) {
      throw Refusal.reading(file, e);
    }
  }

  /// `origin` is what the error calls the text: a file, "standard input".
  public static JsonNode parse(String text, Object origin) {
    try {
      return found(MAPPER.readTree(text), origin);
    } catch (JacksonException e) {
      throw malformed(origin, e);
    }
  }

  /// A record from a file that names its components, with the rules and the defaults of a recipe (see [Recipes]).
  public static <T extends Record> T record(Path file, Class<T> type) {
    try (var in = Files.newInputStream(file); var parser = FACTORY.createParser(ObjectReadContext.empty(), in)) {
      return RecordBinder.bind(type, new NodeReader(parser, file).document());
    } catch (JacksonIOException e) {
      throw Refusal.reading(file, new IOException(e));
    } catch (JacksonException e) {
      throw malformed(file, e);
    } catch (IOException e) {
      throw Refusal.reading(file, e);
    }
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /// The tree of a record, map, list or number.
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /// One line.
  public static String compact(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// One key a line.
  public static String pretty(Object value) {
    return PRETTY.writeValueAsString(value);
  }

  private static JsonNode found(JsonNode node, Object origin) {
    if (node.isMissingNode()) {
      throw new BadInput("%s is empty: it must hold a JSON value", "%s 是空的：应当包含一个 JSON 值", origin);
    }
    return node;
  }

  private static BadInput malformed(Object origin, JacksonException e) {
    return new BadInput("%s: not valid JSON: %s", "%s：不是有效的 JSON：%s", Refusal.place(origin, e), e.getOriginalMessage());
  }
}
