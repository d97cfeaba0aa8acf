package wenmai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wenmai.files.Json;
import wenmai.message.Lang;

class VectorMapTest {
  @TempDir
  private Path folder;
  private String vectors = "";

  @BeforeEach
  void write() throws IOException {
    var lines = new StringBuilder("40 3\n");
    for (int i = 0; i < 40; i++) {
      lines.append(i % 2 == 0 ? "猫" : "dog").append(i).append(i % 2 == 0 ? " 1 0 " : " 0 1 ").append(0.01 * i).append('\n');
    }
    vectors = Files.writeString(folder.resolve("v.vec"), lines).toString();
  }

  private Ran map(Lang lang, String... more) {
    var args = new ArrayList<>(List.of("vectors", "map", vectors));
    args.addAll(List.of(more));
    return Ran.in(lang, args.toArray(String[]::new));
  }

  @Test
  void aPageShowsTheFirstWordsOrThoseAskedFor() throws IOException {
    var page = folder.resolve("map.html");
    var ran = map(Lang.EN, "--out", page.toString(), "--words", "30", "--json");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(Json.parse(ran.out(), "stdout").path("words").asInt()).isEqualTo(30);
    assertThat(Files.readString(page)).contains("v.vec: 30 words (t-SNE, perplexity 9.67, seed 1)", ">猫28<", ">dog29<").doesNotContain("猫30");
    assertThat(map(Lang.ZH, "--out", page.toString(), "--method", "pca", "--only", "猫0,dog1， 猫2、dog1", "--clusters", "2").out()).contains("3 个词");
    assertThat(Files.readString(page)).contains("v.vec：3 个词（主成分分析）", ">猫2<").doesNotContain("dog3", "猫4");
  }

  @Test
  void theSameSeedDrawsTheSamePage() throws IOException {
    var pages = new ArrayList<String>();
    for (var seed : List.of("7", "7", "8")) {
      var page = folder.resolve("seed.html");
      map(Lang.EN, "--out", page.toString(), "--seed", seed, "--perplexity", "5");
      pages.add(Files.readString(page).replaceAll("seed \\d", ""));
    }
    assertThat(pages.get(0)).isEqualTo(pages.get(1)).isNotEqualTo(pages.get(2));
  }

  @Test
  void fewWordsArePlacedByPca() throws IOException {
    var page = folder.resolve("few.html");
    assertThat(map(Lang.EN, "--out", page.toString(), "--only", "dog1,猫2").code()).isZero();
    assertThat(Files.readString(page)).contains("PCA", "猫2");
  }

  @Test
  void whatIsWrongIsSaidBeforeAnythingIsWritten() {
    var page = folder.resolve("map.html").toString();
    assertThat(map(Lang.EN, "--out", "map.jpg")).matches(ran -> ran.code() == 2).extracting(Ran::err).asString().contains("map.jpg", ".html", ".png");
    assertThat(map(Lang.EN, "--out", page, "--only", "dog1,dog2,dog3,猫0")).matches(ran -> ran.code() == 2).extracting(Ran::err).asString().contains("dog2");
    assertThat(map(Lang.ZH, "--out", page, "--only", "dog1,猫2", "--method", "tsne")).matches(ran -> ran.code() == 2).extracting(Ran::err).asString().contains("pca");
    assertThat(map(Lang.EN, "--out", page, "--perplexity", "30")).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
        .contains("perplexity (30", "(13.00)");
    assertThat(map(Lang.EN, "--out", page, "--words", "0").err()).contains("--words (0) must be from 1 to 1,000");
    assertThat(map(Lang.EN, "--out", page, "--clusters", "9").err()).contains("--clusters (9) must be from 1 to 8");
    assertThat(map(Lang.ZH, "--out", page, "--method", "pca", "--perplexity", "5").err()).contains("--perplexity 与 --method pca 同用没有意义");
    assertThat(map(Lang.EN, "--out", page, "--font", "x.ttf").err()).contains("--font means nothing beside --out");
    assertThat(map(Lang.EN, "--out", page, "--only", "dog1", "--words", "3").err()).contains("--words means nothing beside --only");
    assertThat(map(Lang.EN, "--out", folder.resolve("map.png").toString(), "--font", "none.ttf")).matches(ran -> ran.code() == 2).extracting(Ran::err)
        .asString().contains("none.ttf: no such file").doesNotContain("placing");
    assertThat(map(Lang.EN, "--out", page, "--only", "dog1,dog3", "--method", "tsne").err()).contains("a map by t-SNE needs 4 words or more, not 2", "--method pca");
    assertThat(map(Lang.ZH, "--out", page, "--only", ",").err()).contains("--only（“,”）中没有词");
    assertThat(map(Lang.EN, "--out", folder.resolve("v.vec/map.html").toString())).matches(ran -> ran.code() == 2).extracting(Ran::err).asString()
        .contains("v.vec is a file, no folder");
    assertThat(Path.of(page)).doesNotExist();
  }
}
