package wenmai.evaluate;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import wenmai.evaluate.WordMap.Drawn;
import wenmai.evaluate.WordMap.Mark;
import wenmai.evaluate.WordMap.Scene;
import wenmai.files.Atomic;
import wenmai.message.BadInput;
import wenmai.message.Lang;

/// A word map as a PNG, twice as fine as its page, drawn by Java without a screen. It needs a font with all letters of the words;
/// a machine that shows nothing to anybody often has none, and then the page, which takes its reader's fonts, is the way out.
public final class WordMapImage {
  private static final int FINE = 2;
  private static final FontRenderContext SMOOTH = new FontRenderContext(null, true, true);
  private static final Color INK = Color.decode("#22252a");
  private static final Color TIE = Color.decode("#94a3b8");

  private WordMapImage() {}

  /// A font with all letters of these words.
  ///
  /// @param file a TrueType or OpenType file; those of the machine where empty
  public static Font font(Optional<Path> file, List<String> words) {
    System.setProperty("java.awt.headless", "true");
    var font = file.map(WordMapImage::read).orElseGet(WordMapImage::ofMachine);
    words.forEach(word -> require(font, word));
    return font;
  }

  /// @param letters a [font][#font] for the map's words
  public static Drawn write(WordMap map, Path file, Font letters, Lang lang) {
    var title = Stream.of(lang, Lang.EN).map(map.title()::in).filter(text -> letters.canDisplayUpTo(text) < 0).findFirst().orElse("");
    var scene = map.scene(title, name -> letters.getStringBounds(name, SMOOTH).getWidth());
    var image = draw(scene, letters);
    Atomic.file(file, out -> ImageIO.write(image, "png", out));
    return scene.drawn();
  }

  private static Font read(Path file) {
    try {
      return open(file.toFile()).deriveFont((float) WordMap.FONT);
    } catch (FontFormatException e) {
      throw new BadInput("--font %s is no TrueType or OpenType font (%s): choose another", "--font %s 不是 TrueType 或 OpenType 字体（%s）：请换一个", file, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A machine without any font of its own has Java refuse those of files too, unless a list of fonts, even an empty one, is named.
  private static Font open(File file) throws FontFormatException, IOException {
    if (!file.exists()) {
      throw new NoSuchFileException(file.toString());
    }
    try {
      return Font.createFont(Font.TRUETYPE_FONT, file);
    } catch (RuntimeException none) {
      var list = Files.createTempFile("no-fonts", ".properties");
      System.setProperty("sun.awt.fontconfig", Files.writeString(list, "version=1\nsequence.allfonts=default\n").toString());
      var font = Font.createFont(Font.TRUETYPE_FONT, file);
      Files.delete(list);
      return font;
    }
  }

  /// Where Java finds no fonts, or no library to look for them, it says so in one way or another.
  private static Font ofMachine() {
    try {
      var font = new Font(Font.SANS_SERIF, Font.PLAIN, WordMap.FONT);
      font.getStringBounds("x", SMOOTH);
      return font;
    } catch (RuntimeException | Error e) {
      throw new BadInput("a PNG needs fonts, and Java finds none on this machine (%s): write a page (--out map.html), or name a font file (--font FILE)",
          "画 PNG 需要字体，而 Java 在本机没有找到（%s）：请改为写网页（--out map.html），或指定字体文件（--font FILE）", e);
    }
  }

  private static void require(Font font, String word) {
    int unknown = font.canDisplayUpTo(word);
    if (unknown >= 0) {
      int letter = word.codePointAt(unknown);
      throw new BadInput("the font %s has no %s (U+%04X, in %s): write a page (--out map.html), or name a font file that has (--font FILE)",
          "字体 %s 没有“%s”（U+%04X，见“%s”）：请改为写网页（--out map.html），或指定含有它的字体文件（--font FILE）", font.getFontName(),
          Character.toString(letter), letter, word);
    }
  }

  private static BufferedImage draw(Scene scene, Font font) {
    var image = new BufferedImage((int) (FINE * scene.width()), (int) (FINE * scene.height()), BufferedImage.TYPE_INT_RGB);
    var pen = image.createGraphics();
    pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    pen.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, image.getWidth(), image.getHeight());
    pen.scale(FINE, FINE);
    pen.setColor(INK);
    pen.setFont(font.deriveFont(WordMap.FONT + 2f));
    pen.drawString(scene.title(), 20, 32);
    pen.setFont(font);
    pen.setStroke(new BasicStroke(1));
    pen.setColor(TIE);
    scene.marks().forEach(mark -> mark.tie().ifPresent(line -> pen.draw(new Line2D.Double(line[0], line[1], line[2], line[3]))));
    scene.marks().forEach(mark -> draw(mark, pen));
    pen.dispose();
    return image;
  }

  private static void draw(Mark mark, Graphics2D pen) {
    pen.setColor(Color.decode(WordMap.COLOURS.get(mark.word().cluster())));
    pen.fill(new Ellipse2D.Double(mark.dot().x(), mark.dot().y(), mark.dot().width(), mark.dot().height()));
    mark.name().ifPresent(box -> {
      double width = pen.getFont().getStringBounds(mark.word().text(), SMOOTH).getWidth();
      pen.drawString(mark.word().text(), (float) (box.centre() - width / 2), (float) WordMap.baseline(box));
    });
  }
}
