package wenmai.decode;

import wenmai.message.BadInput;
import wenmai.tensor.Seed;

/// How the next token is chosen from its scores. In this order: repeated tokens are penalised, scores are divided by the
/// temperature, all but the likeliest are cut off, and one is drawn.
///
/// @param temperature  0 takes the likeliest token; 1 the model's own probabilities
/// @param topK         keeps the K likeliest tokens; 0 keeps all. Fan 2018
/// @param topP         keeps the likeliest tokens that together reach this probability; 1 keeps all. Holtzman 2019
/// @param minP         keeps tokens at least this share as likely as the likeliest; 0 keeps all. Nguyen 2024
/// @param repetition   divides the positive scores of tokens that stand already, multiplies negative ones; 1 does nothing.
///                     Keskar 2019
public record Sampling(double temperature, int topK, double topP, double minP, double repetition, Seed seed) {
  public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 1, new Seed(0));

  public Sampling {
    within("temperature", temperature, 0, 100);
    within("top-k", topK, 0, Integer.MAX_VALUE);
    within("top-p", topP, 0, 1);
    within("min-p", minP, 0, 1);
    within("repetition penalty", repetition, 0.1, 10);
  }

  private static void within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new BadInput("%s (%s) must lie between %s and %s", "%s（%s）必须在 %s 与 %s 之间", name, value, least, most);
    }
  }
}
