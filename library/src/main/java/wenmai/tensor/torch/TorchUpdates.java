package wenmai.tensor.torch;

import static wenmai.tensor.torch.Native.number;

import org.bytedeco.pytorch.Tensor;
import wenmai.tensor.Update;

/// [Update]s by libtorch's operators.
final class TorchUpdates {
  private TorchUpdates() {}

  static void run(Update rule, Tensor weight, Tensor gradient, Tensor[] moments) {
    var g = rule.factor() == 1 ? gradient : gradient.mul(number(rule.factor()));
    switch (rule) {
      case Update.Sgd u -> sgd(u, weight, joined(g, u.l2(), weight), moments);
      case Update.Adam u -> adam(u, weight, joined(g, u.l2(), weight), moments[0], moments[1]);
      case Update.Lion u -> lion(u, weight, g, moments[0]);
    }
  }

  private static Tensor joined(Tensor g, double l2, Tensor weight) {
    return l2 == 0 ? g : g.add(weight, number(l2));
  }

  private static void sgd(Update.Sgd u, Tensor weight, Tensor g, Tensor[] moments) {
    var direction = g;
    if (u.moments() > 0) {
      var m = moments[0].mul_(number(u.momentum())).add_(g);
      direction = u.nesterov() ? g.add(m, number(u.momentum())) : m;
    }
    weight.mul_(number(1 - u.decay())).add_(direction, number(-u.rate()));
  }

  private static void adam(Update.Adam u, Tensor weight, Tensor g, Tensor first, Tensor second) {
    var m = first.mul_(number(u.beta1())).add_(g, number(1 - u.beta1()));
    var v = second.mul_(number(u.beta2())).addcmul_(g, g, number(1 - u.beta2()));
    var root = v.sqrt().mul_(number(1 / Math.sqrt(u.correction2()))).add_(number(u.epsilon()));
    weight.mul_(number(1 - u.decay())).addcdiv_(m, root, number(-u.rate() / u.correction1()));
  }

  private static void lion(Update.Lion u, Tensor weight, Tensor g, Tensor moment) {
    var sign = moment.mul(number(u.beta1())).add_(g, number(1 - u.beta1())).sign_();
    weight.mul_(number(1 - u.decay())).add_(sign, number(-u.rate()));
    moment.mul_(number(u.beta2())).add_(g, number(1 - u.beta2()));
  }
}
