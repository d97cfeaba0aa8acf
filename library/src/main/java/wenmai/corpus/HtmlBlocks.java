package wenmai.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/// The text of a page or chapter, block by block: what stands between the beginnings and ends of paragraphs, headings,
/// list items, rows of tables and the like. Spaces are as a browser shows them; preformatted text stays as it is.
final class HtmlBlocks implements NodeFilter {
  private static final Set<String> BLOCKS = Set.of("address", "article", "aside", "blockquote", "body", "caption",
      "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
      "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre",
      "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul");
  private static final Set<String> UNSEEN = Set.of("script", "style", "noscript", "template", "svg", "head", "title",
      "rt", "rp");
  private final List<Block> blocks = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final Set<Element> leftOut;
  private Element within;
  private int linked;
  private int links;
  private int unseen;
  private int preformatted;

  /// A block: its text, how many of its characters stand in links, and the innermost element around it.
  record Block(String text, int linked, Element within) {
    double linkDensity() {
      return (double) linked / text.length();
    }

    /// About how many words: runs of letters and digits, and of Chinese, which has no spaces, two characters a word.
    int words() {
      int words = 0;
      int ideographs = 0;
      boolean inWord = false;
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean ideograph = Character.isIdeographic(c);
        boolean letter = !ideograph && Character.isLetterOrDigit(c);
        ideographs += ideograph ? 1 : 0;
        words += letter && !inWord ? 1 : 0;
        inWord = letter;
      }
      return words + (ideographs + 1) / 2;
    }
  }

  private HtmlBlocks(Element root, Set<Element> leftOut) {
    this.within = root;
    this.leftOut = leftOut;
  }

  static List<Block> of(Element root) {
    return of(root, Set.of());
  }

  /// As if the elements that are left out were not there. (To remove them one by one takes the square of their number.)
  static List<Block> of(Element root, Set<Element> leftOut) {
    var filter = new HtmlBlocks(root, leftOut);
    root.filter(filter);
    filter.end();
    return filter.blocks;
  }

  @Override
  public FilterResult head(Node node, int depth) {
    switch (node) {
      case TextNode words when unseen == 0 -> append(words);
      case Element element when leftOut.contains(element) -> {
        return FilterResult.SKIP_ENTIRELY;
      }
      case Element element -> open(element);
      default -> { }
    }
    return FilterResult.CONTINUE;
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element) {
      close(element);
    }
    return FilterResult.CONTINUE;
  }

  private void open(Element element) {
    String name = element.normalName();
    boundary(name);
    switch (name) {
      case "br" -> text.append('\n');
      case "a" -> links++;
      case "pre", "textarea" -> preformatted++;
      case "td", "th" -> text.append(text.isEmpty() ? "" : "\t");
      default -> unseen += UNSEEN.contains(name) ? 1 : 0;
    }
  }

  private void close(Element element) {
    String name = element.normalName();
    boundary(name);
    switch (name) {
      case "a" -> links--;
      case "pre", "textarea" -> preformatted--;
      default -> unseen -= UNSEEN.contains(name) ? 1 : 0;
    }
  }

  private void boundary(String name) {
    int colon = name.indexOf(':');
    if (BLOCKS.contains(colon < 0 ? name : name.substring(colon + 1))) {
      end();
    }
  }

  private void append(TextNode node) {
    int before = text.length();
    if (preformatted > 0) {
      text.append(node.getWholeText());
    } else {
      node.getWholeText().chars().forEach(c -> append((char) c));
    }
    if (text.length() > before && node.parent() instanceof Element parent) {
      within = parent;
      linked += links > 0 ? text.length() - before : 0;
    }
  }

  private void append(char c) {
    boolean space = c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
    if (!space) {
      text.append(c);
    } else if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
      text.append(' ');
    }
  }

  private void end() {
    String block = preformatted > 0 ? text.toString().stripTrailing() : text.toString().strip();
    if (!block.isBlank()) {
      blocks.add(new Block(block, Math.min(linked, block.length()), within));
    }
    text.setLength(0);
    linked = 0;
  }
}
