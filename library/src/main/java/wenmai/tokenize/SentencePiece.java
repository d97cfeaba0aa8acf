package wenmai.tokenize;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import wenmai.files.Protobuf;
import wenmai.message.BadInput;

/// A `.model` file of SentencePiece (Kudo and Richardson 2018): a protobuf message of pieces with scores and types, and
/// of what the trainer and the normalizer were told. Its numbers are those of sentencepiece_model.proto.
final class SentencePiece {
  private static final int PIECES = 1;
  private static final int TRAINER = 2;
  private static final int NORMALIZER = 3;
  private static final int DENORMALIZER = 5;
  private final Path file;
  private final Protobuf trainer;
  private final Protobuf normalizer;
  private final TypedTokens tokens;
  private final float[] scores;

  private SentencePiece(Path file, Protobuf model) {
    this.file = file;
    this.trainer = model.message(TRAINER);
    this.normalizer = model.message(NORMALIZER);
    var pieces = model.messages(PIECES);
    var names = new ArrayList<String>();
    int[] types = new int[pieces.size()];
    this.scores = new float[pieces.size()];
    for (int id = 0; id < types.length; id++) {
      names.add(pieces.get(id).text(1));
      scores[id] = pieces.get(id).real(2, 0);
      types[id] = (int) pieces.get(id).whole(3, TypedTokens.NORMAL);
      if (names.getLast().isEmpty()) {
        throw new BadInput("%s: piece %d is empty: damaged, or no SentencePiece model",
            "%s：第 %d 个词元为空：文件已损坏，或不是 SentencePiece 模型", file, id);
      }
    }
    this.tokens = new TypedTokens(file, names, types, roles());
    require("trainer_spec.treat_whitespace_as_suffix", trainer.flag(24, false), false);
    require("normalizer_spec.escape_whitespaces", normalizer.flag(5, true), true);
    require("denormalizer_spec.precompiled_charsmap", model.message(DENORMALIZER).bytes(2).length > 0, false);
  }

  /// `start` and `end` say whether those tokens stand around every text: the file does not.
  static Tokenizer read(Path file, byte[] bytes, boolean start, boolean end) {
    var model = new SentencePiece(file, new Protobuf(ByteBuffer.wrap(bytes), file));
    var specials = model.tokens.specials(start, end);
    long type = model.trainer.whole(3, 1);
    if (type == 1) {
      return model.unigram(specials);
    }
    if (type == 2) {
      return model.merges(specials);
    }
    throw model.unknown("model_type", type);
  }

  private Pieces merges(Specials specials) {
    var rules = rules(normalizer.bytes(2), fewerSpaces());
    require("pieces of the type USER_DEFINED beside rules for characters or spaces", !specials.shown().isEmpty() && !rules.equals(TextNormalizer.NONE), false);
    return tokens.pieces(tokens.scored(scores), specials, rules, spaceFirst(), false);
  }

  private Unigram unigram(Specials specials) {
    require("pieces of the type USER_DEFINED", specials.shown().isEmpty(), true);
    byte[] charsmap = normalizer.bytes(2);
    require("remove_extra_whitespaces beside a precompiled_charsmap", fewerSpaces() || charsmap.length == 0, true);
    boolean split = trainer.flag(22, true);
    boolean bytes = trainer.flag(35, false);
    if (!fewerSpaces()) {
      var spaces = spaceFirst() ? TextNormalizer.LLAMA : TextNormalizer.NONE;
      return tokens.unigram(scores, specials, spaces, new Metaspace(Metaspace.Prepend.NEVER, !spaceFirst() && split), bytes);
    }
    var prepend = spaceFirst() ? Metaspace.Prepend.ALWAYS : Metaspace.Prepend.NEVER;
    return tokens.unigram(scores, specials, rules(charsmap, true), new Metaspace(prepend, split), bytes);
  }

  /// The rules for characters, then, where spaces shall be few, none at an end and none beside another.
  static TextNormalizer rules(byte[] charsmap, boolean fewerSpaces) {
    var steps = new ArrayList<TextNormalizer>();
    if (charsmap.length > 0) {
      steps.add(new Precompiled(Base64.getEncoder().encodeToString(charsmap), Precompiled.Matching.LONGEST));
    }
    if (fewerSpaces) {
      steps.addAll(List.of(new TextNormalizer.NoSpacesAtEnds(), new TextNormalizer.FewerSpaces(" ")));
    }
    return new TextNormalizer.InTurn(steps);
  }

  private boolean fewerSpaces() {
    return normalizer.flag(4, true);
  }

  private boolean spaceFirst() {
    return normalizer.flag(3, true);
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
