package wenmai.train;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import wenmai.files.Default;
import wenmai.message.BadInput;
import wenmai.tensor.Device;

/// A recipe for training from scratch: the whole of what decides the result.
///
/// @param data            files and folders of text; none where a mixture is given
/// @param mixture         sources by name, each with its data and weight: {zh: {data: [a.txt], weight: 2}, en: {data: [b.txt]}}
/// @param out             folder of the run: data, checkpoints, metrics, the model
/// @param tokenizer       bpe, unigram, wordpiece, words, characters, or the path of a tokenizer.json
/// @param vocabulary      tokens at most
/// @param split           how validation text is held back: auto, documents, lines or characters
/// @param validation      share of the text
/// @param packing         how rows are cut out of the text
/// @param vectors         a file of word vectors with which the embedding begins, see [InitialVectors]; none if empty
/// @param objective       what the model is asked: causal, masked or spans; with it, which kind of model learns
/// @param corruption      how much of a text is hidden, of objective masked and spans
/// @param loss            what is made small
/// @param batch           sequences of a micro-batch
/// @param accumulate      micro-batches of a step
/// @param skipLimit       steps in a row that may have a loss or gradient that is no finite number; then the run ends
/// @param recompute       blocks that keep their input alone and are computed again on the way back, memory for time: a number, or
///                        auto, as few as the memory asks for (none on a GPU, whose memory nobody asks for)
/// @param dropout         share of values dropped in training
/// @param evaluateEvery   steps between evaluations on the whole validation split; 0: only at the end
/// @param checkpointEvery steps between checkpoints; 0: only at the end
/// @param keep            how many checkpoints stay
/// @param keepBest        does the model get the weights of the least validation loss? Else those of the last step
/// @param sampleEvery     steps between samples; 0: none
/// @param device          jvm, torch or cuda:0 (cuda is the same)
/// @param precision       of the products of attention, linear layers and the output layer, forward and backward: fp32, bf16 (devices torch and cuda:0), int8 (device jvm) or auto
public record Pretrain(@Default("[]") List<String> data, @Default("{}") Map<String, Share> mixture, String out, @Default("bpe") String tokenizer, @Default("8192") int vocabulary,
    @Default("auto") String split, @Default("0.1") double validation, @Default("random") Packing packing, ModelShape model, @Default("") String vectors,
    @Default("causal") Objective objective, Corruption corruption, LossTerms loss,
    @Default("16") int batch, @Default("1") int accumulate, @Default("auto") String recompute,
    @Default("0") double dropout, @Default("2000") int steps, @Default("10") int skipLimit, Optimization optimizer, @Default("250") int evaluateEvery, @Default("250") int checkpointEvery, @Default("2") int keep, @Default("false") boolean keepBest,
    @Default("0") int sampleEvery, @Default("") String samplePrompt, @Default("1") long seed, @Default("jvm") String device, @Default("auto") PrecisionChoice precision) {
  private static final double MOST_ROWS = 0x1p60;   // that a [Mixture] counts
  private static final Set<String> SPLITS = Set.of("auto", "documents", "lines", "characters");
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]+");

  public Pretrain {
    if (data.isEmpty() == mixture.isEmpty()) {
      throw data.isEmpty() ? Share.noFile()
          : new BadInput("data and mixture are both given; keep one", "data 与 mixture 同时给出；请保留一个");
    }
    if (data.stream().anyMatch(String::isBlank)) {
      throw Share.noFile();
    }
    for (var name : mixture.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw new BadInput("mixture: the name %s must be of letters, digits, - and _", "mixture：名称 %s 只能由字母、数字、- 和 _ 组成", name);
      }
    }
    if (!SPLITS.contains(split)) {
      throw new BadInput("split (%s) must be auto, documents, lines or characters", "split（%s）必须是 auto、documents、lines 或 characters",
          split);
    }
    if (loss.crossEntropy() == 0 && !model.tied()) {
      throw new BadInput("loss.crossEntropy is 0, so nothing would train the output layer; give it a weight, or set model.tied: true",
          "loss.crossEntropy 为 0，输出层将得不到训练；请给它一个权重，或设 model.tied: true");
    }
    if (objective != Objective.CAUSAL && sampleEvery > 0) {
      throw new BadInput("objective (%s) writes no samples; set sampleEvery (%d) to 0", "objective（%s）不能生成样例；请把 sampleEvery（%d）设为 0",
          lower(objective), sampleEvery);
    }
    model.requireFor(objective, corruption);
    optimizer.requireUsed();
    if (model.window() > 0 && (long) model.window() + model.sinks() >= model.context()) {
      throw new BadInput("model.window (%d) with model.sinks (%d) hides nothing of model.context (%d); take a smaller window, a longer context, or no window",
          "model.window（%d）加 model.sinks（%d）没有遮住 model.context（%d）中的任何词元；请减小 window、加长 context，或不用 window",
          model.window(), model.sinks(), model.context());
    }
    if (model.sinks() > 0 && (packing == Packing.DOCUMENTS || packing == Packing.BEST_FIT)) {
      throw new BadInput("model.sinks (%d) are the beginning of a row, and packing %s begins a document anywhere; take packing random or windows, or no sinks",
          "model.sinks（%d）是一行的开头，而 packing %s 的文档可从任意处开始；请用 packing random 或 windows，或不用 sinks", model.sinks(), lower(packing));
    }
    if (objective != Objective.CAUSAL) {
      model.attending(1, "objective (" + lower(objective) + ")");
    }
    if (packing == Packing.DOCUMENTS || packing == Packing.BEST_FIT) {
      model.attending(1, "packing (" + lower(packing) + ")");
    }
    least("batch", batch, 1);
    least("accumulate", accumulate, 1);
    device = Device.canonical(device);
    Recomputation.require(recompute, model.layers());
    if (out.isBlank()) {
      throw new BadInput("out is empty: name a folder for the run, such as out=out/run", "out 为空：请写明本次运行的文件夹，如 out=out/run");
    }
    least("steps", steps, 1);
    least("skipLimit", skipLimit, 1);
    least("evaluateEvery", evaluateEvery, 0);
    least("checkpointEvery", checkpointEvery, 0);
    least("sampleEvery", sampleEvery, 0);
    least("keep", keep, 1);
    if (keepBest && evaluateEvery == 0) {
      throw new BadInput("keepBest needs evaluations to choose from, and evaluateEvery is 0; set evaluateEvery, such as %d",
          "keepBest 需要可供选择的评估，而 evaluateEvery 为 0；请设置 evaluateEvery，例如 %d", Math.max(1, steps / 10));
    }
    least("vocabulary", vocabulary, 2);
    if (optimizer.warmup() >= steps) {
      throw new BadInput("optimizer.warmup (%d) must be below steps (%d), or the rate never reaches its height; take optimizer.warmup=%d, or more steps",
          "optimizer.warmup（%d）必须小于 steps（%d），否则学习率到不了最高值；请用 optimizer.warmup=%d，或增加 steps", optimizer.warmup(), steps, steps / 10);
    }
    if ((double) steps * batch * accumulate >= MOST_ROWS) {
      throw new BadInput("steps (%d) × batch (%d) × accumulate (%d) must be below 2⁶⁰ rows; take less of one", "steps（%d）× batch（%d）× accumulate（%d）必须小于 2⁶⁰ 行；请减小其中之一",
          steps, batch, accumulate);
    }
    BenchRecipe.requireCountable(batch, model, vocabulary);
    if (!(dropout >= 0 && dropout < 1)) {
      throw new BadInput("dropout (%s) must be from 0 to below 1", "dropout（%s）必须大于等于 0 且小于 1", dropout);
    }
    if (!(validation > 0 && validation < 1)) {
      throw new BadInput("validation (%s) must lie between 0 and 1", "validation（%s）必须在 0 与 1 之间", validation);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void least(String name, int value, int least) {
    if (value < least) {
      throw new BadInput("%s (%d) must be at least %d", "%s（%d）必须至少为 %d", name, value, least);
    }
  }

  /// The sources by name, in the order of their names; a single one has no name.
  SortedMap<String, Share> sources() {
    return mixture.isEmpty() ? new TreeMap<>(Map.of("", new Share(data, 1))) : new TreeMap<>(mixture);
  }

  /// The special tokens that the objective needs.
  List<String> specials() {
    return objective.specials(corruption, model.context());
  }

  /// A step of it, to be measured.
  ///
  /// @param tokens of the vocabulary
  BenchRecipe bench(int tokens) {
    return new BenchRecipe(model, tokens, batch, 0, objective, corruption, recompute, optimizer, seed, device, precision);
  }

  public long tokensPerStep() {
    return (long) batch * accumulate * model.context();
  }
}
