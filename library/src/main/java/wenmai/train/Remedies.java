package wenmai.train;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import wenmai.message.Message;
import wenmai.tensor.MemoryLimit;

/// Changes of a recipe that asks for more memory than there is. Where the memory is known, only those are named that fit in it.
record Remedies(BenchRecipe recipe, int accumulate) {
  private static final int SHORT = 64;   // tokens: a shorter context teaches little

  Message words() {
    var chosen = Recomputation.of(recipe, accumulate);
    var found = chosen.memory().isEmpty() ? sparing(chosen) : fitting();
    return found.isEmpty() ? tooLittle() : new Message(found.stream().map(Message::en).collect(Collectors.joining("; ")),
        found.stream().map(Message::zh).collect(Collectors.joining("；")));
  }

  /// On a GPU, whose memory nobody knows.
  private List<Message> sparing(Recomputation chosen) {
    var recomputed = chosen.mayGrow(recipe.recompute())
        ? Stream.of(Message.of("recompute=%d keeps little of the blocks", "recompute=%d 让各层只保留少量激活", chosen.layers())) : Stream.<Message>empty();
    var shorter = new Message("a smaller model.context needs less too", "减小 model.context 也可减少占用");
    return Stream.of(recomputed, parts().limit(1).map(this::inParts), Stream.of(shorter)).flatMap(s -> s).toList();
  }

  private List<Message> fitting() {
    var single = Stream.of(recomputed(), parts().filter(this::fits).findFirst().map(this::inParts), shorter(1), allowed()).flatMap(Optional::stream).toList();
    return single.isEmpty() ? shorter(recipe.batch()).stream().toList() : single;
  }

  private Optional<Message> recomputed() {
    return recipe.recompute().equals(Recomputation.AUTO) || !Recomputation.of(spared(), accumulate).fits() ? Optional.empty()
        : Optional.of(Message.of("recompute=auto keeps less of the blocks", "recompute=auto 让各层少保留激活"));
  }

  /// Numbers of micro-batches into which one can be parted.
  private Stream<Integer> parts() {
    return IntStream.rangeClosed(2, recipe.batch()).filter(n -> recipe.batch() % n == 0 && countable(n)).boxed();
  }

  private boolean countable(int parts) {
    return (long) accumulate * parts <= Integer.MAX_VALUE;
  }

  private boolean fits(int parts) {
    return Recomputation.of(spared().batch(recipe.batch() / parts), accumulate * parts).fits();
  }

  private Message inParts(int parts) {
    return Message.of("batch=%d accumulate=%d%s trains on as many tokens a step in less", "batch=%d accumulate=%d%s 每步词元数不变而占用更少",
        recipe.batch() / parts, accumulate * parts, auto());
  }

  /// @param parts in which the batch is taken too
  private Optional<Message> shorter(int parts) {
    if (!countable(parts)) {
      return Optional.empty();
    }
    int longest = Forecast.longestContext(spared().batch(recipe.batch() / parts), accumulate * parts);
    var batch = parts == 1 ? "" : "batch=%d accumulate=%d ".formatted(recipe.batch() / parts, accumulate * parts);
    return longest < shortest() || longest >= recipe.model().context() ? Optional.empty()
        : Optional.of(Message.of("%smodel.context=%d%s is the longest that fits", "放得下的最长是 %smodel.context=%d%s", batch, longest, auto()));
  }

  /// Of the contexts that are of use: a window must hide something.
  private long shortest() {
    return Math.max(SHORT, 1L + recipe.model().window() + recipe.model().sinks());
  }

  /// Where less is allowed than the machine has.
  private Optional<Message> allowed() {
    var whole = Recomputation.of(recipe, accumulate, MemoryLimit.ofProcess());
    boolean limited = recipe.device().equals("jvm") && MemoryLimit.ofTensors() < MemoryLimit.ofProcess();
    long gigabytes = Math.ceilDiv(whole.footprint().needed() - Footprint.JAVA, 1L << 30);
    return limited && whole.fits() ? Optional.of(Message.of("WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=%1$dg allows as much",
        "WENMAI_JAVA_OPTS=-XX:MaxDirectMemorySize=%1$dg 允许占用这么多", gigabytes)) : Optional.empty();
  }

  private Message tooLittle() {
    int context = (int) Math.min(shortest(), recipe.model().context());
    var least = Recomputation.of(spared().with(recipe.model().context(context)).batch(1), recipe.batch() > 1 ? 2 : accumulate);
    return Message.of("This memory is too little for the model: batch=1 and model.context=%d alone need about %.1f GB. Take a smaller model (model.layers,"
        + " model.width, vocabulary), or more memory", "这些内存对该模型太少：仅 batch=1、model.context=%d 就约需 %.1f GB。请减小模型（model.layers、"
        + "model.width、vocabulary），或换更大的内存", context, least.footprint().needed() / 1e9);
  }

  private BenchRecipe spared() {
    return recipe.recomputing(Recomputation.AUTO);
  }

  private String auto() {
    return recipe.recompute().equals(Recomputation.AUTO) || Recomputation.of(recipe, accumulate).memory().isEmpty() ? "" : " recompute=auto";
  }
}
