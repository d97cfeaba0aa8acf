"""Wenmai and PyTorch in turn, in one run: the median of each, the median and the extremes of their ratios.

usage: side_by_side.py CASE.. [--pairs 7] [--python PYTHON] [--steps N] [--threads 2] [--ours KEY=VALUE..]     PYTHON has torch
cases: shakespeare-10m, gpt2-124m, long-CONTEXT, long-CONTEXT-cut (blocks recomputed on both sides), long-CONTEXT-window,
attention-BATCHxHEADSxTIME. PyTorch runs with the best of fp32 and bf16, eager and compiled, found by one run of each.
"""
import argparse, statistics, sys
from sides import HERE, WENMAI, bench, pytorch, run

a = argparse.ArgumentParser()
a.add_argument("cases", nargs="+"); a.add_argument("--pairs", type=int, default=7); a.add_argument("--python", default=sys.executable)
a.add_argument("--steps", type=int, default=10); a.add_argument("--threads", type=int, default=2)
a.add_argument("--ours", nargs="*", default=[], help="keys of our recipe, such as precision=int8")
a.add_argument("--best", help="PyTorch's flags, where known: '', '--compile', '--bf16 --compile' ..")
a = a.parse_args()
WINDOW = 1024


def ours(recipe, *keys):
    return bench(recipe, *keys, *a.ours, steps=a.steps)


def peer(script, *words):
    return pytorch(a, script, *words, steps=a.steps)


def case(name):
    """Our command, PyTorch's, PyTorch's choices."""
    if name == "shakespeare-10m":
        return ours(name), peer("pytorch_step.py", "gpt", 6, 384, 6, 256, 65, 16), ("", "--bf16", "--compile", "--bf16 --compile")
    if name == "gpt2-124m":
        return ours(name), peer("pytorch_step.py", "gpt", 12, 768, 12, 1024, 50304, 1), ("", "--bf16", "--compile", "--bf16 --compile")
    kind, size, *more = name.split("-")
    if kind == "long":
        keys = {"cut": ["recompute=6"], "window": [f"model.window={WINDOW}"]}.get("".join(more), [])
        other = peer("pytorch_step.py", "long", 6, 512, 8, size, 8192, 1) + (["--cut"] if more == ["cut"] else [])
        return ours("long-23m", f"context={size}", *keys), other, ("", "--bf16") if more == ["cut"] else ("", "--cut", "--bf16")
    if kind == "attention":
        batch, heads, time = size.split("x")
        return ([WENMAI, "java", HERE / "Attention.java", batch, heads, time, a.steps],
                peer("pytorch_attention.py", batch, heads, time), ("", "--bf16"))
    sys.exit(f"no such case: {name}")


def spread(values):
    return f"{statistics.median(values):.3f} ({min(values):.3f} to {max(values):.3f})"


def millis(result):
    return sum(v for k, v in result.items() if k.endswith("Millis"))


for name in a.cases:
    mine, theirs, choices = case(name)
    if a.best is None:
        tried = {flags: run(theirs + flags.split(), a.threads) for flags in choices}
        best = min(tried, key=lambda flags: millis(tried[flags]))
        print(name, "| PyTorch:", "; ".join(f"{flags or 'fp32, eager'} {millis(result):.1f} ms" for flags, result in tried.items()), flush=True)
    else:
        best = a.best
    pairs = [(run(mine, a.threads), run(theirs + best.split(), a.threads)) for _ in range(a.pairs)]
    for what in (k for k in pairs[0][0] if k.endswith("Millis") or k == "peakResidentBytes"):
        if what in pairs[0][1]:
            we, they = [p[0][what] for p in pairs], [p[1][what] for p in pairs]
            print(f"{name} {what}: Wenmai {spread(we)} PyTorch {best or 'fp32, eager'} {spread(they)} ratio {spread([t / w for w, t in zip(we, they)])}", flush=True)
