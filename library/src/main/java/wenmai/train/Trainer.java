package wenmai.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;
import wenmai.decode.Engine;
import wenmai.decode.Prompt;
import wenmai.decode.Sampling;
import wenmai.files.FolderLock;
import wenmai.files.Json;
import wenmai.message.BadInput;
import wenmai.message.Failure;
import wenmai.message.Message;
import wenmai.model.CausalModel;
import wenmai.model.Pass;
import wenmai.model.Weights;
import wenmai.model.io.Pretrained;
import wenmai.tensor.Device;
import wenmai.tensor.Precision;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;
import wenmai.tensor.kernel.Kernels;

/// Training from scratch, as a recipe says. A run that was stopped, or killed, goes on from its newest checkpoint and ends
/// with the same weights, bit for bit, as one that never stopped; on a GPU, which adds in no fixed order, within rounding.
public final class Trainer {
  private static final int SAMPLE_TOKENS = 200;

  private final Pretrain recipe;
  private final Prepared data;
  private final Observer observer;
  private final Seed seed;
  private final DataLoader loader;
  private final Learner learner;
  private final Optimizer optimizer;
  private final TrainingState state;
  private final Recomputation recomputation;
  private final Precision precision;

  private Trainer(Pretrain recipe, Prepared data, Device device, Observer observer) {
    this.recipe = recipe;
    this.data = data;
    this.observer = observer;
    seed = new Seed(recipe.seed());
    precision = recipe.precision().on(device, recipe.model());
    loader = new DataLoader(recipe, data, seed.at("data"));
    learner = Learner.of(recipe, data.tokenizer(), Weights.fresh(device, seed.at("weights")));
    optimizer = new Optimizer(learner.model().weights().all(), recipe.optimizer());
    recomputation = Recomputation.of(bench(), recipe.accumulate());
    state = new TrainingState(recipe, computedBy(recipe) + ", data " + data.hash(recipe));
  }

  private BenchRecipe bench() {
    return recipe.bench(data.tokenizer().vocabularySize());
  }

  /// What came of a run.
  ///
  /// @param steps          done, in all
  /// @param validation     mean loss of the model over the whole validation split, and its tokens
  /// @param bitsPerByte    of the validation text: comparable between tokenizers
  /// @param stopped        before its last step, by request
  /// @param model          the model directory, once the run is complete
  public record Result(int steps, long parameters, Loss.Mean validation, double bitsPerByte, boolean stopped, Path model) {}

  /// @param stop asked after every step; true writes a checkpoint and ends the run
  public static Result run(Pretrain recipe, Observer observer, BooleanSupplier stop) {
    return run(recipe, Device.of(recipe.device()), observer, stop);
  }

  /// On the recipe's device or, to see where the time goes, on one that profiles it.
  public static Result run(Pretrain recipe, Device device, Observer observer, BooleanSupplier stop) {
    Requirements.ofRun(recipe, device);
    try (var out = withData(recipe, observer)) {
      return run(out, recipe, device, observer, stop);
    }
  }

  /// The recipe's folder, with the data in it. It is made once nothing can be refused any more.
  private static FolderLock withData(Pretrain recipe, Observer observer) {
    if (Prepared.isThere(recipe)) {
      return FolderLock.of(Path.of(recipe.out()));
    }
    var preparation = Preparation.of(recipe, observer::say);
    preparation.requireUsable();
    var out = FolderLock.of(Path.of(recipe.out()));
    try {
      out.clear("data");
      preparation.write();
      return out;
    } catch (RuntimeException e) {
      out.close();
      throw e;
    }
  }

  /// In the recipe's folder, which is locked already.
  public static Result run(FolderLock out, Pretrain recipe, Observer observer, BooleanSupplier stop) {
    return run(out, recipe, Device.of(recipe.device()), observer, stop);
  }

  private static Result run(FolderLock out, Pretrain recipe, Device device, Observer observer, BooleanSupplier stop) {
    out.clear("data", "metrics.jsonl", "model", Best.FILE);
    try (var data = Prepared.of(recipe, observer::say)) {
      return run(recipe, data, device, observer, stop);
    }
  }

  private static Result run(Pretrain recipe, Prepared data, Device device, Observer observer, BooleanSupplier stop) {
    data.requireUsable(recipe);
    var trainer = new Trainer(recipe, data, device, observer);
    try (var learner = trainer.learner; var optimizer = trainer.optimizer) {
      return trainer.train(stop);
    } catch (Failure e) {
      throw e.getCause() instanceof OutOfMemoryError ? Forecast.advice(trainer.bench(), recipe.accumulate(), e) : e;
    }
  }

