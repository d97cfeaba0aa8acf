package wenmai.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import wenmai.corpus.HtmlBlocks.Block;

/// What a page is about, without its menus, headers, footers and advertisements.
///
/// Elements that say what they are go first. Then each block is judged by its words, the share of them in links, and the
/// same of its neighbours, by the tree that was learned from 621 pages of news (Kohlschütter 2010, "Boilerplate Detection
/// using Shallow Text Features", Algorithm 2). The smallest part of the page that holds four fifths of the words judged
/// good is the article, and all of it is kept but what is mostly links: its short lines, headings and poems too, which by
/// themselves look like menus. A page on which nothing is judged good is kept whole likewise.
///
/// Cost: a pass over the page's tree, which takes about ten times the page's size of memory.
final class MainContent {
  private static final String AROUND = "script, style, noscript, template, iframe, svg, nav, aside, button, select,"
      + " textarea, dialog, header:not(article header):not(main header), footer, [hidden], [aria-hidden=true],"
      + " [role=navigation], [role=banner], [role=contentinfo], [role=complementary], [role=search],"
      + " [style*=display:none], [style*='display: none']";
  private static final Set<String> PARTS = Set.of("article", "body", "center", "div", "main", "section", "td");
  private static final double MOSTLY_LINKS = 0.333333;
  private static final double LINKS_BEFORE = 0.555556;
  private static final double SHARE = 0.8;

  private MainContent() {}

  static String of(String html) {
    Document page = Jsoup.parse(html);
    var blocks = HtmlBlocks.of(page.body(), new HashSet<>(page.select(AROUND)));
    Element article = article(page.body(), good(blocks));
    return blocks.stream()
        .filter(block -> block.linkDensity() <= MOSTLY_LINKS && (isTitle(block) || isWithin(block, article)))
        .map(Block::text).collect(Collectors.joining("\n\n"));
  }

  private static List<Block> good(List<Block> blocks) {
    var good = new ArrayList<Block>();
    for (int i = 0; i < blocks.size(); i++) {
      var before = i > 0 ? Features.of(blocks.get(i - 1)) : Features.NONE;
      var after = i + 1 < blocks.size() ? Features.of(blocks.get(i + 1)) : Features.NONE;
      if (isGood(before, Features.of(blocks.get(i)), after)) {
        good.add(blocks.get(i));
      }
    }
    return good;
  }

  private record Features(int words, double linkDensity) {
    static final Features NONE = new Features(0, 0);

    static Features of(Block block) {
      return new Features(block.words(), block.linkDensity());
    }
  }

  /// Kohlschütter 2010, Algorithm 2.
  private static boolean isGood(Features before, Features block, Features after) {
    if (block.linkDensity > MOSTLY_LINKS) {
      return false;
    }
    if (before.linkDensity <= LINKS_BEFORE) {
      return block.words > 16 || after.words > 15 || before.words > 4;
    }
    return block.words > 40 || after.words > 17;
  }

  /// The smallest part of the page with most of the words of the blocks; `body` where there are none.
  private static Element article(Element body, List<Block> good) {
    Map<Element, Integer> words = new HashMap<>();
    for (Block block : good) {
      around(block).filter(e -> PARTS.contains(e.normalName())).forEach(e -> words.merge(e, block.words(), Integer::sum));
    }
    double wanted = Math.max(1, SHARE * words.getOrDefault(body, 0));
    return words.keySet().stream().filter(part -> words.getOrDefault(part, 0) >= wanted)
        .max(Comparator.comparingInt(part -> part.parents().size())).orElse(body);
  }

  private static boolean isWithin(Block block, Element article) {
    return around(block).anyMatch(article::equals);
  }

  private static boolean isTitle(Block block) {
    return around(block).anyMatch(e -> e.normalName().equals("h1"));
  }

  private static Stream<Element> around(Block block) {
    return Stream.concat(Stream.of(block.within()), block.within().parents().stream());
  }
}
