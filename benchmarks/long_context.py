"""Time per token and peak memory of a training step over one sequence, against its length: ours dense and with a window of 1,024,
PyTorch's dense, all kept or blocks recomputed and the loss head in chunks; drawn as SVG.

usage: long_context.py OUT.jsonl OUT.svg [--contexts 1024 2048 4096 8192 16384 32768] [--python PYTHON] [--threads 2] [--lines NAME..] [--ours KEY=VALUE..]
What OUT.jsonl already holds is not measured again, so a long run can be interrupted and extended.
"""
import argparse, json, math, pathlib, sys
from sides import bench, pytorch, run

a = argparse.ArgumentParser()
a.add_argument("out", type=pathlib.Path); a.add_argument("svg", type=pathlib.Path)
a.add_argument("--contexts", type=int, nargs="*", default=[1024, 2048, 4096, 8192, 16384, 32768]); a.add_argument("--python", default=sys.executable)
a.add_argument("--threads", type=int, default=2); a.add_argument("--lines", nargs="*")
a.add_argument("--ours", nargs="*", default=[], help="keys of our recipe, such as precision=int8")
a = a.parse_args()
STEPS_SECONDS, WINDOW = 20, 1024


def peer(context, steps, *flags):
    return pytorch(a, "pytorch_step.py", "long", 6, 512, 8, context, 8192, 1, *flags, steps=steps)


# name: (colour, dashes, what measures it at a context in so many steps)
LINES = {
    "Wenmai": ("#b03a2e", "", lambda t, n: bench("long-23m", f"context={t}", "recompute=0", *a.ours, steps=n)),
    "Wenmai, blocks recomputed": ("#b03a2e", "7 4", lambda t, n: bench("long-23m", f"context={t}", "recompute=6", *a.ours, steps=n)),
    "Wenmai, window of 1,024, recomputed": ("#1e8449", "7 4", lambda t, n: bench("long-23m", f"context={t}", "recompute=6", f"model.window={WINDOW}", *a.ours, steps=n)),
    "PyTorch": ("#1f4e79", "", lambda t, n: peer(t, n)),
    "PyTorch, blocks recomputed": ("#1f4e79", "7 4", lambda t, n: peer(t, n, "--cut")),
}


def measured():
    return [json.loads(line) for line in a.out.read_text().splitlines()] if a.out.exists() else []


for context in a.contexts:
    for name in a.lines or LINES:
        if any(m["line"] == name and m["context"] == context for m in measured()):
            continue
        before = [m["stepMillis"] for m in measured() if m["line"] == name and m["context"] < context]
        steps = max(1, min(10, int(STEPS_SECONDS * 1e3 / (3 * before[-1])))) if before else 10
        result = run(LINES[name][2](context, steps), a.threads)
        with a.out.open("a") as out:
            out.write(json.dumps({"line": name, "context": context, **{k: result[k] for k in ("stepMillis", "peakResidentBytes")}}) + "\n")
        print(f"{name} {context}: {result['stepMillis'] / context:.3f} ms a token, {result['peakResidentBytes'] / 2**30:.2f} GiB", flush=True)


def panel(left, title, value, unit):
    """A picture of one value against the context, both axes logarithmic."""
    width, top, height = 330, 60, 260
    points = [(m, value(m)) for m in measured()]
    contexts = sorted({m["context"] for m, _ in points})
    low, high = math.log(min(v for _, v in points) * 0.85), math.log(max(v for _, v in points) * 1.15)
    x = lambda t: left + width * math.log(t / contexts[0]) / math.log(max(2, contexts[-1] / contexts[0]))
    y = lambda v: top + height * (high - math.log(v)) / (high - low)
    svg = [f"<text x='{left}' y='{top - 14}' font-weight='600'>{title}</text>"]
    for t in contexts:
        svg.append(f"<line x1='{x(t):.1f}' x2='{x(t):.1f}' y1='{top}' y2='{top + height}' stroke='#e4e4e4'/>"
                   f"<text x='{x(t):.1f}' y='{top + height + 16}' text-anchor='middle'>{t // 1024}k</text>")
    for mark in (m * 10.0 ** p for p in range(-4, 5) for m in (1, 2, 5)):
        if low <= math.log(mark) <= high:
            svg.append(f"<line x1='{left}' x2='{left + width}' y1='{y(mark):.1f}' y2='{y(mark):.1f}' stroke='#e4e4e4'/>"
                       f"<text x='{left - 6}' y='{y(mark) + 4:.1f}' text-anchor='end'>{mark:g}{unit}</text>")
    for name, (colour, dashes, _) in LINES.items():
        mine = sorted((m["context"], v) for m, v in points if m["line"] == name)
        path = " ".join(f"{x(t):.1f},{y(v):.1f}" for t, v in mine)
        svg.append(f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='2' stroke-dasharray='{dashes}'/>")
        svg += [f"<circle cx='{x(t):.1f}' cy='{y(v):.1f}' r='3' fill='{colour}'/>" for t, v in mine]
    return svg


svg = ["<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 840 430' font-family='sans-serif' font-size='12'>",
       "<rect width='840' height='430' fill='white'/>",
       "<text x='60' y='24' font-size='14'>One training step over one sequence, 23 M parameters, 2 threads</text>"]
svg += panel(60, "milliseconds a token", lambda m: m["stepMillis"] / m["context"], "")
svg += panel(480, "peak memory of the process, GiB", lambda m: m["peakResidentBytes"] / 2**30, "")
for i, (name, (colour, dashes, _)) in enumerate(LINES.items()):
    left, top = 60 + i % 3 * 260, 372 + i // 3 * 24
    svg.append(f"<line x1='{left}' x2='{left + 28}' y1='{top - 4}' y2='{top - 4}' stroke='{colour}' stroke-width='2' stroke-dasharray='{dashes}'/>"
               f"<text x='{left + 36}' y='{top}'>{name}</text>")
a.svg.write_text("\n".join(svg + ["</svg>"]) + "\n")
