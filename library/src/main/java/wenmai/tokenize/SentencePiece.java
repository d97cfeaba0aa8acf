package wenmai.tokenize;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import wenmai.files.Protobuf;
import wenmai.message.BadInput;

/// A `.model` file of SentencePiece (Kudo and Richardson 2018): a protobuf message of pieces with scores and types, and
/// of what the trainer and the normalizer were told. Its numbers are those of sentencepiece_model.proto.
final class SentencePiece {
  private static final int PIECES = 1;
  private static final int TRAINER = 2;
  private static final int NORMALIZER = 3;
  private static final int DENORMALIZER = 5;
  private static final int BPE = 2;
  private final Path file;
  private final Protobuf model;
  private final Protobuf trainer;

  private SentencePiece(Path file, Protobuf model) {
    this.file = file;
    this.model = model;
    this.trainer = model.message(TRAINER);
  }

  /// `start` and `end` say whether those tokens stand around every text: the file does not.
  static Tokenizer read(Path file, byte[] bytes, boolean start, boolean end) {
    var read = new SentencePiece(file, new Protobuf(ByteBuffer.wrap(bytes), file));
    long type = read.trainer.whole(3, 1);
    if (type != BPE) {
      throw read.unknown("model_type", type == 1 ? "UNIGRAM" : type);
    }
    return read.merges(start, end);
  }

  private Pieces merges(boolean start, boolean end) {
    var normalizer = model.message(NORMALIZER);
    require("trainer_spec.treat_whitespace_as_suffix", trainer.flag(24, false), false);
    require("normalizer_spec.remove_extra_whitespaces", normalizer.flag(4, true), false);
    require("normalizer_spec.escape_whitespaces", normalizer.flag(5, true), true);
    require("normalizer_spec.precompiled_charsmap", normalizer.bytes(2).length > 0, false);
    require("denormalizer_spec.precompiled_charsmap", model.message(DENORMALIZER).bytes(2).length > 0, false);
    var pieces = model.messages(PIECES);
    var tokens = new ArrayList<String>();
    int[] types = new int[pieces.size()];
    float[] scores = new float[pieces.size()];
    for (int id = 0; id < types.length; id++) {
      tokens.add(pieces.get(id).text(1));
      scores[id] = pieces.get(id).real(2, 0);
      types[id] = (int) pieces.get(id).whole(3, TypedTokens.NORMAL);
      if (tokens.getLast().isEmpty()) {
        throw new BadInput("%s: piece %d is empty: damaged, or no SentencePiece model", "%s：第 %d 个词元为空：文件已损坏，或不是 SentencePiece 模型", file, id);
      }
    }
    var typed = new TypedTokens(file, tokens, types, roles());
    return typed.pieces(typed.scored(scores), typed.specials(start, end), normalizer.flag(3, true));
  }

  /// A role that is not used has the id -1.
  private EnumMap<Role, Integer> roles() {
    var roles = new EnumMap<Role, Integer>(Role.class);
    roles.put(Role.UNKNOWN, (int) trainer.whole(40, 0));
    roles.put(Role.BOS, (int) trainer.whole(41, 1));
    roles.put(Role.EOS, (int) trainer.whole(42, 2));
    roles.put(Role.PAD, (int) trainer.whole(43, -1));
    roles.values().removeIf(id -> id == -1);
    return roles;
  }

  private void require(String setting, boolean found, boolean known) {
    if (found != known) {
      throw unknown(setting, found);
    }
  }

  private BadInput unknown(String setting, Object value) {
    return new BadInput("%s: its %s is %s, which is not known here: its ids would only be guessed. Give the model's tokenizer.json",
        "%s：其 %s 为 %s，这里不认识：编号只能靠猜。请改用该模型的 tokenizer.json", file, setting, value);
  }
}
