package wenmai.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wenmai.tensor.Numbers.SEED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wenmai.embed.Word2Vec.Algorithm;
import wenmai.embed.Word2Vec.Subwords;
import wenmai.message.BadInput;
import wenmai.tensor.Seed;
import wenmai.tokenize.Progress;

class Word2VecTest {
  @TempDir
  private Path folder;

  private Path text(int lines) throws IOException {
    return Topics.text(folder, lines);
  }

  private static Word2Vec how(Algorithm algorithm, boolean hierarchical, int threads) {
    return new Word2Vec(algorithm, 20, 3, Subwords.NONE, 5, hierarchical, 1, 0, 2 * algorithm.rate(), 5, threads, new Seed(SEED));
  }

  private WordVectors train(Word2Vec how, Path text) {
    return how.train(text, folder, Progress.NONE, () -> false).vectors();
  }

  @ParameterizedTest
  @CsvSource({"SKIPGRAM,false,1", "SKIPGRAM,true,1", "CBOW,false,1", "CBOW,true,1", "SKIPGRAM,false,3", "CBOW,false,3"})
  void wordsOfOneTopicComeNearEachOther(Algorithm algorithm, boolean hierarchical, int threads) throws IOException {
    var vectors = train(how(algorithm, hierarchical, threads), text(3000));
    for (int topic = 0; topic < Topics.TOPICS; topic++) {
      var letter = Topics.word(topic, 0).substring(0, 1);
      assertThat(vectors.nearest(Topics.word(topic, 0), Topics.WORDS - 1)).as("seed %d", SEED).hasSize(Topics.WORDS - 1)
          .allMatch(near -> near.word().startsWith(letter) && near.cosine() > 0.5);
    }
  }

  @ParameterizedTest
  @CsvSource({"SKIPGRAM,false", "CBOW,true"})
  void withOneThreadTheSameSeedGivesTheSameVectors(Algorithm algorithm, boolean hierarchical) throws IOException {
    var text = text(300);
    var how = how(algorithm, hierarchical, 1);
    var first = train(how, text);
    var second = train(how, text);
    assertThat(second.words()).isEqualTo(first.words());
    assertThat(first.words()).allSatisfy(word -> assertThat(second.vector(word)).containsExactly(first.vector(word)));
  }

  @ParameterizedTest
  @CsvSource({"SKIPGRAM,false", "SKIPGRAM,true", "CBOW,false"})
  void aWordThatIsRareTakesMeaningFromItsSpelling(Algorithm algorithm, boolean hierarchical) throws IOException {
    var text = Files.readString(text(3000)).replace("a0 ", "berghaus ").replace("a1 ", "bergbach ").replace("a2 ", "bergwald ");
    var file = Files.writeString(folder.resolve("german.txt"), text + "zzzz bergtal zzzz");
    var how = new Word2Vec(algorithm, 20, 3, new Subwords(3, 4), 5, hierarchical, 1, 0, 2 * algorithm.rate(), 5, 1, new Seed(SEED));
    var vectors = train(how, file);
    assertThat(vectors.cosine("bergtal", "a5")).as("seed %d", SEED).isGreaterThan(vectors.cosine("bergtal", "c5") + 0.2)
        .isGreaterThan(vectors.cosine("bergtal", "d5") + 0.2);
  }

  @Test
  void rowsOfAWordAreItsOwnAndThoseOfItsPieces() {
    var words = List.of("天下", "下");
    var pieces = Pieces.of(words, new Subwords(2, 3));   // <天 <天下 天下 天下> 下>, and <下 <下> 下>
    assertThat(pieces.buckets()).isEqualTo(5 + 3);
    var units = Units.of(words, pieces);
    assertThat(units.count()).isEqualTo(2 + 8);
    assertThat(units.most()).isEqualTo(1 + 5);
    assertThat(units.rows().get(1)).hasSize(1 + 3).startsWith(1).contains(units.rows().get(0)[5]);   // 下> stands in both
    assertThat(units.rows().get(0)).startsWith(0).satisfies(rows -> assertThat(rows[5]).isBetween(2, 9));
    assertThat(Units.of(words, Pieces.of(words, Subwords.NONE)).count()).isEqualTo(2);
  }

  @Test
  void aRunThatIsAskedToStopSaysSoAndLeavesNothingBehind() throws IOException {
    var text = text(3000);
    var asked = new int[1];
    var trained = how(Algorithm.SKIPGRAM, false, 1).train(text, folder, Progress.NONE, () -> asked[0]++ > 2);
    assertThat(trained.stopped()).isTrue();
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(text);
    }
  }

  @Test
  void progressEndsWithAllWordsOfAllEpochs() throws IOException {
    var last = new long[2];
    how(Algorithm.CBOW, false, 1).train(text(500), folder, (done, total) -> {
      last[0] = done;
      last[1] = total;
    }, () -> false);
    assertThat(last).containsExactly(500 * 10 * 5, 500 * 10 * 5);
  }

  @Test
  void aTextOfOneWordIsNoTrouble() throws IOException {
    var text = Files.writeString(folder.resolve("one.txt"), "ja ja ja\n\nja\n");
    for (boolean hierarchical : new boolean[] {false, true}) {
      assertThat(train(how(Algorithm.SKIPGRAM, hierarchical, 2), text).words()).containsExactly("ja");
    }
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Word2Vec(Algorithm.CBOW, 0, 5, Subwords.NONE, 5, false, 5, 0, 0.05, 1, 1, new Seed(1))).isInstanceOf(BadInput.class)
        .hasMessage("dimensions (0) must be from 1 to 65536");
    assertThatThrownBy(() -> new Word2Vec(Algorithm.CBOW, 9, 5, Subwords.NONE, 0, false, 5, 0, 0.05, 1, 1, new Seed(1))).isInstanceOf(BadInput.class)
        .hasMessageContaining("negative (0)");
    assertThatThrownBy(() -> new Word2Vec(Algorithm.CBOW, 9, 5, Subwords.NONE, 5, false, 5, 2, 0.05, 1, 1, new Seed(1))).isInstanceOf(BadInput.class)
        .hasMessageContaining("sample (2.0)");
    assertThatThrownBy(() -> new Word2Vec(Algorithm.CBOW, 9, 5, Subwords.NONE, 5, false, 5, 0, Double.NaN, 1, 1, new Seed(1))).isInstanceOf(BadInput.class)
        .hasMessageContaining("rate (NaN)");
  }
}
