package wenmai.corpus;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/// The text of a book: its chapters in the order of its spine (EPUB 3.3, §5.7), without its table of contents. A chapter
/// is XHTML and read as XML, for `<title/>` would swallow the rest of an HTML page.
final class Epub {
  static final String CONTAINER = "META-INF/container.xml";
  private static final String ENCRYPTION = "META-INF/encryption.xml";
  private final Bundle book;

  private Epub(Bundle book) {
    this.book = book;
  }

  static String text(Bundle book) throws IOException {
    return new Epub(book).text();
  }

  private String text() throws IOException {
    var locked = locked();
    var text = new StringBuilder();
    for (String chapter : chapters()) {
      if (locked.contains(chapter)) {
        throw new Unreadable(Reason.ENCRYPTED);
      }
      if (book.has(chapter)) {
        text.append(chapter(chapter)).append("\n\n");
      }
      if (text.length() > Unpack.LARGEST_TEXT) {
        throw new Unreadable(Reason.TOO_LARGE);
      }
    }
    return text.toString();
  }

  /// Each once, as the standard wants it (§5.7.2): a spine of a thousand times the same chapter would be a bomb.
  private Set<String> chapters() throws IOException {
    var root = Optional.ofNullable(xml(CONTAINER).selectFirst("*|rootfile[full-path]"))
        .orElseThrow(() -> new IOException("no package in " + CONTAINER));
    String name = root.attr("full-path");
    Document list = xml(name);
    Map<String, Element> items = new HashMap<>();
    list.select("*|manifest > *|item[id]").forEach(item -> items.put(item.attr("id"), item));
    var chapters = new LinkedHashSet<String>();
    for (Element reference : list.select("*|spine > *|itemref:not([linear=no])")) {
      var item = Optional.ofNullable(items.get(reference.attr("idref")));
      item.filter(Epub::isChapter).ifPresent(i -> chapters.add(Bundle.resolved(name, i.attr("href"))));
    }
    return chapters;
  }

  private static boolean isChapter(Element item) {
    return item.attr("media-type").contains("html") && !List.of(item.attr("properties").split("\\s+")).contains("nav");
  }

  /// The parts that are encrypted. Fonts often are, by what is no secret; a locked book's chapters are.
  private Set<String> locked() throws IOException {
    return !book.has(ENCRYPTION) ? Set.of() : xml(ENCRYPTION).select("*|CipherReference[URI]").stream()
        .map(part -> Bundle.resolved("", part.attr("URI"))).collect(Collectors.toSet());
  }

  private String chapter(String name) throws IOException {
    return HtmlBlocks.of(xml(name)).stream().map(HtmlBlocks.Block::text).collect(Collectors.joining("\n\n"));
  }

  private Document xml(String part) throws IOException {
    try (var in = book.part(part)) {
      byte[] bytes = in.readNBytes(Unpack.LARGEST_PAGE + 1);
      if (bytes.length > Unpack.LARGEST_PAGE) {
        throw new Unreadable(Reason.LARGE_PAGE);
      }
      var found = PageEncoding.of(bytes).orElseThrow(() -> new Unreadable(Reason.BINARY));
      return Jsoup.parse(found.decode(bytes), Parser.xmlParser());
    }
  }
}
