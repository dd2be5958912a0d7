#!/bin/sh
# Puts the tables that the last run of the conformance tests wrote (conformance/target/conformance/*.md) into docs/conformance.md:
# each replaces the section of its name; a suite that did not run keeps its section. With names, these alone: tables.sh suites
set -eu
cd "$(dirname "$0")/.."
page=docs/conformance.md
if [ $# -gt 0 ]; then
    tables=$(printf 'conformance/target/conformance/%s.md ' "$@")
else
    tables=$(echo conformance/target/conformance/*.md)
fi
for table in $tables; do
    [ -e "$table" ] || { echo "No suite has run: is REMPART_CORPORA set?" >&2; exit 1; }
    name=$(basename "$table" .md)
    grep -q "^<!-- begin $name -->" "$page" || printf '\n<!-- begin %s -->\n<!-- end %s -->\n' "$name" "$name" >> "$page"
    awk -v name="$name" -v table="$table" '
        $0 == "<!-- begin " name " -->" {
            print; skipping = 1
            while ((getline line < table) > 0) { sub(/^# /, "## ", line); print line }
        }
        $0 == "<!-- end " name " -->" { skipping = 0 }
        !skipping { print }
    ' "$page" > "$page.new"
    mv "$page.new" "$page"
    echo "$name: written to $page"
done
