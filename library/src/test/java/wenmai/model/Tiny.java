package wenmai.model;

import java.util.Random;
import wenmai.tensor.Device;
import wenmai.tensor.Numbers;
import wenmai.tensor.Scope;
import wenmai.tensor.Seed;
import wenmai.tensor.Tape;
import wenmai.tensor.Tensor;

/// Models of a few thousand weights, and text of random ids for them.
final class Tiny {
  static final int VOCABULARY = 37;
  static final int CONTEXT = 24;
  static final DecoderConfig LLAMA = DecoderConfig.llama(VOCABULARY, 24, 2, 4, 2, 40, CONTEXT);
  static final DecoderConfig GPT = DecoderConfig.gpt(VOCABULARY, 24, 2, 3, CONTEXT, true);

  static final LstmConfig LSTM = new LstmConfig(VOCABULARY, 24, 2, CONTEXT, true);

  private Tiny() {}

  static CausalModel model(BackboneConfig config, Device device) {
    return CausalModel.of(config, Weights.fresh(device, new Seed(7)));
  }

  static int[] ids(int n) {
    return new Random(Numbers.SEED).ints(n, 0, VOCABULARY).toArray();
  }

  /// A score for every next token, row after row.
  static float[] logits(CausalModel model, int[] ids, int rows, Pass pass) {
    var logits = new float[1][];
    Scope.run(() -> {
      logits[0] = model.logits(model.hidden(model.device().of(ids, rows, ids.length / rows), pass)).floats();
    });
    return logits[0];
  }

  /// The loss of guessing each next id, with its gradients left at the weights.
  static double learn(CausalModel model, int[] ids, int rows, Pass pass) {
    var targets = new int[ids.length];
    System.arraycopy(ids, 1, targets, 0, ids.length - 1);
    targets[ids.length - 1] = -1;
    model.weights().all().values().forEach(Tensor::requireGrad);
    return Tape.backward(() -> {
      var hidden = model.hidden(model.device().of(ids, rows, ids.length / rows), pass);
      return model.logits(hidden).reshape(ids.length, -1).crossEntropy(model.device().of(targets, ids.length));
    });
  }
}
