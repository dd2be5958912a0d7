#!/bin/sh
# Searches, guided by coverage, for bytes that break a property: each target for so many minutes, one after another.
# Usage: fuzz/run.sh [MINUTES] [TARGET...]   (10, all of them; a target is Json, Xml, …: src/test/java/io/rempart/fuzz/*Target.java)
# An exception, a property that does not hold, ten seconds for one input, or more memory than -Xmx512m ends a target's search with
# status 1; the bytes lie in fuzz/target/findings. Mended ones go to fuzz/src/test/corpus, from where `mvn verify` replays them.
# fuzz/target/findings/summary.md gets a row for each target: what docs/conformance.md shows.
set -eu
cd "$(dirname "$0")/.."
minutes=${1:-10}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- Query Records Xml Json Rules UrlEncoded Multipart Regex Transaction
mvn -B -ntp -q -Pjazzer -pl fuzz -am -DskipTests -Dspotless.check.skip=true package
mkdir -p fuzz/target/findings
summary=fuzz/target/findings/summary.md
[ -s "$summary" ] || printf '%s\n' '| target | inputs | minutes | edges | heap in use after a collection: first half, second half | found |' \
    '|---|---:|---:|---:|---:|---|' >"$summary"

# The most that was in use after a collection, in MB, between two shares of a log of collections.
in_use() {
    sed -n 's/.*->\([0-9]*\)M([0-9]*M).*/\1/p' "$1" | awk -v from="$2" -v to="$3" '
        { used[NR] = $1 }
        END { for (i = 1; i <= NR; i++) if (i > NR * from && i <= NR * to && used[i] > most) most = used[i]; print most + 0 }'
}

failed=0
for target; do
    mkdir -p "fuzz/target/inputs/$target"
    log=fuzz/target/findings/$target.log
    collections=fuzz/target/findings/$target.gc
    began=$(date +%s)
    if java -Xmx512m -XX:+UseSerialGC -Xlog:gc:file="$collections"::filecount=0 \
        -cp "fuzz/target/test-classes:fuzz/target/lib/*" com.code_intelligence.jazzer.Jazzer \
        --target_class="io.rempart.fuzz.${target}Target" --instrumentation_includes='io.rempart.**' \
        --reproducer_path=fuzz/target/findings -artifact_prefix="fuzz/target/findings/$target-" \
        -max_total_time=$((minutes * 60)) -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
        "fuzz/target/inputs/$target" "fuzz/src/test/corpus/$target" >"$log" 2>&1
    then
        found=nothing
    else
        found="see $log"
        failed=1
    fi
    inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    edges=$(sed -n 's/^#[0-9].* cov: \([0-9]*\) .*/\1/p' "$log" | tail -1)
    echo "| $target | $inputs | $((($(date +%s) - began + 30) / 60)) | $edges | $(in_use "$collections" 0 0.5) MB, $(in_use "$collections" 0.5 1) MB | $found |" |
        tee -a "$summary"
done
exit $failed
