#!/usr/bin/env bash
# Measures the engine with the Core Rule Set beside libmodsecurity 3 on the request corpora, and prints Markdown tables.
# Usage: benchmarks/engine.sh [SECONDS] [WHAT]
# SECONDS (default 6) is how long each class runs on each engine, after as long a warm-up. WHAT (default labcdefs) names the
# classes; l is the load, s the growth with the size of the body, w what forms of 100 KB take while the process is young (its marks
# are its own). Needs corpora/requests and corpora/crs-4.25.1 under REMPART_CORPORA (default ../shared/corpora); REMPART_CRS names
# another copy of the rules. Without libmodsecurity-dev and gcc the other engine is left out.
set -euo pipefail
cd "$(dirname "$0")/.."
corpora=${REMPART_CORPORA:-../shared/corpora}
crs=${REMPART_CRS:-$corpora/crs-4.25.1}
[ -d "$corpora/requests" ] && [ -f "$crs/crs-setup.conf.example" ] || { echo "no requests or rules at $corpora (REMPART_CORPORA)" >&2; exit 1; }
corpora=$(cd "$corpora" && pwd)
crs=$(cd "$crs" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mvn -B -ntp -q -pl benchmarks -am -DskipTests package
other=-
if gcc -O2 -Wall -o "$work/libmodsecurity" benchmarks/src/main/c/libmodsecurity.c -lmodsecurity 2>"$work/gcc.log"; then
  other=$work/libmodsecurity
else
  echo "libmodsecurity is left out: $(head -1 "$work/gcc.log")" >&2
fi
rules() { # directory of the rule set
  cat benchmarks/src/main/rules/engine.conf
  echo "Include $1/crs-setup.conf.example"
  echo "Include $1/rules/*.conf"
}
rules "$crs" >"$work/rules.conf"
# Before 3.0.13 libmodsecurity refuses ctl:...;XML://@* (its issue 3589); it gets the same actions with a target it can read.
cp -r "$crs" "$work/crs"
sed -i '/ctl:/s#;XML://@\*#;XML:/*#' "$work"/crs/rules/*.conf
rules "$work/crs" >"$work/other.conf"

java -Xmx768m -cp "benchmarks/target/classes:benchmarks/target/lib/*" io.rempart.benchmarks.engine.EngineBenchmark \
  "$work/rules.conf" "$corpora/requests" "$other" "$work/other.conf" "${1:-6}" "${2:-labcdefs}"
