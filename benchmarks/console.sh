#!/usr/bin/env bash
# Measures the pages of the console through the real server, with many events: the time of each whole answer, memory, and
# the first paint in Chromium.
# Usage: benchmarks/console.sh [EVENTS [SOURCES]]   (default 1000000 and 20000; needs 4 GB of disk)
# REMPART_BENCH keeps the store in that directory, and uses it again when it is there; else it is removed.
set -euo pipefail
cd "$(dirname "$0")/.."
. benchmarks/filled.sh
java -Xmx192m -cp "$classpath" io.rempart.store.MeasuresBenchmark "$work" 20000 5000
browsing=$(mktemp)
mvn -B -ntp -q ${MAVEN_OPTIONS:-} -pl console -am -Dspotless.check.skip=true test-compile \
  dependency:build-classpath -Dmdep.outputFile="$browsing" -Dmdep.includeScope=test >/dev/null
in_browser=(java -Xmx128m -cp "console/target/test-classes:console/target/classes:$(cat "$browsing")" io.rempart.console.PaintBenchmark)
rm -f "$browsing"
# rempart takes each REMPART_ variable for a key of its configuration
env -u REMPART_BENCH java benchmarks/src/main/java/io/rempart/benchmarks/console/ConsoleBenchmark.java ./rempart "$work" benchmarks/pages.txt 20 "${in_browser[@]}"
