package wenmai.corpus.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import wenmai.corpus.Document;
import wenmai.corpus.Step.Outcome;

class RepeatsTest {
  private static final String NOTICE = "All rights reserved by their owners.";

  @Test
  void longLinesThatStoodBeforeGoAndShortOnesStay() {
    var lines = new Repeats(Repeats.Part.LINES, 20).begin();
    assertThat(lines.of(new Document("a", "Yes.\n" + NOTICE + "\nYes.\n\n"))).isEqualTo(new Outcome.Kept("Yes.\n" + NOTICE + "\nYes.\n\n"));
    assertThat(lines.of(new Document("b", "Another text.\n  " + NOTICE + "\nYes."))).isEqualTo(new Outcome.Kept("Another text.\nYes."));
  }

  @Test
  void paragraphsAreComparedWhole() {
    var paragraphs = new Repeats(Repeats.Part.PARAGRAPHS, 20).begin();
    String first = NOTICE + "\nSecond line of it.";
    assertThat(paragraphs.of(new Document("a", first + "\n\n" + NOTICE + "\n\n" + first + "\n\nend")))
        .isEqualTo(new Outcome.Kept(first + "\n\n" + NOTICE + "\n\nend"));
  }

  @Test
  void everyRunBeginsAnew() {
    var step = new Repeats(Repeats.Part.LINES, 20);
    for (int run = 0; run < 2; run++) {
      assertThat(step.begin().of(new Document("a", NOTICE))).isEqualTo(new Outcome.Kept(NOTICE));
    }
  }
}
