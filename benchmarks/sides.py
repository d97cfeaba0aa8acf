"""What the comparisons share: our command, PyTorch's, and how a command that prints one line of JSON is run."""
import json, os, pathlib, subprocess, sys

HERE = pathlib.Path(__file__).resolve().parent
WENMAI = HERE.parent / "wenmai"


def bench(recipe, *keys, steps):
    return [WENMAI, "bench", HERE / "recipes" / (recipe + ".yaml"), *keys, "--steps", steps, "--json"]


def pytorch(options, script, *words, steps):
    return [options.python, HERE / script, *words, "--steps", steps, "--threads", options.threads]


def run(command, threads):
    environment = os.environ | {"WENMAI_JAVA_OPTS": f"-Dwenmai.threads={threads} " + os.environ.get("WENMAI_JAVA_OPTS", "")}
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])
