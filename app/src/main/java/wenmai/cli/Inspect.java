package wenmai.cli;

import com.ibm.icu.util.ULocale;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import wenmai.message.Lang;
import wenmai.message.Message;
import wenmai.sample.Stories;
import wenmai.tokenize.Bpe;
import wenmai.tokenize.Characters;
import wenmai.tokenize.Compression;
import wenmai.tokenize.Pieces;
import wenmai.tokenize.Token;
import wenmai.tokenize.Tokenizer;
import wenmai.tokenize.Unigram;
import wenmai.tokenize.VocabularyFigures;
import wenmai.tokenize.WordLevel;
import wenmai.tokenize.WordPiece;

/// What a vocabulary is made of, how short it makes texts, and the pieces of a text.
@Command(name = "inspect")
final class Inspect implements Verb {
  private static final int STORIES = 300;
  private static final int SPECIALS = 8;
  private static final double LEAST_SHARE = 0.002;

  @Option(names = "--tokenizer", paramLabel = "PATH", required = true)
  private Path path = Path.of("");

  @Parameters(index = "0..*", paramLabel = "TEXT", arity = "0..*")
  private List<String> words = new ArrayList<>();

  @Option(names = "--ids")
  private boolean ids;

  @Option(names = "--file", paramLabel = "FILE")
  private List<Path> files = new ArrayList<>();

  /// A token of the text.
  record Piece(int id, String token, int start, int end) {}

  /// @param tokensByKind as [VocabularyFigures#kinds]
  record Result(String kind, int vocabulary, Map<String, Integer> specials, Map<String, Long> tokensByKind, List<String> longest,
      Map<String, Compression> texts, List<Piece> tokens) {}

  @Override
  public void run(Console console, Interrupts interrupts) throws IOException {
    var tokenizer = Tokenizer.read(path);
    var figures = VocabularyFigures.of(tokenizer);
    if (console.json()) {
      console.printJson(new Result(kind(tokenizer).en(), figures.size(), tokenizer.specials().ids(), figures.kinds(),
          figures.longest().stream().map(tokenizer::token).toList(), texts(tokenizer, console), pieces(tokenizer, text(console))));
      return;
    }
    console.table(vocabulary(tokenizer, figures, console));
    console.print("");
    console.table(kinds(figures, console));
    console.print("");
    console.table(compression(tokenizer, console));
    var text = text(console);
    if (!text.isEmpty()) {
      var colours = console.screen().out() && console.screen().colours();
      console.print("");
      console.print(new TokenView(tokenizer, colours, ids).of(text));
    }
  }

  /// The words given, or, where there are none and no person types, the lines of stdin.
  private String text(Console console) {
    return !words.isEmpty() ? String.join(" ", words) : console.screen().in() ? ""
        : Utf8Lines.of("stdin", System.in).collect(Collectors.joining("\n"));
  }

  private static List<Piece> pieces(Tokenizer tokenizer, String text) {
    return tokenizer.tokens(text).stream().map(token -> piece(tokenizer, token)).toList();
  }

  private static Piece piece(Tokenizer tokenizer, Token token) {
    return new Piece(token.id(), tokenizer.token(token.id()), token.start(), token.end());
  }

  private List<List<String>> vocabulary(Tokenizer tokenizer, VocabularyFigures figures, Console console) {
    var specials = tokenizer.specials().ids().keySet();
    var view = new TokenView(tokenizer, false, false);
    return List.of(
        List.of(console.text("tokenizer", "分词器"), path.toString()),
        List.of(console.text("kind", "类型"), kind(tokenizer).in(console.lang())),
        List.of(console.text("vocabulary", "词表"), console.text("%,d tokens", "%,d 个词元", figures.size())),
        List.of(console.text("special tokens", "特殊词元"), "%,d: %s%s".formatted(specials.size(),
            specials.stream().limit(SPECIALS).collect(Collectors.joining(" ")), specials.size() > SPECIALS ? " …" : "")),
        List.of(console.text("longest tokens", "最长的词元"),
            figures.longest().stream().map(id -> "“" + view.token(id) + "”").collect(Collectors.joining(" "))));
  }

  private static Message kind(Tokenizer tokenizer) {
    return switch (tokenizer) {
      case Bpe _ -> Message.of("byte-pair encoding of bytes", "字节对编码（按字节）");
      case Pieces _ -> Message.of("byte-pair encoding of characters", "字节对编码（按字符）");
      case Unigram _ -> Message.of("unigram language model", "一元语言模型（Unigram）");
      case WordPiece _ -> Message.of("WordPiece", "WordPiece 词片");
      case WordLevel _ -> Message.of("whole words", "整词");
      case Characters _ -> Message.of("characters", "字符");
    };
  }

  private static List<List<String>> kinds(VocabularyFigures figures, Console console) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(console.text("tokens of", "词元所属"), console.text("number", "数量"), console.text("share", "占比")));
    long others = figures.size();
    for (var kind : figures.kinds().entrySet()) {
      if (kind.getValue() >= LEAST_SHARE * figures.size()) {
        rows.add(row(name(kind.getKey(), console), kind.getValue(), figures.size()));
        others -= kind.getValue();
      }
    }
    if (others > 0) {
      rows.add(row(console.text("others", "其他"), others, figures.size()));
    }
    return rows;
  }

  private static List<String> row(String name, long count, long all) {
    return List.of(name, "%,d".formatted(count), "%.1f %%".formatted(100.0 * count / all));
  }

  private static String name(String kind, Console console) {
    return switch (kind) {
      case VocabularyFigures.DIGITS -> console.text("digits", "数字");
      case VocabularyFigures.MARKS -> console.text("marks and symbols", "标点与符号");
      case VocabularyFigures.SPACES -> console.text("white space", "空白");
      case VocabularyFigures.BYTES -> console.text("parts of characters", "字符的一部分");
      case VocabularyFigures.SPECIAL -> console.text("special tokens", "特殊词元");
      default -> ULocale.getDisplayScript("und_" + kind, console.lang() == Lang.ZH ? ULocale.CHINESE : ULocale.ENGLISH);
    };
  }

  private List<List<String>> compression(Tokenizer tokenizer, Console console) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(console.text("text", "文本"), console.text("bytes per token", "每词元字节"),
        console.text("characters per token", "每词元字符"), console.text("tokens", "词元"), console.text("unknown", "未知")));
    texts(tokenizer, console).forEach((name, found) -> rows.add(List.of(name, "%.2f".formatted(found.bytesPerToken()),
        "%.2f".formatted(found.charactersPerToken()), "%,d".formatted(found.tokens()), "%,d".formatted(found.unknown()))));
    return rows;
  }

  /// Stories that no model here trains on, told in both languages, and the files.
  private Map<String, Compression> texts(Tokenizer tokenizer, Console console) {
    var texts = new LinkedHashMap<String, Compression>();
    texts.put(console.json() ? "chinese" : console.text("stories in Chinese", "中文故事"),
        Compression.of(tokenizer, Stories.heldOut().limit(STORIES).map(story -> story.chinese().text())));
    texts.put(console.json() ? "english" : console.text("stories in English", "英文故事"),
        Compression.of(tokenizer, Stories.heldOut().limit(STORIES).map(story -> story.english().text())));
    for (var file : files) {
      try (var lines = Utf8Lines.of(file)) {
        texts.put(file.toString(), Compression.of(tokenizer, lines.map(line -> line + "\n")));
      }
    }
    return texts;
  }
}
