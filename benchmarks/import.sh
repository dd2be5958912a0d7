#!/usr/bin/env bash
# Measures whole imports: events a second, megabytes a second, peak memory. Usage: benchmarks/import.sh [EVENTS]
# EVENTS (default 200000) is how large the long run gets; 1000000 is the one in docs/reference/performance.md.
# Needs the audit logs under REMPART_CORPORA (default ../shared/corpora). Writes to a directory of its own and removes it.
set -euo pipefail
cd "$(dirname "$0")/.."
events=${1:-200000}
corpora=${REMPART_CORPORA:-../shared/corpora}/audit-logs
[ -f "$corpora/a/audit.log.gz" ] || { echo "no audit logs at $corpora (REMPART_CORPORA)" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

field() { sed -n "s/.*\"$1\":\([0-9.]*\).*/\1/p" <<<"${2%%\"inputs\"*}"; }
row() { # name, summary
  awk -v name="$1" -v n="$(field stored "$2")" -v b="$(field bytes "$2")" -v s="$(field seconds "$2")" -v m="$(field peak-memory "$2")" \
    'BEGIN { printf "| %s | %d | %.0f | %.1f | %.0f | %.0f | %.0f |\n", name, n, b/1e6, s, n/s, b/1e6/s, m/1048576 }'
}

# The same log again with other ids and on another day, so that no event is a duplicate.
copies() { # count
  for copy in $(seq 1 "$1"); do
    zcat "$corpora/a/audit.log.gz" |
      sed "s/\"transaction_id\":\"\(.\{20\}\)/\"transaction_id\":\"\1$copy/; s#\"time\":\"22/Nov/2026#\"time\":\"$(printf %02d $((copy % 28 + 1)))/$( [ $((copy / 28 % 2)) = 0 ] && echo Oct || echo Nov)/2026#"
  done
}

./rempart --version >/dev/null
echo "| what | events | MB | seconds | events/s | MB/s | peak memory MB |"
echo "|---|---|---|---|---|---|---|"
row "a, cold process" "$(./rempart import --json --data "$work/a" "$corpora/a/audit.log.gz")"
row "b (70 KB records), cold process" "$(./rempart import --json --data "$work/b" "$corpora/b/audit.log.gz")"
count=$((events / 22206 + 1))
row "a, $count times with other ids and days" "$(copies "$count" | ./rempart import --json --data "$work/long" -)"
row "a, into that store" "$(zcat "$corpora/a/audit.log.gz" | sed 's/"transaction_id":"\(.\{20\}\)/"transaction_id":"\1_last/' | ./rempart import --json --data "$work/long" -)"
du -sm "$work/long" | sed 's/\t.*/ MB is the store of the long run./'
