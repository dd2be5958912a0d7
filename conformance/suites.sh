#!/bin/sh
# Fetches the sources of ModSecurity 3, ModSecurity 2 and the Core Rule Set as Debian has them, lays their test suites out in the
# place of the corpora (REMPART_CORPORA), runs the suites, and puts the table into docs/conformance.md.
#
#   conformance/suites.sh [SUITE [SUITE2]]     the Debian suites to take them from: bookworm when nothing is said, and sid for
#                                              ModSecurity 2, whose tests have grown since
#
# The archive is the one that apt takes SUITE from on this machine, else DEBIAN_MIRROR names it. apt-get keeps its lists in a folder of its own here: the system's are not read and not changed. What was fetched is kept in
# conformance/target/suites, and checked by apt-get against Debian's signature when it is fetched.
set -eu
cd "$(dirname "$0")/.."
suite=${1:-bookworm}
suite2=${2:-sid}
keyring=${DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
work=$PWD/conformance/target/suites/$suite
corpora=$work/corpora

for command in apt-get dpkg-source perl mvn; do
    command -v "$command" > /dev/null || { echo "suites: $command is missing (apt install dpkg-dev perl maven)" >&2; exit 1; }
done
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(RELEASE) $(SITE)' | awk -v suite="$suite" '$1 == suite { print $2; exit }')}
[ -n "$mirror" ] || { echo "suites: apt knows no archive of $suite here; name one by DEBIAN_MIRROR" >&2; exit 1; }
[ -r "$keyring" ] || { echo "suites: $keyring is missing (apt install debian-archive-keyring)" >&2; exit 1; }

mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/sources"
printf 'Types: deb-src\nURIs: %s\nSuites: %s %s\nComponents: main\nSigned-By: %s\n' "$mirror" "$suite" "$suite2" "$keyring" \
    > "$work/debian.sources"

apt() {
    apt-get -q -o Dir::Etc::sourcelist="$work/debian.sources" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$work/lists" -o Dir::Cache="$work/cache" \
        -o APT::Sandbox::User="$(id -un)" "$@"
}

fetch() { # PACKAGE SUITE: prints the folder of its unpacked source
    if ! ls -d "$work/sources/$1"/*/ > /dev/null 2>&1; then
        [ -e "$work/updated" ] || { apt update >&2; touch "$work/updated"; }
        mkdir -p "$work/sources/$1"
        (cd "$work/sources/$1" && apt source --download-only "$1/$2" >&2) || return 1
        (cd "$work/sources/$1" && dpkg-source --no-check -q -x ./*.dsc >&2)
    fi
    for folder in "$work/sources/$1"/*/; do printf '%s' "${folder%/}"; return; done
}

rm -rf "$corpora"
mkdir -p "$corpora/modsecurity-v3"

three=$(fetch modsecurity "$suite")
cp -R "$three/test/test-cases/regression" "$corpora/modsecurity-v3/regression"
cp -R "$three/test/test-cases/data" "$corpora/modsecurity-v3/data"

two=$(fetch modsecurity-apache "$suite2")
cp -R "$two/tests" "$corpora/modsecurity-v2"

rules=$(fetch modsecurity-crs "$suite")
crs=$corpora/crs-$(basename "$rules" | sed 's/.*-//')
mkdir "$crs"
cp -R "$rules/rules" "$crs/rules"
cp -R "$rules/tests/regression/tests" "$crs/tests"
cp -R "$rules/crs-setup.conf.example" "$crs/crs-setup.conf.example"

report=$work/report
rm -rf "$report"
status=0
REMPART_CORPORA=$corpora mvn -B -ntp -q ${MAVEN_FLAGS:-} -pl conformance -am test \
    -Dtest='ModSecurity3ConformanceTest,ModSecurity2ConformanceTest,CoreRuleSetConformanceTest' \
    -Dsurefire.failIfNoSpecifiedTests=false -Dconformance.report="$report" || status=1

mkdir -p conformance/target/conformance
{
    printf '# Other cases of the same suites: the run\n\nSources of Debian (%s, ModSecurity 2 of %s): %s, %s, %s.\n' "$suite" "$suite2" \
        "$(basename "$three")" "$(basename "$two")" "$(basename "$rules")"
    for table in modsecurity3 modsecurity2-suite crs; do
        [ -e "$report/$table.md" ] && { echo; sed 's/^#/##/; s/^##* /### /' "$report/$table.md"; }
    done
} > conformance/target/conformance/suites.md
conformance/tables.sh suites
exit $status