  private Result train(BooleanSupplier stop) {
    var model = Path.of(recipe.out(), "model");
    int step = state.restore(learner.model().weights().all(), optimizer, observer);
    observer.say(Message.of("%,d parameters, %,d training tokens, %,d for validation; %s", "%,d 个参数，%,d 个训练词元，%,d 个验证词元；%s",
        learner.model().parameters(), data.trainTokens(), data.validationTokens(), computedBy(recipe)));
    if (step == 0 && !recipe.vectors().isEmpty()) {
      observer.say(Message.of("the embeddings of %,d of %,d tokens begin in vectors of %s", "%2$,d 个词元中有 %1$,d 个的嵌入以 %3$s 中的词向量开始",
          InitialVectors.begin(learner.model().words(), data.tokenizer(), Path.of(recipe.vectors())), data.tokenizer().vocabularySize(), recipe.vectors()));
    }
    observer.say(recomputation.words());
    loader.words().forEach(observer::say);
    if (Files.exists(model) && step < recipe.steps()) {
      setAside(model, step);
    }
    observer.say(Message.of("matrix products reach %,.0f GFLOP/s here", "本机矩阵乘法可达每秒 %,.0f GFLOP", Peak.of(learner.model().device(), precision) / 1e9));
    if (step > 0) {
      observer.say(Message.of("going on after step %d", "从第 %d 步之后继续", step));
    }
    var validation = new Loss.Mean(Double.NaN, 0);
    var best = new Best(Path.of(recipe.out()), step);
    try (var metrics = new Metrics(Path.of(recipe.out()), step)) {
      if (step == 0 && !loader.waste().isEmpty()) {
        metrics.write(Json.object().put("step", 0).set("packing", loader.waste()));
      }
      if (step == 0 && recipe.sampleEvery() > 0) {
        metrics.write(sampled(0, Json.object().put("step", 0)));
      }
      while (step < recipe.steps()) {
        var made = step(step++);
        observer.step(made);
        var line = Metrics.line(made, state.steadiness());
        if (due(step, recipe.evaluateEvery()) || step == recipe.steps()) {
          var losses = validate();
          validation = losses.stream().reduce(Loss.Mean::plus).orElseThrow();
          observer.evaluation(step, validation.loss());
          if (recipe.keepBest()) {
            best.offer(step, validation, learner.model().weights().all());
          }
          line.put("validationLoss", Metrics.finite(validation.loss()));
          loader.report(step, losses, line);
        }
        if (due(step, recipe.sampleEvery()) || (recipe.sampleEvery() > 0 && step == recipe.steps())) {
          sampled(step, line);
        }
        metrics.write(line);
        boolean stopping = stop.getAsBoolean() && step < recipe.steps();
        boolean due = due(step, recipe.checkpointEvery()) && !state.steadiness().skips();   // a run that breaks keeps older ones
        if (due || step == recipe.steps() || stopping) {
          state.save(step, learner.model().weights().all(), optimizer);
        }
        if (stopping) {
          observer.say(Message.of("stopped after step %d; the same command goes on from there", "已在第 %d 步后停下；再次运行同一命令即可继续", step));
          return new Result(step, learner.model().parameters(), validation, Double.NaN, true, model);
        }
      }
    }
    loader.seen(step).forEach(observer::say);
    if (recipe.keepBest() && best.isThere()) {
      validation = best.restore(learner.model().weights().all(), observer);
    } else if (validation.targets() == 0) {
      validation = validate().stream().reduce(Loss.Mean::plus).orElseThrow();
    }
    if (!Files.exists(model)) {
      new Pretrained(learner.model(), data.tokenizer()).save(model);
    }
    return new Result(step, learner.model().parameters(), validation, bitsPerByte(validation), false, model);
  }

