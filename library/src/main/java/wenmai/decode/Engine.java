package wenmai.decode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import wenmai.message.BadInput;
import wenmai.model.CausalModel;
import wenmai.model.Pass;
import wenmai.tensor.Scope;

/// The loop that writes: reads the prompt in one pass, then chooses a token, reads it, and so on. One engine is one text.
public final class Engine implements AutoCloseable {
  private final CausalModel decoder;
  private final Reading cache;
  private final List<Integer> read = new ArrayList<>();
  /// The token chosen last, which the model has not read yet.
  private OptionalInt unread = OptionalInt.empty();

  public Engine(CausalModel decoder) {
    this.decoder = decoder;
    cache = Reading.of(decoder);
  }

  /// Hears of every token as it is chosen; false ends the text.
  public interface Listener {
    boolean token(int id);
  }

  /// @param prompt ids to go on from, after those read before; at least one in all
  /// @param most   how many tokens to generate
  /// @param ends   tokens that end a text; not part of the result
  public Generation generate(int[] prompt, int most, Sampling sampling, Set<Integer> ends, Listener listener) {
    if (prompt.length == 0) {
      throw new BadInput("the prompt holds no token; give some text, or the start token", "提示里没有词元；请给出文本或起始词元");
    }
    if (prompt.length > free()) {
      throw new BadInput("the prompt has %d tokens, the model's context has room for %d more; shorten it",
          "提示有 %d 个词元，模型的上下文还能容纳 %d 个；请缩短", prompt.length, free());
    }
    var ids = new ArrayList<Integer>();
    var logprobs = new ArrayList<Double>();
    var sampler = new Sampler(sampling);
    var scores = read(prompt);
    var standing = new HashSet<>(read);
    while (ids.size() < most) {
      var raw = scores.clone();
      int id = sampler.choose(scores, standing);
      if (ends.contains(id)) {
        return new Generation(ids, logprobs, Generation.End.STOP);
      }
      ids.add(id);
      logprobs.add(logprob(raw, id));
      standing.add(id);
      unread = OptionalInt.of(id);
      if (!listener.token(id)) {
        return new Generation(ids, logprobs, Generation.End.LISTENER);
      }
      if (cache.free() == 0) {
        return new Generation(ids, logprobs, Generation.End.CONTEXT);
      }
      if (ids.size() < most) {
        scores = read();
      }
    }
    return new Generation(ids, logprobs, Generation.End.LENGTH);
  }

  /// Positions that are still free.
  public int free() {
    return cache.free() - (unread.isPresent() ? 1 : 0);
  }

  /// Reads ids, after the token chosen last, and returns the scores of the token after them.
  public float[] read(int... more) {
    var ids = unread.isPresent() ? IntStream.concat(IntStream.of(unread.getAsInt()), IntStream.of(more)).toArray() : more;
    unread = OptionalInt.empty();
    for (int id : ids) {
      read.add(id);
    }
    return Scope.run(() -> {
      var hidden = decoder.hidden(decoder.device().of(ids, 1, ids.length), Pass.continuing(cache));     // [1,T,D]
      cache.advance(ids.length);
      return decoder.logits(hidden.narrow(1, ids.length - 1, 1)).floats();                             // [1,1,V]
    });
  }

  private static double logprob(float[] scores, int id) {
    double max = scores[Sampler.likeliest(scores)];
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score - max);
    }
    return scores[id] - max - Math.log(sum);
  }

  @Override
  public void close() {
    cache.close();
  }
}
