"""Makes golden-optimizers.json: where the optimizers of PyTorch take three small weights in a hundred steps, in fp64.

The loss of step t is the sum over all numbers of w²/2 + w (sin(0.1 t (i + 1)) - 1), i counting within a weight from 0,
and t from 1; so weights end around 1, where fp32 has its digits (around 0, PyTorch's own fp32 is up to 3e-5 from its
fp64). They begin as cos(i + 1). Lion, which PyTorch lacks, is algorithm 2 of Chen 2023 in five lines. PyTorch's Muon
computes the orthogonal matrix in bf16; here, to compare more digits, in fp64.

usage: golden_optimizers.py > golden-optimizers.json
made with: PyTorch 2.15.0
"""
import inspect, json, sys
import torch
import torch.optim._muon as muon

SHAPES = {"model.layers.0.mlp.up_proj.weight": (6, 4), "model.norm.weight": (4,), "model.layers.0.mlp.down_proj.weight": (5, 7)}
STEPS, RATE, DECAY = 100, 0.02, 0.1

exec(inspect.getsource(muon._zeropower_via_newtonschulz).replace("bfloat16", "float64"), vars(muon))


class Lion(torch.optim.Optimizer):
    def __init__(self, params, lr, betas, weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            (b1, b2), lr = group["betas"], group["lr"]
            for w in group["params"]:
                m = self.state[w].setdefault("m", torch.zeros_like(w))
                w.sub_(lr * ((b1 * m + (1 - b1) * w.grad).sign() + group["weight_decay"] * w))
                m.mul_(b2).add_((1 - b2) * w.grad)


def groups(weights):
    return [{"params": [w for w in weights if w.dim() > 1], "weight_decay": DECAY},
            {"params": [w for w in weights if w.dim() == 1], "weight_decay": 0.0}]


def with_muon(weights, **options):
    matrices, vectors = groups(weights)
    return [torch.optim.Muon([matrices], lr=RATE, momentum=0.95, **options),
            torch.optim.AdamW([vectors], lr=RATE, betas=(0.9, 0.99))]


CASES = {
    "kind=adamw": lambda w: [torch.optim.AdamW(groups(w), lr=RATE, betas=(0.9, 0.99))],
    "kind=adam": lambda w: [torch.optim.Adam(groups(w), lr=RATE, betas=(0.9, 0.99))],
    "kind=sgd momentum=0 nesterov=false": lambda w: [torch.optim.SGD(groups(w), lr=RATE)],
    "kind=sgd momentum=0.95 nesterov=false": lambda w: [torch.optim.SGD(groups(w), lr=RATE, momentum=0.95)],
    "kind=sgd momentum=0.95 nesterov=true": lambda w: [torch.optim.SGD(groups(w), lr=RATE, momentum=0.95, nesterov=True)],
    "kind=lion": lambda w: [Lion(groups(w), lr=RATE, betas=(0.9, 0.99))],
    "kind=muon": lambda w: with_muon(w, adjust_lr_fn="match_rms_adamw"),
    "kind=muon scaling=original nesterov=false": lambda w: with_muon(w, adjust_lr_fn="original", nesterov=False),
}

golden = []
for keys, optimizers in CASES.items():
    weights = [torch.cos(torch.arange(1, 1 + torch.Size(s).numel(), dtype=torch.float64)).reshape(s).requires_grad_()
               for s in SHAPES.values()]
    optimizers = optimizers(weights)
    for step in range(1, STEPS + 1):
        for w in weights:
            pull = torch.sin(0.1 * step * torch.arange(1, 1 + w.numel(), dtype=torch.float64)).reshape(w.shape)
            w.grad = (w + pull - 1).detach()
        for optimizer in optimizers:
            optimizer.step()
    golden.append({"keys": keys, "weights": {n: [round(x, 9) for x in w.flatten().tolist()] for n, w in zip(SHAPES, weights)}})
json.dump(golden, sys.stdout, indent=0)
