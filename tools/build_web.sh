#!/usr/bin/env bash
# tools/build_web.sh [--modules]   installs the npm modules when the lock changed, builds web/dist when a source changed.
# --modules: only the modules. Quick, silent and off-line when there is nothing to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

lock="$(cat web/package-lock.json tools/node/package-lock.json | sha256sum | cut -d' ' -f1)"
sources="$(
    {
        echo "$lock"
        { find web locales -name node_modules -prune -o -path web/dist -prune -o -path web/staff/tests -prune -o -type f ! -name '*.test.ts' -print0; } | sort -z | xargs -0 -r sha256sum
    } | sha256sum | cut -d' ' -f1
)"
modules_ready() { [[ "$(cat web/node_modules/.tangthu-stamp 2>/dev/null)" == "$lock" ]]; }
dist_ready() { [[ "$(cat build/web.stamp 2>/dev/null)" == "$sources" && -d web/dist ]]; }

if [[ "${1:-}" == --modules ]]; then
    modules_ready && exit 0
elif dist_ready; then
    exit 0
fi

. tools/node/activate
if ! modules_ready; then
    echo "Cài mô-đun npm / installing npm modules …" >&2
    (cd web && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error >&2)
    printf '%s\n' "$lock" >web/node_modules/.tangthu-stamp
fi
[[ "${1:-}" == --modules ]] && exit 0
(cd web && node build.mjs)
mkdir -p build
printf '%s\n' "$sources" >build/web.stamp
