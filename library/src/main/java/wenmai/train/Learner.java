package wenmai.train;

import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import wenmai.message.BadInput;
import wenmai.model.Backbone;
import wenmai.model.CausalModel;
import wenmai.model.Encoder;
import wenmai.model.EncoderDecoder;
import wenmai.model.Pass;
import wenmai.model.Weights;
import wenmai.tensor.Device;
import wenmai.tensor.Seed;
import wenmai.tensor.Tensor;
import wenmai.tokenize.Role;
import wenmai.tokenize.Tokenizer;

/// A model with the [objective][Objective] it learns by: all that training and validation need of either.
sealed interface Learner extends AutoCloseable {
  Backbone model();

  /// What the model is asked about a batch: the same for the same seed.
  Exercise exercise(Batches batch, Seed seed);

  /// Hidden states [B,T,D] of the exercise's text.
  Tensor hidden(Exercise exercise, Pass pass);

  /// FLOP of a token of text in training, see [Work].
  default double flops() {
    return Work.perToken(model().config(), model().parameters());
  }

  @Override
  default void close() {
    model().close();
  }

  static Learner of(Pretrain recipe, Tokenizer tokenizer, Weights weights) {
    int vocabulary = tokenizer.vocabularySize();
    return switch (recipe.objective()) {
      case CAUSAL -> new Causal(CausalModel.of(recipe.model().config(vocabulary), weights));
      case MASKED -> new Masked(new Encoder(recipe.model().attending(vocabulary, "objective"), weights), masking(recipe, tokenizer));
      case SPANS -> new Denoising(new EncoderDecoder(recipe.model().attending(vocabulary, "objective"), weights), spans(recipe, tokenizer),
          recipe.model().context());
    };
  }

  /// @throws BadInput where a tokenizer lacks a special token of the objective
  static void requireSpecials(Pretrain recipe, Tokenizer tokenizer) {
    switch (recipe.objective()) {
      case CAUSAL -> { }
      case MASKED -> masking(recipe, tokenizer);
      case SPANS -> spans(recipe, tokenizer);
    }
  }

  private static Masking masking(Pretrain recipe, Tokenizer tokenizer) {
    var specials = tokenizer.specials();
    return new Masking(recipe.corruption(), id(recipe, specials.id(Role.MASK), Objective.MASK), tokenizer.vocabularySize(), specials::contains);
  }

  private static Spans spans(Pretrain recipe, Tokenizer tokenizer) {
    var specials = tokenizer.specials();
    int most = recipe.corruption().spans(recipe.model().context());
    var sentinels = IntStream.rangeClosed(0, most).map(i -> id(recipe, specials.id(Objective.sentinel(i)), Objective.sentinel(i))).toArray();
    return new Spans(recipe.corruption(), id(recipe, specials.id(Role.PAD), Objective.START), sentinels);
  }

  /// The names of the weights of a recipe's model, taken from one as narrow as can be.
  static Set<String> names(Pretrain recipe) {
    try (var learner = of(recipe.bench(recipe.vocabulary()).with(recipe.model().narrow()), Weights.fresh(Device.jvm(), new Seed(recipe.seed())))) {
      return Set.copyOf(learner.model().weights().all().keySet());
    }
  }

  /// For random ids: special tokens are the first ids.
  static Learner of(BenchRecipe recipe, Weights weights) {
    var model = recipe.model();
    int vocabulary = recipe.vocabulary();
    var corruption = recipe.corruption();
    return switch (recipe.objective()) {
      case CAUSAL -> new Causal(CausalModel.of(model.config(vocabulary), weights));
      case MASKED -> new Masked(new Encoder(model.attending(vocabulary, "objective"), weights), new Masking(corruption, 0, vocabulary, id -> false));
      case SPANS -> {
        var sentinels = IntStream.rangeClosed(0, corruption.spans(model.context())).map(i -> i % vocabulary).toArray();
        yield new Denoising(new EncoderDecoder(model.attending(vocabulary, "objective"), weights), new Spans(corruption, 0, sentinels), model.context());
      }
    };
  }

  private static int id(Pretrain recipe, OptionalInt id, String special) {
    return id.orElseThrow(() -> new BadInput(
        "objective: the tokenizer (%s) has no special token %s; let the run train one (bpe, unigram, wordpiece, words or characters), or add it to its added_tokens",
        "objective：分词器（%s）没有特殊词元 %s；请让本次运行训练分词器（bpe、unigram、wordpiece、words 或 characters），或把它加入 added_tokens", recipe.tokenizer(), special));
  }

  /// Every next token.
  record Causal(CausalModel model) implements Learner {
    @Override
    public Exercise exercise(Batches batch, Seed seed) {
      return Exercise.of(batch);
    }

    @Override
    public Tensor hidden(Exercise exercise, Pass pass) {
      return model.hidden(exercise.text().tensor(model.device()), pass.masked(exercise.text().mask()));
    }
  }

  /// Tokens that were hidden.
  record Masked(Encoder model, Masking masking) implements Learner {
    @Override
    public Exercise exercise(Batches batch, Seed seed) {
      return Exercise.of(masking.apply(batch, seed));
    }

    @Override
    public Tensor hidden(Exercise exercise, Pass pass) {
      return model.hidden(exercise.text().tensor(model.device()), pass.masked(exercise.text().mask()));
    }
  }

  /// Spans that were taken out.
  ///
  /// @param context tokens of a text
  record Denoising(EncoderDecoder model, Spans spans, int context) implements Learner {
    @Override
    public Exercise exercise(Batches batch, Seed seed) {
      return spans.apply(batch, seed);
    }

    @Override
    public Tensor hidden(Exercise exercise, Pass pass) {
      var source = exercise.source();
      var read = model.read(source.tensor(model.device()), source.mask(), pass);
      return model.hidden(exercise.text().tensor(model.device()), new Pass.Memory(read.states(), source.seen()), pass.masked(exercise.text().mask()));
    }

    /// The encoder's weights meet the tokens that are read, all others those that are written.
    @Override
    public double flops() {
      double written = (double) spans.corruption().written(context) / context;
      double read = 1 - written + (2.0 * spans.corruption().spans(context) + 1) / context;
      long reading = model.weights().all().entrySet().stream().filter(e -> e.getKey().startsWith("encoder."))
          .mapToLong(e -> e.getValue().elements()).sum();
      return read * Work.perToken(model.config(), reading) + written * Work.perToken(model.config(), model.parameters() - reading);
    }
  }
}
