#!/usr/bin/env bash
# tools/test_e2e.sh REPORT_DIR   browser journeys: the portal against build/release/tangthu with the
# demo province, the staff application against a stand-in for its part of the server.
set -euo pipefail
report="$1"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. tools/node/activate
mkdir -p "$report" build/screens
shopt -s nullglob
suites=(tests/e2e/*.test.ts web/staff/tests/*.test.ts)
[[ ${#suites[@]} -gt 0 ]] || { echo "no journeys yet"; exit 0; }
node --test --test-concurrency=1 --test-timeout=300000 \
    --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=junit --test-reporter-destination="$report/junit.xml" "${suites[@]}"
