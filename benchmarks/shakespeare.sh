#!/bin/sh
# Our recipes/shakespeare-char.yaml against the same model in PyTorch, in turn, three seeds each: loss and seconds; then
# nanoGPT's own model, one seed.
# usage: benchmarks/shakespeare.sh TEXT PYTHON [OUT]     PYTHON has torch; eager, and compiled once; 2 threads on both sides
set -eu
export WENMAI_JAVA_OPTS="-Dwenmai.threads=2 ${WENMAI_JAVA_OPTS:-}"
text=$1 python=$2 out=${3:-out/benchmark-shakespeare}
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
mkdir -p "$out"
"$here/wenmai" --version
run() { # KIND SEED
  rm -rf "$out/$1-$2"
  begin=$(date +%s.%N)
  "$here/wenmai" pretrain "$here/recipes/shakespeare-char.yaml" "data=[$text]" "out=$out/$1-$2" seed=$2 \
      "model={kind: $1, layers: 4, heads: 4, width: 128, context: 64}" evaluateEvery=0 sampleEvery=0 checkpointEvery=0 \
      >"$out/$1-$2.log" 2>&1
  echo "wenmai $1 seed $2: $(tail -n 1 "$out/$1-$2.log")"
  echo "  $(echo "$(date +%s.%N) - $begin" | bc) s with start, data and evaluation; steps alone: $("$python" -c "
import json, statistics, sys
steps = [768 / json.loads(l)['tokensPerSecond'] for l in open('$out/$1-$2/metrics.jsonl')]
print('%.2f ms median, %.1f s in all' % (1e3 * statistics.median(steps), sum(steps)))")"
  "$python" "$here/benchmarks/shakespeare_pytorch.py" "$text" --kind $1 --seed $2
}

for seed in 1 2 3; do
  run llama $seed
  [ $seed != 1 ] || "$python" "$here/benchmarks/shakespeare_pytorch.py" "$text" --seed $seed --compile
done
run gpt 1
