#!/bin/sh
# Fuzzes the readers of foreign files, guided by coverage (Jazzer): a throwable that is no message to the user, more than
# 512 MB of heap or more than ten seconds is a finding, kept in target/fuzz/TARGET with the input that brought it.
#   benchmarks/fuzz.sh MINUTES             each target for so long
#   benchmarks/fuzz.sh MINUTES TARGET…     these: GGUF, JINJA … (library/src/test/java/wenmai/fuzz/Target.java)
# What was learned in one run is where the next one starts.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
version=0.30.0
[ $# -gt 0 ] || { sed -n '2,6s/^# //p' "$0"; exit 2; }
minutes=$1
shift
work=$here/target/fuzz
mkdir -p "$work"
cd "$here"
for jar in jazzer jazzer-api; do
  [ -f "$work/$jar-$version.jar" ] \
    || mvn -B -q -N dependency:copy "-Dartifact=com.code-intelligence:$jar:$version" "-DoutputDirectory=$work"
done
mvn -B -q -pl library test-compile dependency:build-classpath -DskipChecks "-Dmdep.outputFile=$work/classpath" -Dmdep.includeScope=test
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classpath=$here/library/target/test-classes:$here/library/target/classes:$(cat "$work/classpath")
targets=$("$java" --add-modules jdk.incubator.vector -cp "$classpath" wenmai.fuzz.Fuzzer "$work/seeds")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0
for target in ${*:-$targets}; do
  mkdir -p "$work/$target/learned"
  rm -rf "${scratch:?}"/*
  "$java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -Xmx512m "-Djava.io.tmpdir=$scratch" \
    -cp "$work/jazzer-$version.jar:$work/jazzer-api-$version.jar:$classpath" com.code_intelligence.jazzer.Jazzer --target_class=wenmai.fuzz.Fuzzer "--target_args=$target" \
    "--instrumentation_includes=wenmai.**:org.tukaani.**:io.airlift.**:org.apache.commons.compress.**" --disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection \
    "--reproducer_path=$work/$target" -max_total_time=$((60 * minutes)) -timeout=10 "-artifact_prefix=$work/$target/" \
    "$work/$target/learned" "$work/seeds/$target" > "$work/$target/log" 2>&1 && found=none || { found="see target/fuzz/$target/log"; failed=1; }
  printf '%-20s %s, findings: %s\n' "$target" "$(grep -o '#[0-9]*.*cov: [0-9]* ft: [0-9]*' "$work/$target/log" | tail -1)" "$found"
done
exit $failed
