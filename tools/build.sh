#!/usr/bin/env bash
# tools/build.sh PRESET [TARGET…]   configures when needed and builds. Silent when there is nothing to do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
preset="$1"
shift
folder="build/$preset"

if ! grep -qsxF "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" "$folder/CMakeCache.txt"; then
    fresh=(--fresh) # never configured, or the checkout was moved
elif [[ -f "$folder/build.ninja" ]]; then
    fresh=(skip)
else
    fresh=()
fi
if [[ "${fresh[*]}" != skip ]]; then
    mkdir -p "$folder"
    if ! cmake --preset "$preset" -Wno-dev "${fresh[@]}" >"$folder/configure.log" 2>&1; then
        cat "$folder/configure.log" >&2
        exit 1
    fi
fi
# Nothing to do is the common case: stay silent then.
cmake --build "$folder" ${1:+--target "$@"} | { grep --line-buffered -vE '^ninja: no work to do|^-- |^\[0/[0-9]+\] Re-' || true; }
