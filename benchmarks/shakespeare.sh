#!/bin/sh
# Our recipes/shakespeare-char.yaml against the same model in PyTorch, in turn, three seeds each: loss and seconds.
# usage: benchmarks/shakespeare.sh TEXT PYTHON [OUT]     PYTHON has torch; eager, and compiled once; 2 threads on both sides
set -eu
export WENMAI_JAVA_OPTS="-Dwenmai.threads=2 ${WENMAI_JAVA_OPTS:-}"
text=$1 python=$2 out=${3:-out/benchmark-shakespeare}
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
mkdir -p "$out"
"$here/wenmai" --version
for seed in 1 2 3; do
  rm -rf "$out/seed$seed"
  begin=$(date +%s.%N)
  "$here/wenmai" pretrain "$here/recipes/shakespeare-char.yaml" "data=[$text]" "out=$out/seed$seed" seed=$seed \
      evaluateEvery=0 sampleEvery=0 checkpointEvery=0 --json 2>"$out/seed$seed.log"
  echo "wenmai seed $seed: $(echo "$(date +%s.%N) - $begin" | bc) s with start, data and evaluation; steps alone: $("$python" -c "
import json, statistics, sys
steps = [768 / json.loads(l)['tokensPerSecond'] for l in open('$out/seed$seed/metrics.jsonl')]
print('%.2f ms median, %.1f s in all' % (1e3 * statistics.median(steps), sum(steps)))")"
  "$python" "$here/benchmarks/shakespeare_pytorch.py" "$text" --seed $seed
  [ $seed != 1 ] || "$python" "$here/benchmarks/shakespeare_pytorch.py" "$text" --seed $seed --compile
done
