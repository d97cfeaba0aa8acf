"""The PyTorch side of side_by_side.py: causal attention alone, forward and backward, head width 64.

usage: pytorch_attention.py BATCH HEADS TIME [--bf16] [--steps 50] [--threads 2]
Prints one line of JSON: median milliseconds of both, after three calls to warm up.
"""
import argparse, json, statistics, time
import torch, torch.nn.functional as F

a = argparse.ArgumentParser()
for name in ("batch", "heads", "time"):
    a.add_argument(name, type=int)
a.add_argument("--bf16", action="store_true"); a.add_argument("--steps", type=int, default=50); a.add_argument("--threads", type=int, default=2)
a = a.parse_args()
torch.set_num_threads(a.threads)
q, k, v = (torch.randn(a.batch, a.heads, a.time, 64, dtype=torch.bfloat16 if a.bf16 else torch.float32, requires_grad=True) for _ in range(3))
g = torch.randn_like(q)
forward, backward = [], []
for _ in range(3 + a.steps):
    begin = time.time()
    out = F.scaled_dot_product_attention(q, k, v, is_causal=True)
    middle = time.time()
    out.backward(g)
    forward.append(middle - begin); backward.append(time.time() - middle)
print(json.dumps({"forwardMillis": 1e3 * statistics.median(forward[3:]), "backwardMillis": 1e3 * statistics.median(backward[3:])}))
