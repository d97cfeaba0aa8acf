package wenmai.corpus.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wenmai.corpus.Document;
import wenmai.corpus.Filter;
import wenmai.corpus.Reason;
import wenmai.corpus.Step.Outcome;
import wenmai.files.Recipes;

class FiltersTest {
  static final String ENGLISH = """
      The old ferry had crossed the river every morning for as long as anyone could remember, and nobody thought of asking why.
      One autumn the water rose higher than before, so that the landing stage was carried away with two boats and a cart.
      People gathered on the bank to look at the damage. Some said that a bridge would have been cheaper in the end; others
      replied that a bridge cannot wait for you when you are late. The ferryman listened, smiled, and began to build again.
      """;
  static final String CHINESE = """
      老渡船每天早晨都要过河，从人们记事起就是这样，谁也没有想过要问为什么。有一年秋天，河水涨得比往年都高，把码头连同两只小船和一辆车一起冲走了。
      人们聚在岸边看，有人说早该修一座桥，那样反而便宜；也有人说，桥可不会等迟到的人。撑船的老人听着，笑了笑，第二天又动手搭起码头来。
      春天到来的时候，新的码头已经建好了，孩子们在上面跑来跑去，等着渡船从对岸慢慢地划过来。
      """;
  private final GopherQuality quality = Recipes.of(List.of(), GopherQuality.class);
  private final GopherRepetition repetition = Recipes.of(List.of(), GopherRepetition.class);
  private final C4 c4 = Recipes.of(List.of(), C4.class);
  private final FineWeb fineweb = Recipes.of(List.of(), FineWeb.class);
  private final ChineseQuality chinese = Recipes.of(List.of(), ChineseQuality.class);

  @Test
  void goodTextPassesEveryFilter() {
    for (String text : List.of(ENGLISH, CHINESE)) {
      for (Filter filter : List.of(quality, repetition, fineweb, chinese)) {
        assertThat(filter.fault(text)).as(filter.name().en()).isEmpty();
      }
      assertThat(c4.begin().of(new Document("d", text))).isInstanceOf(Outcome.Kept.class);
    }
  }

  @Test
  void theDefaultsAreThePapers() {
    assertThat(quality).isEqualTo(new GopherQuality(50, 100_000, 3, 10, 0.1, 0.9, 0.3, 0.8, 2));
    assertThat(repetition).isEqualTo(new GopherRepetition(0.3, 0.3, 0.2, 0.2, List.of(0.2, 0.18, 0.16),
        List.of(0.15, 0.14, 0.13, 0.12, 0.11, 0.1)));
    assertThat(c4).isEqualTo(new C4(5, 3, true));
    assertThat(fineweb).isEqualTo(new FineWeb(0.12, 0.1, 30, 0.67));
  }

  @Test
  void gopherNamesWhatIsWrong() {
    faulty(quality, "Too short to be a document of its own.", Reason.WORD_COUNT);
    faulty(quality, "the of " + "a b ".repeat(60), Reason.WORD_LENGTH);
    faulty(quality, "the of " + "internationalization ".repeat(60), Reason.WORD_LENGTH);
    faulty(quality, ENGLISH + "#tag ".repeat(20), Reason.SYMBOLS);
    faulty(quality, ENGLISH + "and more... ".repeat(30), Reason.SYMBOLS);
    faulty(quality, ENGLISH.replaceAll("(?m)^", "• "), Reason.BULLETS);
    faulty(quality, ENGLISH.replaceAll("(?m)$", "…"), Reason.ELLIPSES);
    faulty(quality, ENGLISH + "123456 ".repeat(60), Reason.FEW_LETTERS);
    faulty(quality, "keyword cheap ticket flight hotel ".repeat(12), Reason.NO_FUNCTION_WORDS);
  }

  @Test
  void gopherFindsRepetition() {
    faulty(repetition, ENGLISH + "Click here to subscribe.\n".repeat(8), Reason.REPEATED_LINES);
    faulty(repetition, (ENGLISH + "\n").repeat(2), Reason.REPEATED_LINES);
    faulty(repetition, ENGLISH + "\nOne.\n\nOne.\n\nTwo.\n\nTwo.\n\n" + ENGLISH.replace("the", "a"), Reason.REPEATED_PARAGRAPHS);
    faulty(repetition, ENGLISH + "buy now ".repeat(30), Reason.FREQUENT_NGRAM);
    String sentence = "the ferry had crossed the wide river every single morning for many long and quiet years ";
    faulty(repetition, ENGLISH.replace("\n", " ") + sentence + "again " + sentence + "so " + sentence, Reason.REPEATED_NGRAMS);
    faulty(repetition, CHINESE + "免费领取".repeat(20), Reason.FREQUENT_NGRAM);
  }

