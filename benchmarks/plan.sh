#!/bin/sh
# What `plan` foretells against what `bench` measures: memory of the whole process and tokens a second, of seven recipes.
#   benchmarks/plan.sh            both
#   benchmarks/plan.sh plan       what is foretold alone, in half a minute a recipe
# A machine that does something else meanwhile is slower for the one or the other: memory is right then, speed is not.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
wenmai=$here/../wenmai

field() { # NAME: a number out of the JSON on stdin
  tr -d ' \n' | sed "s/.*\"$1\":\([0-9.Ee+-]*\).*/\1/"
}

compare() { # NAME RECIPE STEPS [KEY=VALUE…]
  name=$1 recipe=$here/recipes/$2.yaml steps=$3
  shift 3
  plan=$("$wenmai" plan "$recipe" --json 'data=[none]' out=none "$@")
  memory=$(printf '%s' "$plan" | field totalBytes)
  speed=$(printf '%s' "$plan" | field tokensPerSecond)
  blocks=$(printf '%s' "$plan" | field recomputed)
  if [ "$what" = plan ]; then
    printf '%s %s %s %s\n' "$name" "$memory" "$speed" "$blocks" | awk '{printf "%-22s %7.2f GB %9.0f tokens/s %3d recomputed\n", $1, $2 / 1e9, $3, $4}'
    return
  fi
  bench=$("$wenmai" bench "$recipe" --json --steps "$steps" "$@")
  printf '%s %s %s %s %s\n' "$name" "$memory" "$(printf '%s' "$bench" | field peakResidentBytes)" "$speed" \
      "$(printf '%s' "$bench" | field tokensPerSecond)" \
    | awk '{printf "%-22s %7.2f GB %7.2f GB %+6.1f %% %9.0f %9.0f tokens/s %+6.1f %%\n", $1, $2 / 1e9, $3 / 1e9, 100 * ($2 / $3 - 1), $4, $5, 100 * ($4 / $5 - 1)}'
}

what=${1:-both}
compare shakespeare-10m shakespeare-10m 10
compare gpt2-124m gpt2-124m 3
compare long-23m-4k long-23m 2 model.context=4096
compare long-23m-16k long-23m 1 model.context=16384
compare long-23m-64k-window long-23m 1 model.context=65536 model.window=1024
compare encoder-14m encoder-14m 5
compare spans-27m spans-27m 5
