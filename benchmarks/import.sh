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
# Runs an import and prints its row: what the command says of itself, and how long a user waited for the whole process.
row() { # name, arguments of the import
  local name=$1 begun=$EPOCHREALTIME summary ended
  shift
  summary=$(./rempart import --json "$@")
  ended=$EPOCHREALTIME
  awk -v name="$name" -v n="$(field stored "$summary")" -v b="$(field bytes "$summary")" -v s="$(field seconds "$summary")" \
    -v m="$(field peak-memory "$summary")" -v w="$(awk "BEGIN { print $ended - $begun }")" \
    'BEGIN { printf "| %s | %d | %.0f | %.1f | %.0f | %.0f | %.1f | %.0f | %.0f |\n",
             name, n, b/1e6, s, n/s, b/1e6/s, w, n/w, m/1048576 }'
}

# The same log again with other ids and on another day, so that no event is a duplicate.
copies() { # count
  for copy in $(seq 1 "$1"); do
    zcat "$corpora/a/audit.log.gz" |
      sed "s/\"transaction_id\":\"\(.\{20\}\)/\"transaction_id\":\"\1$copy/; s#\"time\":\"22/Nov/2026#\"time\":\"$(printf %02d $((copy % 28 + 1)))/$( [ $((copy / 28 % 2)) = 0 ] && echo Oct || echo Nov)/2026#"
  done
}

./rempart --version >/dev/null
echo "| what | events | MB | seconds | events/s | MB/s | seconds of the process | events/s of the process | peak memory MB |"
echo "|---|---|---|---|---|---|---|---|---|"
for run in 1 2 3; do
  row "a, cold process, run $run" --data "$work/a$run" "$corpora/a/audit.log.gz"
done
for run in 1 2 3; do
  row "b (70 KB records), cold process, run $run" --data "$work/b$run" "$corpora/b/audit.log.gz"
done
count=$((events / 22206 + 1))
row "a, $count times with other ids and days" --data "$work/long" - < <(copies "$count")
row "a, into that store" --data "$work/long" - < <(zcat "$corpora/a/audit.log.gz" | sed 's/"transaction_id":"\(.\{20\}\)/"transaction_id":"\1_last/')
du -sm "$work/long" | sed 's/\t.*/ MB is the store of the long run./'
