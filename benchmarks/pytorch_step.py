"""The PyTorch side of side_by_side.py: one training step (forward, backward, fused AdamW) of a decoder on random ids.

usage: pytorch_step.py gpt|long LAYERS WIDTH HEADS CONTEXT VOCABULARY BATCH [--bf16] [--compile] [--cut] [--steps 10] [--threads 2]
gpt: LayerNorm without bias and learned positions; long: RMSNorm and no positions. Both: GELU, tied, no biases, SDPA.
--cut: every block keeps its input alone (torch.utils.checkpoint), and the loss head goes 2,048 tokens at a time.
Prints one line of JSON: median step after two to warm up, peak resident memory of the process. B batch, T time, N heads, H head width.
"""
import argparse, json, resource, statistics, time
import torch, torch.nn as nn, torch.nn.functional as F
from torch.utils.checkpoint import checkpoint

a = argparse.ArgumentParser()
a.add_argument("kind", choices=["gpt", "long"])
for name in ("layers", "width", "heads", "context", "vocabulary", "batch"):
    a.add_argument(name, type=int)
for name in ("bf16", "compile", "cut"):
    a.add_argument("--" + name, action="store_true")
a.add_argument("--steps", type=int, default=10); a.add_argument("--threads", type=int, default=2)
a = a.parse_args()
torch.set_num_threads(a.threads); torch.manual_seed(1)
D, N, T, B, V, CHUNK = a.width, a.heads, a.context, a.batch, a.vocabulary, 2048


def norm():
    return nn.LayerNorm(D, bias=False) if a.kind == "gpt" else nn.RMSNorm(D)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = norm(), norm()
        self.qkv, self.out = nn.Linear(D, 3 * D, bias=False), nn.Linear(D, D, bias=False)
        self.up, self.down = nn.Linear(D, 4 * D, bias=False), nn.Linear(4 * D, D, bias=False)

    def forward(self, x):
        q, k, v = self.qkv(self.norm1(x)).view(B, T, 3, N, D // N).permute(2, 0, 3, 1, 4)
        x = x + self.out(F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(B, T, D))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(V, D)
        self.places = nn.Embedding(T, D) if a.kind == "gpt" else None
        self.blocks = nn.ModuleList(Block() for _ in range(a.layers))
        self.norm = norm()

    def head(self, x, targets):
        return F.cross_entropy(F.linear(x, self.words.weight).float(), targets, reduction="sum")

    def forward(self, ids, targets):
        x = self.words(ids) if self.places is None else self.words(ids) + self.places.weight
        for block in self.blocks:
            x = checkpoint(block, x, use_reentrant=False) if a.cut else block(x)
        x, targets = self.norm(x).view(B * T, D), targets.view(B * T)
        if not a.cut:
            return self.head(x, targets) / (B * T)
        return sum(checkpoint(self.head, x[i:i + CHUNK], targets[i:i + CHUNK], use_reentrant=False) for i in range(0, B * T, CHUNK)) / (B * T)


model = Model()
for weight in model.parameters():
    if weight.dim() == 2:
        nn.init.normal_(weight, std=0.02)   # as ours; PyTorch's own start makes so peaked a softmax that subnormal numbers slow it down
run = torch.compile(model) if a.compile else model
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4, fused=True)
ids, targets = torch.randint(V, (B, T)), torch.randint(V, (B, T))
seconds = []
for _ in range(2 + a.steps):
    begin = time.time()
    optimizer.zero_grad()
    with torch.autocast("cpu", torch.bfloat16, enabled=a.bf16):
        loss = run(ids, targets)
    loss.backward()
    optimizer.step()
    seconds.append(time.time() - begin)
measured = seconds[2:]
print(json.dumps({"stepMillis": 1e3 * statistics.median(measured), "steps": len(measured), "loss": loss.item(),
                  "peakResidentBytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