  @Test
  void repeatedGroupsAreCountedAsTheNaiveWayDoes() {
    String text = "a b c a b c d a b c a b x y a b";
    var groups = new Ngrams(text, Script.SPACED);
    var words = List.of(text.split(" "));
    for (int n = 1; n <= 5; n++) {
      int size = n;
      var all = IntStream.rangeClosed(0, words.size() - n).mapToObj(i -> words.subList(i, i + size)).toList();
      var covered = IntStream.range(0, all.size()).filter(i -> all.subList(0, i).contains(all.get(i)))
          .flatMap(i -> IntStream.range(i, i + size)).distinct().count();
      assertThat(groups.repeated(n)).as("%d words", n).isEqualTo((double) covered / words.size());
      long most = all.stream().collect(Collectors.groupingBy(g -> g, Collectors.counting())).values().stream()
          .filter(count -> count > 1).mapToLong(count -> count * size).max().orElse(0);
      assertThat(groups.mostFrequent(n)).as("%d words", n).isEqualTo((double) most / words.size());
    }
  }

  @Test
  void c4KeepsLinesThatEndAndDropsPagesThatAreNoText() {
    String menu = "Home | About | Contact\n" + ENGLISH + "Please enable Javascript to see this page.\nRead on.\nand so on and so on...\n";
    assertThat(c4.begin().of(new Document("d", menu)))
        .isEqualTo(new Outcome.Kept(ENGLISH.lines().filter(line -> line.endsWith(".")).collect(Collectors.joining("\n"))));
    assertThat(outcome(ENGLISH + "Lorem ipsum dolor sit amet.")).isEqualTo(new Outcome.Dropped(Reason.LOREM_IPSUM));
    assertThat(outcome(ENGLISH + "function f() { return 1; }")).isEqualTo(new Outcome.Dropped(Reason.BRACES));
    assertThat(outcome("One line that ends here.\nAnother line that does not end")).isEqualTo(new Outcome.Dropped(Reason.FEW_SENTENCES));
    assertThat(outcome(CHINESE)).isEqualTo(new Outcome.Kept(CHINESE));
  }

  @Test
  void fineWebNamesWhatIsWrong() {
    faulty(fineweb, "a line without an end\n".repeat(3) + ENGLISH.replaceAll("[.;,]", "x"), Reason.OPEN_LINES);
    faulty(fineweb, ENGLISH + "This line stands here more than once.\n".repeat(4), Reason.DUPLICATED_LINES);
    faulty(fineweb, ENGLISH + IntStream.range(0, 20).mapToObj(i -> "Item " + i + ".\n").collect(Collectors.joining()), Reason.SHORT_LINES);
  }

  @Test
  void chineseCounterpartsNameWhatIsWrong() {
    faulty(chinese, "太短了。", Reason.FEW_HAN);
    faulty(chinese, CHINESE + "abc 123 ".repeat(80), Reason.FEW_HAN);
    faulty(chinese, CHINESE.replaceAll("[，。；]", ""), Reason.PUNCTUATION);
    faulty(chinese, CHINESE + "！".repeat(70), Reason.PUNCTUATION);
    faulty(chinese, CHINESE.replaceAll("(?<=\\p{IsHan})(?=\\p{IsHan})", " "), Reason.SPACED_HAN);
    faulty(chinese, CHINESE + IntStream.range(0, 40).mapToObj(i -> "栏目" + i + "\n").collect(Collectors.joining()), Reason.OPEN_LINES);
    faulty(chinese, CHINESE + "本站内容仅供参考，转载请注明出处。\n".repeat(4), Reason.DUPLICATED_LINES);
    faulty(chinese, CHINESE + IntStream.range(0, 20).mapToObj(i -> "好文" + (char) ('一' + i) + "！\n").collect(Collectors.joining()),
        Reason.SHORT_LINES);
  }

  private Outcome outcome(String text) {
    return c4.begin().of(new Document("d", text));
  }

  private static void faulty(Filter filter, String text, Reason reason) {
    assertThat(filter.fault(text)).as(text).contains(reason);
  }
}
