# The menu. `make` lists it.
export REQUESTS SEED
.PHONY: suites bench-block bench-console bench-search screenshots conformance help build test format check run bench-import bench-engine oracle oracle-v2 gate reference fuzz bench-redos

help: ## list what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 20

build: ## build the rempart command
	mvn -B -ntp -q -DskipTests package

test: ## all tests (those that need a server skip where it is not installed)
	mvn -B -ntp verify

format: ## format the code
	mvn -B -ntp -q spotless:apply

check: ## static analysis (Error Prone, NullAway); needs JDK 21 or newer in JAVA_HOME
	mvn -B -ntp -q clean compile

conformance: ## run the test suites of others (REMPART_CORPORA), write docs/conformance.md
	mvn -B -ntp -q -pl conformance -am test -Dtest='*ConformanceTest' -Dsurefire.failIfNoSpecifiedTests=false
	conformance/tables.sh

suites: ## run other cases of the same suites: those in Debian's sources of ModSecurity 2, 3 and the Core Rule Set (network)
	conformance/suites.sh

reference: ## write docs/reference/seclang.md from the code
	mvn -B -ntp -q -pl engine test -Dtest=ReferencePageTest -Dreference.write=true

bench-block: ## measure the firewall with 100,000 entries, in a network namespace (root)
	mvn -B -ntp -q -pl app -am test -Dtest=FirewallBenchmark -Dsurefire.failIfNoSpecifiedTests=false

bench-import: ## measure imports (EVENTS=1000000 for the long run)
	benchmarks/import.sh $(EVENTS)

bench-engine: ## measure the engine beside libmodsecurity (SECONDS=6 a class)
	benchmarks/engine.sh $(SECONDS)
bench-redos: ## patterns known to explode, over 1 kB to 1 MB
	mvn -B -ntp -q -pl engine test-compile
	java -Xss1m -cp engine/target/classes:engine/target/test-classes io.rempart.engine.regex.RedosMeasurement

oracle: ## compare the engine with libmodsecurity (REQUESTS=100000 SEED=7)
	mvn -B -ntp -q -pl conformance -am test -Dtest=OracleTest -Dsurefire.failIfNoSpecifiedTests=false
	conformance/tables.sh

oracle-v2: ## compare the engine with ModSecurity 2 in Apache (REQUESTS=20000 SEED=7)
	mvn -B -ntp -q -pl conformance -am test -Dtest=ApacheOracleTest -Dsurefire.failIfNoSpecifiedTests=false
	conformance/tables.sh

gate: ## compare the engine with its gate and without, over every corpus (REQUESTS=5000 a corpus)
	mvn -B -ntp -q -pl conformance -am test -Dtest=GateTest -Dsurefire.failIfNoSpecifiedTests=false

fuzz: ## search for bytes that break a reader of hostile input (MINUTES=10 a target, TARGET=Json)
	fuzz/run.sh $(or $(MINUTES),10) $(TARGET)

screenshots: ## take the pictures of docs/screenshots again (needs Chromium)
	REMPART_SCREENSHOTS=$(CURDIR)/docs/screenshots mvn -B -ntp -q -pl app -am test -Dtest='PagesInBrowserTest,ActsInBrowserTest' -Dsurefire.failIfNoSpecifiedTests=false

bench-search: ## measure searches, statistics and incidents on a million events (REMPART_BENCH=DIR keeps the store)
	benchmarks/search.sh $(EVENTS) $(SOURCES)

bench-console: ## measure the console's pages through the real server on a million events (REMPART_BENCH=DIR keeps the store)
	benchmarks/console.sh $(EVENTS) $(SOURCES)

run: ## the console on http://127.0.0.1:8350
	./rempart serve
