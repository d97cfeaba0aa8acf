import java.util.TreeSet;
import wenmai.tensor.*;

/// What is it to a machine that 猫 (cat) and 狗 (dog) are alike? Each word i is a vector wᵢ, and the probability that word j stands
/// in one sentence with it is p(i, j) = σ(wᵢ · wⱼ). Vectors begin anywhere; learning draws together what stands together.
/// 机器怎样知道“猫”和“狗”相像？每个词 i 是一个向量 wᵢ，词 j 与它出现在同一句话里的概率是 p(i, j) = σ(wᵢ · wⱼ)。
/// 向量从随机数开始，学习把一同出现的词拉近。A real text's come from 真实文本的词向量：./wenmai vectors train
///
///     ./wenmai java examples/SimilarWords.java
final String text = """
    猫 和 狗 是 朋友 · 猫 追 狗 · 狗 追 猫 · 猫 吃 鱼 · 狗 吃 肉 · 猫 吃 肉 · 猫 在 家 睡觉 · 狗 在 家 睡觉 · 我 喜欢 猫 · 她 喜欢 狗 · 我 养 猫 · 她 养 狗
    小猫 很 可爱 · 小狗 很 可爱 · 猫 生 小猫 · 狗 生 小狗 · 猫 怕 水 · 狗 怕 冷 · 猫 怕 冷 · 兔子 怕 狗 · 兔子 怕 冷 · 猫 追 兔子 · 兔子 很 可爱 · 我 养 兔子
    苹果 和 梨 是 水果 · 苹果 很 甜 · 梨 很 甜 · 我 吃 苹果 · 她 吃 梨 · 苹果 长 在 树上 · 梨 长 在 树上 · 香蕉 和 梨 是 水果 · 香蕉 很 甜 · 我 吃 香蕉
    火车 和 汽车 在 路上 跑 · 火车 很 快 · 汽车 很 快 · 我 坐 火车 回家 · 她 坐 汽车 回家 · 火车 到站 · 汽车 到站 · 她 坐 飞机 · 飞机 比 火车 快""";
final List<List<String>> sentences = Stream.of(text.split("\\s*[·\\n]\\s*")).map(sentence -> List.of(sentence.split(" "))).toList();
final List<String> words = List.copyOf(new TreeSet<>(sentences.stream().flatMap(List::stream).toList()));
final int v = words.size();
final int cat = words.indexOf("猫");
final int dog = words.indexOf("狗");

final Device device = Device.jvm();
final Tensor w = device.normal(new Seed(1), 0, 0.1, v, 8).requireGrad();   // [V,8]
final Tensor together = device.of(together(), v, v);

/// 1 where two words stand in one sentence, −1 where they never do, 0 for a word and itself. 一同出现 1，从不 −1，自身 0
float[] together() {
  var together = new float[v * v];
  for (int i = 0; i < v * v; i++) {
    var pair = List.of(words.get(i / v), words.get(i % v));
    together[i] = i / v == i % v ? 0 : sentences.stream().anyMatch(sentence -> sentence.containsAll(pair)) ? 1 : -1;
  }
  return together;
}

/// −log p where words stand together, −log (1 − p) where not, on average; 1 − σ(x) = σ(−x). 一同出现取 −log p，否则 −log (1 − p)
Tensor loss() {
  return w.linear(w).mul(together).sigmoid().log().mean().mul(-1);
}

void learn() {
  IO.println(say("\nLearning, 400 steps down the gradient", "\n学习：沿梯度下降 400 步"));
  for (int step = 0; step <= 400; step++) {
    double loss = Tape.backward(this::loss);
    if (step % 100 == 0) {
      IO.println(say("step %4d   loss %.4f", "第 %3d 步   损失 %.4f").formatted(step, loss));
    }
    Scope.run(() -> w.assign(w.mul(0.98).sub(w.grad().mul(10))));   // shrinking a little, or they grow and grow 略微收缩，以免越长越大
    w.clearGrad();
  }
}

void show(String when) {
  var numbers = w.floats();
  double all = IntStream.range(0, v).filter(j -> j != cat).mapToDouble(j -> Math.exp(dot(numbers, cat, j))).sum();
  IO.println("\n" + when);
  IO.println(say("  猫 goes in; its vector is", "  输入“猫”，它的向量") + vector(numbers, cat));
  IO.println(say("  the vector of 狗 is      ", "  “狗”的向量        ") + vector(numbers, dog));
  for (int other : List.of(dog, words.indexOf("火车"))) {
    double dot = dot(numbers, cat, other);
    IO.println(say("  p(猫, %s) = σ(w·w) = σ(%.3f) = %.3f; of the %d others softmax gives it %.3f",
        "  p(猫, %s) = σ(w·w) = σ(%.3f) = %.3f；在其余 %d 个词中，softmax 给它 %.3f")
        .formatted(words.get(other), dot, 1 / (1 + Math.exp(-dot)), v - 1, Math.exp(dot) / all));
  }
}

void main() {
  IO.println(say("%d sentences of %d words", "%d 句话，%d 个词").formatted(sentences.size(), v));
  show(say("Before learning", "学习之前"));
  learn();
  show(say("After learning", "学习之后"));
  var numbers = w.floats();
  var nearest = IntStream.range(0, v).filter(i -> i != cat).boxed().sorted(Comparator.comparingDouble(i -> -cosine(numbers, cat, i))).limit(5);
  IO.println(say("\nThe words most like 猫", "\n与“猫”最相近的词"));
  nearest.forEach(i -> IO.println("  %.3f  %s".formatted(cosine(numbers, cat, i), words.get(i))));
}

String vector(float[] numbers, int word) {
  return IntStream.range(8 * word, 8 * word + 8).mapToObj(i -> "%7.3f".formatted(numbers[i])).collect(Collectors.joining());
}

double dot(float[] numbers, int i, int j) {
  return IntStream.range(0, 8).mapToDouble(d -> numbers[8 * i + d] * numbers[8 * j + d]).sum();
}

double cosine(float[] numbers, int i, int j) {
  return dot(numbers, i, j) / Math.sqrt(dot(numbers, i, i) * dot(numbers, j, j));
}

/// In the language of the launcher. 按启动脚本的语言
String say(String en, String zh) {
  return System.getenv().getOrDefault("WENMAI_LANG", "").startsWith("zh") ? zh : en;
}
