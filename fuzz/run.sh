#!/bin/sh
# Searches, guided by coverage, for bytes that break a property: each target for so many minutes, one after another.
# Usage: fuzz/run.sh [MINUTES] [TARGET...]   (10, all of them; a target is Json, Xml, …: src/test/java/io/rempart/fuzz/*Target.java)
# An exception, a property that does not hold, ten seconds for one input, or more memory than -Xmx512m ends a target's search with
# status 1; the bytes lie in fuzz/target/findings. Mended ones go to fuzz/src/test/corpus, from where `mvn verify` replays them.
set -eu
cd "$(dirname "$0")/.."
minutes=${1:-10}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- Regex Rules UrlEncoded Multipart Json Xml Transaction Records Query
mvn -B -ntp -q -Pjazzer -pl fuzz -am -DskipTests -Dspotless.check.skip=true package
mkdir -p fuzz/target/findings
failed=0
for target; do
    mkdir -p "fuzz/target/inputs/$target"
    log=fuzz/target/findings/$target.log
    if java -Xmx512m -cp "fuzz/target/test-classes:fuzz/target/lib/*" com.code_intelligence.jazzer.Jazzer \
        --target_class="io.rempart.fuzz.${target}Target" --instrumentation_includes='io.rempart.**' \
        --reproducer_path=fuzz/target/findings -artifact_prefix="fuzz/target/findings/$target-" \
        -max_total_time=$((minutes * 60)) -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
        "fuzz/target/inputs/$target" "fuzz/src/test/corpus/$target" >"$log" 2>&1
    then
        echo "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, nothing found"
    else
        echo "$target: found something, see $log"
        failed=1
    fi
done
exit $failed
