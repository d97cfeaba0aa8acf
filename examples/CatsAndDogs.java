import wenmai.model.*;
import wenmai.tensor.*;
import wenmai.tokenize.*;
import wenmai.train.*;

/// What a transformer does with 我喜欢猫和狗, in numbers small enough to read: 2 layers × 2 heads of 4 numbers each.
/// 看 Transformer 怎样读“我喜欢猫和狗”：每层每个头的查询 Q、键 K、值 V 和注意力权重，最后是整句的表示。
///
///     ./wenmai java examples/CatsAndDogs.java
final String sentence = "我喜欢猫和狗";
final List<String> likes = List.of("我喜欢猫", "我喜欢狗", "你喜欢狗和猫", "他喜欢鱼", "他也喜欢猫和鱼", "你不讨厌狗");
final List<String> dislikes = List.of("我讨厌猫", "我讨厌狗", "你讨厌狗和猫", "他不喜欢鱼", "他也讨厌猫和鱼", "你不喜欢狗");

void main() {
  var texts = Stream.concat(likes.stream(), dislikes.stream()).toList();
  var tokenizer = Characters.train(texts.stream(), 100, List.of("<pad>"));
  var c = DecoderConfig.gpt(tokenizer.vocabularySize(), 8, 2, 2, 8, true);           // width 8, 2 layers, 2 heads
  try (var weights = Weights.fresh(Device.jvm(), new Seed(3))) {
    var embedding = new Embedding(weights, c);
    var blocks = List.of(new Block(weights, c, 0), new Block(weights, c, 1));
    var mean = new Mean();
    var output = new Linear(weights, "output", c.width(), 1, true, 0.02);
    var model = new Chain(embedding, blocks.get(0), blocks.get(1), mean, output);

    var examples = new Labelled(Padded.of(tokenizer, texts, c.context()), 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    var learned = new Fit(60, 4, 0.01, 0, new Seed(3)).run(model, weights, examples).getLast().training();
    IO.println("After learning who likes what from 12 sentences 先从 12 句话里学会谁喜欢什么: " + learned);

    var read = Padded.of(tokenizer, List.of(sentence), sentence.length());
    var pass = Pass.whole(read.mask());
    var x = embedding.apply(read.tensor(weights.device()), pass);                    // [1,6,8]
    table("Embeddings 词嵌入", sentence, "", x);
    for (int layer = 0; layer < c.layers(); layer++) {
      var heads = blocks.get(layer).heads(x, pass);                                  // q, k, v: [1,2,6,4]
      var attention = heads.q().attentionWeights(heads.k(), pass.mask());            // [1,2,6,6]
      for (int head = 0; head < c.heads(); head++) {
        var place = "Layer 第 %d 层, head 第 %d 头: ".formatted(layer + 1, head + 1);
        table(place + "Q 查询", sentence, "", heads.q().narrow(1, head, 1));
        table(place + "K 键", sentence, "", heads.k().narrow(1, head, 1));
        table(place + "V 值", sentence, "", heads.v().narrow(1, head, 1));
        table(place + "attention 注意力 softmax(QKᵀ/√4)", sentence, sentence, attention.narrow(1, head, 1));
      }
      x = blocks.get(layer).apply(x, pass);                                          // [1,6,8]
    }
    var whole = mean.apply(x, pass);                                                 // [1,8]
    table("The sentence: the mean of its characters 整句的表示：各字的平均", "句", "", whole);
    IO.println("\nProbability that somebody likes 喜欢的概率: %.3f".formatted(output.apply(whole, pass).sigmoid().item()));
  }
}

/// A character a row, and a column; a Chinese one is two columns of the terminal wide. 一字一行，汉字占两列。
void table(String title, String rows, String columns, Tensor values) {
  IO.println("\n" + title + (columns.isEmpty() ? "" : "\n  " + columns.replaceAll(".", "      $0")));
  var numbers = values.floats();
  for (int i = 0, width = numbers.length / rows.length(); i < numbers.length; i++) {
    IO.print((i % width == 0 ? rows.charAt(i / width) : "") + "%8.3f".formatted(numbers[i]));
    IO.print(i % width == width - 1 ? "\n" : "");
  }
}
