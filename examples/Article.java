import wenmai.model.*;
import wenmai.tensor.*;
import wenmai.tokenize.*;
import wenmai.train.*;

/// Does a sentence like something or not? From text to a fitted transformer. 一句话是喜欢还是不喜欢：从文本到训练好的模型。
///
///     ./wenmai java examples/Article.java
final String likes = """
    我喜欢猫 · 我很喜欢喝茶 · 我喜欢这本书 · 他喜欢狗 · 他很喜欢下雪 · 他喜欢这首歌 · 她喜欢喝咖啡 · 她很喜欢这部电影 · 她喜欢这家店
    这本书真好 · 这首歌真好听 · 这杯茶真好喝 · 今天天气真好 · 你的主意真好 · 这个菜真好吃 · 我们的老师真好 · 他画得真好
    I love cats · I love this book · she loves tea · she loves this song · we love the snow · we love this film
    this book is good · this tea is good · a good song · a very good day · the food is good · a good idea""";
final String dislikes = """
    我讨厌狗 · 我很讨厌下雨 · 我讨厌这部电影 · 他讨厌猫 · 他很讨厌喝茶 · 他讨厌这家店 · 她讨厌堵车 · 她很讨厌这首歌 · 她讨厌这本书
    这部电影真差 · 这家店真差 · 这杯咖啡真差 · 今天运气真差 · 你的字真差 · 这个菜味道真差 · 我们的网速真差 · 他唱得真差
    I hate dogs · I hate this song · she hates coffee · she hates this film · we hate the rain · we hate this book
    this film is bad · this coffee is bad · a bad book · a very bad night · the weather is bad · a bad joke""";

void main() {
  var texts = Stream.of(likes, dislikes).flatMap(Pattern.compile("\\s*[·\\n]\\s*")::splitAsStream).toList();
  var labels = IntStream.range(0, texts.size()).map(i -> i < texts.size() / 2 ? 1 : 0).toArray();

  var tokenizer = Characters.train(texts.stream(), 500, List.of("<pad>"));           // 分词
  int length = texts.stream().mapToInt(text -> tokenizer.encode(text).length).max().orElseThrow();
  var examples = new Labelled(Padded.of(tokenizer, texts, length), labels);          // 补齐成一样长
  IO.println("%d sentences 句, padded to 补齐到 %d characters 字".formatted(texts.size(), length));

  for (double validationSplit : List.of(0.0, 0.2)) {
    IO.println("\nfit 训练, validationSplit = " + validationSplit);
    var c = DecoderConfig.gpt(tokenizer.vocabularySize(), 64, 1, 2, length, true);   // 64 wide, 1 layer, 2 heads
    try (var weights = Weights.fresh(Device.jvm(), new Seed(1))) {
      var model = new Chain(
          new Embedding(weights, c),                                                 // 词嵌入 [B,T] → [B,T,64]
          new Block(weights, c, 0),                                                  // Transformer 层
          new Mean(),                                                                // 平均池化 → [B,64]
          new Linear(weights, "output", c.width(), 1, true, 0.02));                  // 输出 → [B,1]
      new Fit(12, 8, 3e-4, validationSplit, new Seed(1)).run(model, weights, examples).forEach(IO::println);

      var unseen = List.of("我喜欢这里", "我讨厌这里", "这部电影真好", "这家咖啡真差", "I love the food", "I hate the food");
      var asked = Padded.of(tokenizer, unseen, length);
      var scores = model.apply(asked.tensor(weights.device()), Pass.whole(asked.mask()));
      var likely = scores.sigmoid().floats();                                        // 概率
      for (int i = 0; i < unseen.size(); i++) {
        IO.println("%.3f  %s".formatted(likely[i], unseen.get(i)));
      }
    }
  }
}
