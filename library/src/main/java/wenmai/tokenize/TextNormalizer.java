package wenmai.tokenize;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.FilteredNormalizer2;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is done to a text before it is cut: the `normalizer` of a `tokenizer.json`. Texts hold no lone surrogates.
sealed interface TextNormalizer permits TextNormalizer.InTurn, TextNormalizer.UnicodeForm, TextNormalizer.Prepend,
    TextNormalizer.Replace, TextNormalizer.Lowercase, TextNormalizer.StripAccents, TextNormalizer.Ends, TextNormalizer.FewerSpaces,
    BertNormalizer, Precompiled {
  TextNormalizer NONE = new InTurn(List.of());

  /// Llama 2's: `▁` for every space, and one before every text.
  TextNormalizer LLAMA = new InTurn(List.of(new Prepend(String.valueOf(Pieces.SPACE)),
      new Replace(" ", String.valueOf(Pieces.SPACE))));

  /// The same without the one in front (Gemma).
  TextNormalizer LLAMA_PLAIN = new Replace(" ", String.valueOf(Pieces.SPACE));

  String apply(String text);

  /// The same, where every character keeps its place. Most do to each character by itself what they do.
  default Aligned align(Aligned text) {
    return text.each(this::apply);
  }

  JsonNode json();

  /// This one, then another.
  default TextNormalizer then(TextNormalizer last) {
    var steps = Stream.concat(steps().stream(), last.steps().stream()).toList();
    return steps.size() == 1 ? steps.getFirst() : new InTurn(steps);
  }

  /// What comes before another one, if this one ends with it.
  default Optional<TextNormalizer> before(TextNormalizer last) {
    int first = steps().size() - last.steps().size();
    return first >= 0 && steps().subList(first, steps().size()).equals(last.steps()) ? Optional.of(new InTurn(steps().subList(0, first)))
        : Optional.empty();
  }

  default List<TextNormalizer> steps() {
    return List.of(this);
  }

  /// What a normalizer stands for, if it is a known one.
  static Optional<TextNormalizer> read(JsonNode layout) {
    var type = layout.path("type").asString("");
    return switch (type) {
      case "" -> layout.isNull() || layout.isMissingNode() ? Optional.of(NONE) : Optional.empty();
      case "Sequence" -> InTurn.of(layout.path("normalizers"));
      case "NFC", "NFD", "NFKC", "NFKD" -> Optional.of(new UnicodeForm(Normalizer.Form.valueOf(type)));
      case "Prepend" -> Optional.of(new Prepend(layout.path("prepend").asString("")));
      case "Replace" -> replace(layout.path("pattern"), layout.path("content").asString(""));
      case "Lowercase" -> Optional.of(new Lowercase());
      case "StripAccents" -> Optional.of(new StripAccents());
      case "Strip" -> Optional.of(
          new Strip(layout.path("strip_left").asBoolean(true), layout.path("strip_right").asBoolean(true)));
      case "BertNormalizer" -> Optional.of(BertNormalizer.of(layout));
      case "Precompiled" -> Optional.of(new Precompiled(layout.path("precompiled_charsmap").asString(""), Precompiled.Matching.GRAPHEMES));
      default -> Optional.empty();
    };
  }

  private static Optional<TextNormalizer> replace(JsonNode pattern, String content) {
    var what = pattern.path("String").asString("");
    var expression = pattern.path("Regex").asString("");
    if (expression.equals(FewerSpaces.PATTERN)) {
      return Optional.of(new FewerSpaces(content));
    }
    if (expression.equals(NoSpacesAtEnds.PATTERN) && content.isEmpty()) {
      return Optional.of(new NoSpacesAtEnds());
    }
    return what.isEmpty() ? Optional.empty() : Optional.of(new Replace(what, content));
  }

  /// One after the other.
  record InTurn(List<TextNormalizer> steps) implements TextNormalizer {
    public InTurn {
      steps = List.copyOf(steps);
    }

    static Optional<TextNormalizer> of(JsonNode layouts) {
      var steps = new ArrayList<TextNormalizer>();
      for (var layout : layouts) {
        var step = read(layout);
        if (step.isEmpty()) {
          return Optional.empty();
        }
        steps.addAll(step.get().steps());
      }
      return Optional.of(steps.size() == 1 ? steps.getFirst() : new InTurn(steps));
    }

    @Override
    public String apply(String text) {
      for (var step : steps) {
        text = step.apply(text);
      }
      return text;
    }

    @Override
    public Aligned align(Aligned text) {
      for (var step : steps) {
        text = step.align(text);
      }
      return text;
    }

    @Override
    public JsonNode json() {
      var sequence = layout("Sequence");
      steps.forEach(step -> sequence.withArrayProperty("normalizers").add(step.json()));
      return steps.isEmpty() ? Layout.NULL : sequence;
    }
  }

  /// A normal form of Unicode's Annex 15, as of Unicode 9: Hugging Face's library takes what came later as it stands. A text
  /// that is in the form as of today is in the one of then, too.
  record UnicodeForm(Normalizer.Form form) implements TextNormalizer {
    private static final int MOST_TOGETHER = 64;
    private static final UnicodeSet KNOWN = new UnicodeSet("[:Age=9.0:]").freeze();
    private static final Normalizer2 NFC = new FilteredNormalizer2(Normalizer2.getNFCInstance(), KNOWN);
    private static final Normalizer2 NFD = new FilteredNormalizer2(Normalizer2.getNFDInstance(), KNOWN);
    private static final Normalizer2 NFKC = new FilteredNormalizer2(Normalizer2.getNFKCInstance(), KNOWN);
    private static final Normalizer2 NFKD = new FilteredNormalizer2(Normalizer2.getNFKDInstance(), KNOWN);

    @Override
    public String apply(String text) {
      return Normalizer.isNormalized(text, form) ? text : rules().normalize(text);
    }

    /// Characters that act on each other are turned together.
    @Override
    public Aligned align(Aligned text) {
      return text.each(this::end, this::apply);
    }

    /// Of the characters from `i` on that might, as few as have nothing to do with the rest.
    private int end(String text, int i) {
      int last = i + Kind.width(text, i);
      while (last < text.length() && !rules().hasBoundaryBefore(text.codePointAt(last))) {
        last += Kind.width(text, last);
      }
      int end = last - i > MOST_TOGETHER ? last : i + Kind.width(text, i);
      while (end < last && !(apply(text.substring(i, end)) + apply(text.substring(end, last))).equals(apply(text.substring(i, last)))) {
        end += Kind.width(text, end);
      }
      return end;
    }

    private Normalizer2 rules() {
      return switch (form) {
        case NFC -> NFC;
        case NFD -> NFD;
        case NFKC -> NFKC;
        case NFKD -> NFKD;
      };
    }

    @Override
    public JsonNode json() {
      return layout(form.name());
    }
  }

  /// Puts something before a text that is not empty.
  record Prepend(String what) implements TextNormalizer {
    @Override
    public String apply(String text) {
      return text.isEmpty() ? text : what + text;
    }

    @Override
    public Aligned align(Aligned text) {
      return text.length() == 0 ? text : text.behind(what);
    }

    @Override
    public JsonNode json() {
      return layout("Prepend").put("prepend", what);
    }
  }

  /// Puts one string for another.
  record Replace(String what, String content) implements TextNormalizer {
    @Override
    public String apply(String text) {
      return text.replace(what, content);
    }

    @Override
    public Aligned align(Aligned text) {
      return text.each((of, i) -> of.startsWith(what, i) ? i + what.length() : i + Kind.width(of, i), this::apply);
    }

    @Override
    public JsonNode json() {
      var layout = layout("Replace");
      layout.putObject("pattern").put("String", what);
      return layout.put("content", content);
    }
  }

  /// Puts one string for every run of two spaces or more.
  record FewerSpaces(String content) implements TextNormalizer {
    static final String PATTERN = " {2,}";

    @Override
    public String apply(String text) {
      return text.replaceAll(PATTERN, Matcher.quoteReplacement(content));
    }

    @Override
    public Aligned align(Aligned text) {
      return text.each(FewerSpaces::end, this::apply);
    }

    private static int end(String text, int i) {
      int end = i;
      while (end < text.length() && text.charAt(end) == ' ') {
        end++;
      }
      return end > i ? end : i + Kind.width(text, i);
    }

    @Override
    public JsonNode json() {
      return replaced(PATTERN, content);
    }
  }

  /// Leaves out something at a text's ends.
  sealed interface Ends extends TextNormalizer {
    /// Where what stays begins.
    int from(String text);

    /// Where it ends.
    int to(String text, int from);

    @Override
    default String apply(String text) {
      int from = from(text);
      return text.substring(from, to(text, from));
    }

    @Override
    default Aligned align(Aligned text) {
      int from = from(text.text());
      return text.part(from, to(text.text(), from));
    }
  }

  /// Leaves out the spaces at a text's ends, but no other white space; at the last, what looks like a marked space too, as SentencePiece
  /// does.
  record NoSpacesAtEnds() implements Ends {
    static final String PATTERN = "\\A +|[ ▁]+\\z";

    @Override
    public int from(String text) {
      int from = 0;
      while (from < text.length() && text.charAt(from) == ' ') {
        from++;
      }
      return from;
    }

    @Override
    public int to(String text, int from) {
      int to = text.length();
      while (to > from && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == Pieces.SPACE)) {
        to--;
      }
      return to;
    }

    @Override
    public JsonNode json() {
      return replaced(PATTERN, "");
    }
  }

  /// Character by character, as of Unicode 17: a final sigma is a sigma.
  record Lowercase() implements TextNormalizer {
    private static final int DOTTED_I = 0x130;
    private static final UnicodeSet KNOWN = new UnicodeSet("[:Age=17.0:]").freeze();

    @Override
    public String apply(String text) {
      var lower = new StringBuilder(text.length());
      text.codePoints().forEach(c -> lower.appendCodePoint(KNOWN.contains(c) ? UCharacter.toLowerCase(c) : c)
          .append(c == DOTTED_I ? "\u0307" : ""));
      return lower.toString();
    }

    @Override
    public JsonNode json() {
      return layout("Lowercase");
    }
  }

  /// Leaves out every mark, of a decomposed text its accents.
  record StripAccents() implements TextNormalizer {
    @Override
    public String apply(String text) {
      return text.codePoints().filter(c -> switch (Character.getType(c)) {
        case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> false;
        default -> true;
      }).collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    @Override
    public JsonNode json() {
      return layout("StripAccents");
    }
  }

  /// Leaves out white space at a text's ends.
  record Strip(boolean left, boolean right) implements Ends {
    @Override
    public int from(String text) {
      return left ? Kind.SPACE.run(text, 0) : 0;
    }

    @Override
    public int to(String text, int from) {
      int to = text.length();
      while (right && to > from && Kind.at(text, to - 1) == Kind.SPACE) {
        to--;
      }
      return to;
    }

    @Override
    public JsonNode json() {
      return layout("Strip").put("strip_left", left).put("strip_right", right);
    }
  }

  private static ObjectNode replaced(String expression, String content) {
    var layout = layout("Replace");
    layout.putObject("pattern").put("Regex", expression);
    return layout.put("content", content);
  }

  private static ObjectNode layout(String type) {
    return Layout.JSON.createObjectNode().put("type", type);
  }
}
