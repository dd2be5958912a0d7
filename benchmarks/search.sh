#!/usr/bin/env bash
# Fills a SQLite store with generated events and measures first pages of searches, roll-ups and incidents on it.
# Usage: benchmarks/search.sh [EVENTS [SOURCES]]   (default 1000000 and 20000; needs 4 GB of disk)
# REMPART_BENCH keeps the store in that directory, and uses it again when it is there; else it is removed.
set -euo pipefail
cd "$(dirname "$0")/.."
. benchmarks/filled.sh
java -Xmx128m -XX:+UseSerialGC -cp "$classpath" io.rempart.store.SearchBenchmark "$work" 20
