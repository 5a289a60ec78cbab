#!/usr/bin/env bash
# tools/test_web.sh REPORT_DIR   types and unit tests of the TypeScript parts.
set -euo pipefail
report="$1"
cd "$(dirname "${BASH_SOURCE[0]}")/../web"
. ../tools/node/activate
mkdir -p "$report"
node node_modules/typescript/bin/tsc --noEmit
node node_modules/vue-tsc/bin/vue-tsc.js --noEmit -p staff
node node_modules/vitest/vitest.mjs run --reporter=default --reporter=junit --outputFile.junit="$report/junit.xml"
