package wenmai.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static wenmai.tensor.Numbers.SEED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.embed.Pca;
import wenmai.embed.WordVectors;
import wenmai.evaluate.Labels.Box;
import wenmai.evaluate.WordMap.Drawn;
import wenmai.evaluate.WordMap.Word;
import wenmai.message.BadInput;
import wenmai.message.Lang;
import wenmai.message.Message;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

class WordMapTest {
  private static final Message TITLE = new Message("words", "词");

  @TempDir
  Path folder;

  private static WordMap random(int words) {
    var random = new Random(SEED);
    return new WordMap(TITLE, IntStream.range(0, words).mapToObj(i -> new Word(i % 2 == 0 ? "word" + i : "词向量" + i, random.nextGaussian(),
        random.nextGaussian(), random.nextInt(WordMap.MOST_CLUSTERS))).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50, 300})
  void noNameCoversAnotherOrADotAndNoneLeavesThePicture(int words) {
    var scene = random(words).scene("", WordMap::width);
    var frame = new Box(0, 0, scene.width(), scene.height());
    var taken = new ArrayList<Box>();
    for (var mark : scene.marks()) {
      assertThat(mark.dot().inside(frame)).isTrue();
      mark.name().ifPresent(name -> {
        assertThat(name.inside(frame)).isTrue();
        assertThat(taken).as("seed %d", SEED).noneMatch(name::meets);
        assertThat(scene.marks()).noneMatch(other -> name.meets(other.dot()));
        taken.add(name);
      });
    }
    assertThat(scene.drawn()).isEqualTo(new Drawn(words, words - taken.size()));
    assertThat(taken.size()).isGreaterThan(words / 3);
  }

  @Test
  void aNameThatFindsNoRoomIsLeftOutAndCounted() {
    var words = IntStream.range(0, 200).mapToObj(i -> new Word("一样的地方" + i, i == 0 ? 100 : 0, 0, 0)).toList();
    var scene = new WordMap(TITLE, words).scene("", WordMap::width);
    assertThat(scene.drawn().nameless()).isBetween(150, 199);
    assertThat(scene.marks().get(1).name()).isPresent();
  }

  @Test
  void distancesCompareAcrossAndUp() {
    var words = List.of(new Word("a", 0, 0, 0), new Word("b", 3, 0, 0), new Word("c", 0, 3, 0), new Word("d", 30, 0, 1));
    var marks = new WordMap(TITLE, words).scene("", WordMap::width).marks();
    double across = marks.get(1).dot().x() - marks.get(0).dot().x();
    double up = marks.get(0).dot().y() - marks.get(2).dot().y();
    assertThat(across).isPositive().isCloseTo(up, within(1e-9));
  }

  @Test
  void thePageEscapesItsWordsAndNeedsNothingFromOutside() throws IOException {
    var hostile = List.of("<script>alert(1)</script>", "</text></svg><img src=x onerror=alert(1)>", "& ' \"", "\u202Eאב", "猫");
    var map = new WordMap(Message.of("</title><b>%s", "</title><b>%s", "x"),
        IntStream.range(0, hostile.size()).mapToObj(i -> new Word(hostile.get(i), i, 0, i)).toList());
    assertThat(map.html(folder.resolve("map.html"), Lang.ZH)).isEqualTo(new Drawn(5, 0));
    var page = Files.readString(folder.resolve("map.html"));
    assertThat(page).startsWith("<!doctype html>\n<html lang=\"zh-Hans\">").contains("default-src 'none'", "&lt;script&gt;", "&amp; &#39; &quot;", ">猫</text>")
        .doesNotContain("<script", "<img", "<b>", "href", "url(", "<link", "style=");
    assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:");
  }

  @Test
  void wordsOfLikeDirectionsLieNearAndInOneColour() throws IOException {
    var file = Files.writeString(folder.resolve("v.vec"), "6 3\na 1 0 0\nb 0 1 0\na2 9 1 0\nb2 1 9 0\na3 2 0.1 0\nb3 0 5 0.1\n");
    var vectors = WordVectors.read(file);
    var map = WordMap.of(TITLE, vectors, vectors.words(), new Pca(), 2, new Seed(1), Progress.NONE);
    assertThat(map.words()).extracting(Word::cluster).containsExactly(0, 1, 0, 1, 0, 1);
    assertThat(map.words()).allMatch(word -> word.x() > 0 == map.words().get(word.cluster()).x() > 0);
  }

  /// A machine may have no font at all; then the message names the page.
  @Test
  void aPictureIsDrawnOrRefusedForWantOfFonts() throws IOException {
    var map = new WordMap(TITLE, List.of(new Word("cat", 0, 0, 0), new Word("dog", 1, 1, 1)));
    var file = folder.resolve("map.png");
    try {
      assertThat(WordMapImage.write(map, file, WordMapImage.font(Optional.empty(), List.of("cat", "dog")), Lang.EN)).isEqualTo(new Drawn(2, 0));
      var image = ImageIO.read(file.toFile());
      assertThat(List.of(image.getWidth(), image.getHeight())).containsExactly(2000, 1600);
      var dot = map.scene("", WordMap::width).marks().getFirst().dot();
      assertThat(image.getRGB((int) (2 * dot.centre()), (int) (2 * dot.middle()))).isEqualTo(0xFF1D4ED8);
    } catch (BadInput e) {
      assertThat(e).hasMessageContaining("map.html");
      assertThat(file).doesNotExist();
    }
  }

  @Test
  void aLetterThatNoFontHasIsNamedAndSoIsTheWayOut() {
    var words = List.of("\uDBFF\uDFFD");   // of private use
    assertThatThrownBy(() -> WordMapImage.font(Optional.empty(), words)).isInstanceOf(BadInput.class)
        .hasMessageContaining("map.html").hasMessageContaining("--font");
    assertThatThrownBy(() -> WordMapImage.font(Optional.of(Files.writeString(folder.resolve("f.ttf"), "no font")), words))
        .isInstanceOf(BadInput.class).hasMessageContaining("f.ttf");
  }
}
