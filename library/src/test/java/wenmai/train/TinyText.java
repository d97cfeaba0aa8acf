package wenmai.train;

import java.util.SplittableRandom;

/// A text that a tiny model can learn something from: sentences of a few words, in both languages.
public final class TinyText {
  private static final String[] WHO = {"the cat", "the dog", "a bird", "猫", "狗"};
  private static final String[] DOES = {" sees ", " likes ", " hears ", "喜欢", "看见"};

  private TinyText() {}

  public static String of(int characters) {
    var random = new SplittableRandom(7);
    var text = new StringBuilder();
    while (text.length() < characters) {
      text.append(WHO[random.nextInt(WHO.length)]).append(DOES[random.nextInt(DOES.length)]).append(WHO[random.nextInt(WHO.length)])
          .append(random.nextInt(4) == 0 ? ".\n" : ". ");
    }
    return text.toString();
  }
}
