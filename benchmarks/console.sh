#!/usr/bin/env bash
# Measures the pages of the console through the real server, with many events: time of each whole answer, memory.
# Usage: benchmarks/console.sh [EVENTS [SOURCES]]   (default 1000000 and 20000; needs 4 GB of disk)
# REMPART_BENCH keeps the store in that directory, and uses it again when it is there; else it is removed.
set -euo pipefail
cd "$(dirname "$0")/.."
. benchmarks/filled.sh
# An account made by an earlier run would be in the way.
copy=$(mktemp -d -p "$work")
ln "$work"/rempart.db "$copy"/ 2>/dev/null || cp "$work"/rempart.db "$copy"/
java benchmarks/src/main/java/io/rempart/benchmarks/console/ConsoleBenchmark.java ./rempart "$copy" benchmarks/pages.txt 20