  /// Gives way to the model of a longer run.
  private void setAside(Path model, int step) {
    if (!state.complete()) {
      throw new BadInput("%s is the model of another run; choose another out, or remove it", "%s 是另一次运行的模型；请换一个 out，或将其删除", model);
    }
    var aside = model.resolveSibling("model-" + step);
    try {
      Files.move(model, aside);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    observer.say(Message.of("the model of step %,d is now %s", "第 %,d 步的模型现在是 %s", step, aside));
  }

  private ObjectNode sampled(int step, ObjectNode line) {
    var sample = new Observer.Sample(step, sample(step));
    observer.sample(sample);
    return line.put("sample", sample.text());
  }

  /// Who computes, for people and for a resume: other kernels round otherwise.
  public static String computedBy(Pretrain recipe) {
    var device = recipe.device().equals("jvm") ? "jvm, " + Kernels.BEST.name() : recipe.device();
    var precision = recipe.precision().on(Device.of(recipe.device()), recipe.model());
    return precision == Precision.FP32 ? device : device + ", " + precision.lower();
  }

  private static boolean due(int step, int every) {
    return every > 0 && step % every == 0;
  }

  /// Forward, backward, update.
  ///
  /// @param step from 0
  private Observer.Step step(int step) {
    var event = new StepEvent();
    event.begin();
    long begin = System.nanoTime();
    double loss = 0;
    var exercises = exercises(step);
    double targets = exercises.stream().mapToLong(exercise -> exercise.text().counted()).sum();
    for (int part = 0; part < exercises.size(); part++) {
      var exercise = exercises.get(part);
      var pass = Pass.training(recipe.dropout(), seed.at("dropout").at(step).at(part)).recomputing(recomputation.blocks()).in(precision);
      double share = exercise.text().counted() / Math.max(1, targets);
      loss += Tape.backward(() -> Loss.of(learner, exercise, pass, recipe.loss(), share));
    }
    double norm = optimizer.gradientNorm();
    double rate = recipe.optimizer().schedule().rate(step, recipe.steps(), recipe.optimizer());
    if (steady(step, loss, norm)) {
      optimizer.step(step - state.steadiness().skipped(), rate, norm);
    } else {
      optimizer.forgetGradients();
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    event.step = step + 1;
    event.loss = loss;
    event.gradientNorm = norm;
    event.rate = rate;
    event.tokens = recipe.tokensPerStep();
    event.commit();
    double speed = recipe.tokensPerStep() / seconds;
    double flops = speed * learner.flops();
    return new Observer.Step(step + 1, recipe.steps(), loss, rate, norm, speed, flops, flops / Peak.of(learner.model().device(), precision));
  }

  /// Of each micro-batch.
  private List<Exercise> exercises(int step) {
    var batches = loader.step(step);
    return IntStream.range(0, batches.size())
        .mapToObj(part -> learner.exercise(batches.get(part), seed.at("corruption").at(step).at(part))).toList();
  }

  /// May the weights follow these gradients?
  private boolean steady(int step, double loss, double norm) {
    int spikes = state.steadiness().spikes();
    double mean = state.steadiness().mean();
    var now = state.steadiness(loss, norm);
    if (now.inRow() >= recipe.skipLimit()) {
      throw new Failure("step %d: the loss is %s and the gradient norm %s, and so it was %d times in a row (skipLimit); the newest"
          + " checkpoint is untouched: go on in another out with a lower rate (%s)",
          "第 %d 步：损失为 %s，梯度范数为 %s，已连续 %d 次（skipLimit）；最新的检查点没有改动：请降低学习率（%s）并换一个 out", step + 1, loss, norm,
          now.inRow(), recipe.optimizer().rate());
    }
    if (now.skips()) {
      observer.say(Message.of("step %d is skipped: the loss is %s, the gradient norm %s", "跳过第 %d 步：损失为 %s，梯度范数为 %s", step + 1, loss,
          norm));
    } else if (now.spikes() > spikes) {
      observer.say(Message.of("step %d: the loss %.4f is a spike above its mean of %.4f", "第 %d 步：损失 %.4f 突增，均值为 %.4f", step + 1, loss, mean));
    }
    return !now.skips();
  }

  /// Of each source.
  private List<Loss.Mean> validate() {
    return data.parts().stream().map(part -> Loss.whole(learner, part.validation(), recipe.batch(), recipe.model().context())).toList();
  }

  /// No number where a model was asked for a part of the text alone.
  private double bitsPerByte(Loss.Mean mean) {
    return recipe.objective() != Objective.CAUSAL ? Double.NaN : mean.loss() * mean.targets() / Math.log(2) / data.facts().path("validationBytes").asDouble();
  }

  private String sample(int step) {
    if (!(learner.model() instanceof CausalModel decoder)) {
      throw new IllegalStateException("only a causal model writes");
    }
    var tokenizer = data.tokenizer();
    var prompt = Prompt.ids(tokenizer, recipe.samplePrompt());
    int room = decoder.config().context() - prompt.length;
    try (var engine = new Engine(decoder)) {
      var sampling = new Sampling(0.8, 0, 0.95, 0, 1, seed.at("sample").at(step));
      var made = engine.generate(prompt, Math.clamp(room, 1, SAMPLE_TOKENS), sampling, Prompt.ends(tokenizer), id -> true);
      return recipe.samplePrompt() + tokenizer.decode(made.ids().stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
