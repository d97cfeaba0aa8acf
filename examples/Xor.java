import wenmai.tensor.*;

/// The smallest network that can do what no single neuron can: exclusive or. 最小的神经网络：学会“异或”。
///
/// 2 inputs – 4 neurons – 1 neuron. A neuron weighs its inputs, adds a bias and bends the sum by an activation
/// function; learning is to move every weight a little against its gradient, again and again.
/// 神经元把输入加权求和，加上偏置，再经过激活函数；学习就是让每个权重沿梯度的反方向一点点移动。
///
///     ./wenmai java examples/Xor.java
final double rate = 1;
final Device device = Device.jvm();
final Tensor x = device.of(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 4, 2);
final Tensor y = device.of(new float[] {0, 1, 1, 0}, 4, 1);

final Tensor w1 = device.normal(new Seed(1), 0, 1, 4, 2).requireGrad();   // 4 neurons, 2 weights each
final Tensor b1 = device.zeros(4).requireGrad();
final Tensor w2 = device.normal(new Seed(2), 0, 1, 1, 4).requireGrad();   // 1 neuron, 4 weights
final Tensor b2 = device.zeros(1).requireGrad();

/// h = tanh(x W₁ᵀ + b₁), answer = σ(h W₂ᵀ + b₂)
Tensor network() {
  return x.linear(w1, b1).tanh().linear(w2, b2).sigmoid();
}

/// The mean of (answer − y)² 均方误差
Tensor loss() {
  var error = network().sub(y);
  return error.mul(error).mean();
}

/// w ← w − rate · ∂loss/∂w 梯度下降
void descend(Tensor weight) {
  weight.assign(weight.sub(weight.grad().mul(rate)));
  weight.clearGrad();
}

void main() {
  for (int step = 0; step <= 1000; step++) {
    double loss = Tape.backward(this::loss);
    if (step % 100 == 0) {
      IO.println("step 步 %4d   loss 损失 %.5f".formatted(step, loss));
    }
    Scope.run(() -> List.of(w1, b1, w2, b2).forEach(this::descend));
  }
  var answers = network().floats();
  for (int i = 0; i < 4; i++) {
    IO.println("%d xor %d = %.3f ≈ %d".formatted(i / 2, i % 2, answers[i], Math.round(answers[i])));
  }
}
