package wenmai.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wenmai.files.Recipes;
import wenmai.message.BadInput;

/// Values of a recipe that make no sense, alone or beside others: each is refused by its name and value.
class RecipeRulesTest {

  /// @param keys between spaces
  private static Pretrain recipe(String keys) {
    var all = new ArrayList<>(List.of("data=[none.txt]", "out=none"));
    all.addAll(List.of(keys.split(" (?=[\\w.]+=)")));
    return Recipes.of(all, Pretrain.class);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      data=['']                                     | data names no file
      data=[]                                       | data names no file
      mixture={a: {data: [a.txt]}}                  | data and mixture are both given
      data=[] mixture={a/b: {data: [a.txt]}}        | the name a/b
      data=[] mixture.a={data: [a.txt], weight: 0}  | weight (0.0)
      data=[] mixture.a={data: [a.txt], weight: -1} | weight (-1.0)
      out=                                          | out is empty
      vocabulary=1                                  | vocabulary (1)
      vocabulary=2000000000                         | vocabulary (2000000000) × model.width (384)
      split=pages                                   | split (pages)
      validation=0                                  | validation (0.0)
      validation=1                                  | validation (1.0)
      validation=NaN                                | validation (NaN)
      packing=tight                                 | packing (tight)
      model.kind=rnn                                | model.kind (rnn)
      model.layers=0                                | layers (0)
      model.layers=-1                               | layers (-1)
      model.layers=2000000000                       | model.layers (2000000000)
      model.width=0                                 | width (0)
      model.width=100                               | width (100) must be a multiple of heads (6)
      model.width=1200000                           | model.width (1200000)
      model.hidden=-1                               | hidden (-1)
      model.hidden=2000000000                       | model.hidden (2000000000)
      model.heads=0                                 | heads (0)
      model.heads=384                               | headWidth (1)
      model.kvHeads=4                               | kvHeads (4)
      model.kvHeads=12                              | kvHeads (12)
      model.kvHeads=-1                              | kvHeads (-1)
      model.context=0                               | context (0)
      model.context=2000000000                      | model.context (2000000000)
      model.bias=true                               | model.bias (true)
      model.window=-1                               | window (-1)
      model.window=256                              | model.window (256)
      model.window=250 model.sinks=6                | model.sinks (6)
      model.sinks=4                                 | sinks need a window
      model.kind=gpt model.kvHeads=2                | kind gpt
      model.kind=gpt model.tied=false               | kind gpt
      model.kind=gpt model.feedForward=swiglu       | kind gpt
      model.kind=lstm model.window=8                | kind lstm
      model.kind=lstm model.sinks=8                 | kind lstm
      model.kind=lstm model.bias=true               | kind lstm
      model.kind=lstm model.feedForward=gelu        | kind lstm
      model.kind=lstm model.hidden=64               | kind lstm
      model.kind=lstm objective=masked              | objective (masked)
      objective=masked model.window=8               | model.window (8)
      objective=masked sampleEvery=5                | sampleEvery (5)
      objective=masked corruption.rate=0            | corruption.rate (0.0)
      objective=masked corruption.rate=1            | corruption.rate (1.0)
      objective=masked corruption.span=5            | corruption.span (5.0)
      objective=spans corruption.span=0             | corruption.span (0.0)
      corruption.rate=0.3                           | corruption.rate (0.3)
      corruption.span=5                             | corruption.span (5.0)
      loss.crossEntropy=0                           | crossEntropy and similarity are both 0
      loss.crossEntropy=-1                          | loss.crossEntropy (-1.0)
      loss.similarity=-1                            | loss.similarity (-1.0)
      loss.similarity=1e999                         | loss.similarity (1e999)
      loss.temperature=0                            | loss.temperature (0.0)
      loss.temperature=0.5                          | loss.temperature (0.5)
      loss.form=sigmoid                             | loss.form (sigmoid)
      loss.labelSmoothing=1                         | loss.labelSmoothing (1.0)
      loss.labelSmoothing=-0.1                      | loss.labelSmoothing (-0.1)
      loss.zLoss=-1                                 | loss.zLoss (-1.0)
      loss={crossEntropy: 0, similarity: 1, labelSmoothing: 0.1} | loss.labelSmoothing (0.1)
      loss={crossEntropy: 0, similarity: 1, zLoss: 1e-4} | loss.zLoss (1.0E-4)
      loss={crossEntropy: 0, similarity: 1} model.tied=false | loss.crossEntropy is 0
      batch=0                                       | batch (0)
      batch=-3                                      | batch (-3)
      batch=2000000000                              | batch (2000000000)
      accumulate=0                                  | accumulate (0)
      accumulate=2000000000 steps=2000000000        | accumulate (2000000000)
      recompute=-1                                  | recompute (-1)
      recompute=7                                   | recompute (7)
      recompute=all                                 | recompute (all)
      dropout=1                                     | dropout (1.0)
      dropout=-0.1                                  | dropout (-0.1)
      steps=0                                       | steps (0)
      steps=50                                      | optimizer.warmup (100) must be below steps (50)
      optimizer.warmup=2000                         | optimizer.warmup (2000)
      optimizer.warmup=-1                           | optimizer.warmup (-1)
      optimizer.rate=0                              | optimizer.rate (0.0)
      optimizer.rate=-1e-3                          | optimizer.rate (-0.001)
      optimizer.rate=1e-5                           | optimizer.lastRate (1.0E-4)
      optimizer.lastRate=-1                         | optimizer.lastRate (-1.0)
      optimizer.lastRate=2e-3                       | optimizer.lastRate (0.002)
      optimizer.beta1=1                             | optimizer.beta1 (1.0)
      optimizer.beta2=-0.5                          | beta2 (-0.5)
      optimizer.decay=-1                            | decay (-1.0)
      optimizer.decay=1000                          | optimizer.decay (1000.0)
      optimizer.clip=-1                             | clip (-1.0)
      optimizer.momentum=1                          | optimizer.momentum (1.0)
      optimizer.momentum=0.8                        | optimizer.momentum (0.8)
      optimizer.nesterov=false                      | optimizer.nesterov (false)
      optimizer.scaling=original                    | optimizer.scaling (original)
      optimizer.kind=sgd optimizer.beta1=0.8        | optimizer.beta1 (0.8)
      optimizer.kind=sgd optimizer.scaling=original | optimizer.scaling (original)
      optimizer.kind=lion optimizer.momentum=0.8    | optimizer.momentum (0.8)
      optimizer.groups=[{match: a, rate: -1}]       | rate (-1.0)
      optimizer.groups=[{match: a, decay: -1}]      | decay (-1.0)
      skipLimit=0                                   | skipLimit (0)
      evaluateEvery=-1                              | evaluateEvery (-1)
      keepBest=true evaluateEvery=0                 | evaluateEvery is 0
      checkpointEvery=-1                            | checkpointEvery (-1)
      keep=0                                        | keep (0)
      sampleEvery=-1                                | sampleEvery (-1)
      precision=fp8                                 | precision (fp8)
      """)
  void whatMakesNoSenseIsRefusedByName(String keys, String words) {
    assertThatThrownBy(() -> recipe(keys)).isInstanceOf(BadInput.class).hasMessageContaining(words)
        .satisfies(e -> assertThat(((BadInput) e).message().zh()).containsPattern("\\p{IsHan}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpointEvery=0", "evaluateEvery=0", "optimizer.clip=0", "optimizer.warmup=0", "model.window=255", "dropout=0.99",
      "model.kind=lstm", "optimizer.kind=muon optimizer.momentum=0.9 optimizer.scaling=original", "optimizer.kind=sgd optimizer.momentum=0",
      "loss.similarity=1 loss.temperature=0.5", "objective=spans corruption.span=5", "keepBest=true", "batch=1 accumulate=100000000"})
  void whatIsOnlyRareIsNot(String keys) {
    assertThat(recipe(keys).steps()).isEqualTo(2000);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      vocabulary=0        | vocabulary (0)
      batch=0             | batch (0)
      context=-1          | context (-1)
      context=2000000000  | model.context (2000000000)
      recompute=7         | recompute (7)
      corruption.rate=0.3 | corruption.rate (0.3)
      optimizer.scaling=original | optimizer.scaling (original)
      """)
  void theSameOfWhatIsMeasured(String key, String words) {
    assertThatThrownBy(() -> Recipes.of(List.of(key), BenchRecipe.class)).isInstanceOf(BadInput.class).hasMessageContaining(words);
  }

  @Test
  void theNextStepOfALongWarmUpIsTaken() {
    assertThatThrownBy(() -> recipe("steps=50")).hasMessageContaining("take optimizer.warmup=5,");
    assertThat(recipe("steps=50 optimizer.warmup=5").steps()).isEqualTo(50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chinese-english", "masked-encoder", "shakespeare-gpt", "shakespeare-char", "similarity-char", "spans-encoder-decoder"})
  void everyRecipeThatComesWithWenmaiMakesSense(String name) {
    assertThat(Recipes.read(Path.of("../recipes/" + name + ".yaml"), List.of(), Pretrain.class).out()).startsWith("out/");
  }
}
