# To be read by the benchmarks that need a filled store: builds, fills, and sets work (its directory) and classpath.
events=${1:-1000000}
sources=${2:-20000}
./rempart --version >/dev/null
mvn -B -ntp -q ${MAVEN_OPTIONS:-} -pl store -am -DskipTests -Dspotless.check.skip=true test-compile
classpath="testkit/target/classes:store/target/test-classes:app/target/rempart/lib/*"
if [ -n "${REMPART_BENCH:-}" ]; then
  work=$REMPART_BENCH
  mkdir -p "$work"
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi
if [ ! -f "$work/rempart.db" ]; then
  java -Xmx192m -cp "$classpath" io.rempart.store.StoreBenchmark "$work" "$events" 500 "$sources"
fi
