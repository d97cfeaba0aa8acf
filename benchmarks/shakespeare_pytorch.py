"""The peer of recipes/shakespeare-char.yaml: the same model, data, split and schedule in PyTorch.

usage: shakespeare_pytorch.py TEXT [--kind llama|gpt] [--steps 2000] [--seed 1] [--compile] [--threads 2]
Prints the loss over the whole validation split and the milliseconds of a step. Axes: B batch, T time, N heads, H head width.
"""
import argparse, math, time
import torch, torch.nn as nn, torch.nn.functional as F

a = argparse.ArgumentParser()
a.add_argument("text"); a.add_argument("--steps", type=int, default=2000); a.add_argument("--seed", type=int, default=1)
a.add_argument("--kind", default="llama", choices=["llama", "gpt"]); a.add_argument("--compile", action="store_true"); a.add_argument("--threads", type=int, default=2)
a = a.parse_args()
torch.set_num_threads(a.threads); torch.manual_seed(a.seed)
LAYERS, HEADS, WIDTH, T, B = 4, 4, 128, 64, 12
RATE, LAST_RATE, WARMUP, DECAY, CLIP = 1e-3, 1e-4, 100, 0.1, 1.0

text = open(a.text, encoding="utf8").read()
chars = sorted(set(text)); ids = torch.tensor([chars.index(c) for c in text])
cut = int(len(text) * 0.9); train, valid = ids[:cut], ids[cut:]


LLAMA = a.kind == "llama"
NORM = (lambda: nn.RMSNorm(WIDTH, eps=1e-5)) if LLAMA else (lambda: nn.LayerNorm(WIDTH, bias=False))
HIDDEN = 352 if LLAMA else 4 * WIDTH
HALF = WIDTH // HEADS // 2
ANGLES = torch.outer(torch.arange(T), 10000.0 ** (-torch.arange(HALF) / HALF))
COS, SIN = ANGLES.cos(), ANGLES.sin()


def turn(x):                                             # [B,N,T,H]
    a, b = x.split(HALF, -1); cos, sin = COS[: x.shape[2]], SIN[: x.shape[2]]
    return torch.cat([a * cos - b * sin, a * sin + b * cos], -1)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = NORM(), NORM()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH, bias=False), nn.Linear(WIDTH, WIDTH, bias=False)
        self.up, self.down = nn.Linear(WIDTH, HIDDEN * (1 + LLAMA), bias=False), nn.Linear(HIDDEN, WIDTH, bias=False)

    def forward(self, x):
        b, t, _ = x.shape
        q, k, v = (y.view(b, t, HEADS, -1).transpose(1, 2) for y in self.qkv(self.norm1(x)).split(WIDTH, 2))
        if LLAMA:
            q, k = turn(q), turn(k)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(b, t, WIDTH)
        x = x + self.out(y)
        h = self.up(self.norm2(x))
        if LLAMA:
            gate, up = h.split(HIDDEN, 2)
            return x + self.down(F.silu(gate) * up)
        return x + self.down(F.gelu(h))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(len(chars), WIDTH)
        if not LLAMA:
            self.positions = nn.Embedding(T, WIDTH)
        self.blocks, self.norm = nn.ModuleList([Block() for _ in range(LAYERS)]), NORM()
        for name, p in self.named_parameters():
            if p.dim() == 2:
                std = 0.02 / math.sqrt(2 * LAYERS) if name.endswith(("out.weight", "down.weight")) else 0.02
                nn.init.normal_(p, 0.0, std)

    def forward(self, x, y):
        h = self.tokens(x) if LLAMA else self.tokens(x) + self.positions.weight[: x.shape[1]]
        for block in self.blocks:
            h = block(h)
        logits = F.linear(self.norm(h), self.tokens.weight)
        return F.cross_entropy(logits.view(-1, logits.shape[-1]), y.reshape(-1))


def rate(step):
    if step < WARMUP:
        return RATE * (step + 1) / (WARMUP + 1)
    done = (step - WARMUP) / (a.steps - WARMUP)
    return LAST_RATE + 0.5 * (1 + math.cos(math.pi * done)) * (RATE - LAST_RATE)


model = Model(); step_loss = torch.compile(model) if a.compile else model
matrices = [p for p in model.parameters() if p.dim() >= 2]; vectors = [p for p in model.parameters() if p.dim() < 2]
optimizer = torch.optim.AdamW([{"params": matrices, "weight_decay": DECAY}, {"params": vectors, "weight_decay": 0.0}],
                              lr=RATE, betas=(0.9, 0.99), fused=True)
times = []; started = time.time()
for step in range(a.steps):
    begin = time.perf_counter()
    at = torch.randint(len(train) - T, (B,))
    x = torch.stack([train[i:i + T] for i in at]); y = torch.stack([train[i + 1:i + 1 + T] for i in at])
    for group in optimizer.param_groups:
        group["lr"] = rate(step)
    loss = step_loss(x, y); loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimizer.step(); optimizer.zero_grad(set_to_none=True)
    times.append(time.perf_counter() - begin)
total = time.time() - started

model.eval(); losses = 0.0; count = 0
with torch.no_grad():                                    # windows of the context, side by side, every target once
    for i in range(0, len(valid) - 1, T):
        x, y = valid[i:i + T][None], valid[i + 1:i + T + 1][None]; x = x[:, :y.shape[1]]
        losses += model(x, y).item() * y.shape[1]; count += y.shape[1]
times.sort()
print(f"torch {torch.__version__} {a.kind} {sum(p.numel() for p in model.parameters()):,} parameters seed {a.seed} compile {a.compile} validation loss {losses / count:.4f} over {count} "
      f"step {1e3 * times[len(times) // 2]:.2f} ms total {total:.1f} s")
