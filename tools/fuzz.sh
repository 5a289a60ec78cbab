#!/usr/bin/env bash
# tools/fuzz.sh [SECONDS]   runs every libFuzzer target of build/fuzz for a short while (default 20 s each).
# A find is kept in build/fuzz/finds: shrink it (TARGET -minimize_crash=1 FILE), put it into tests/fuzz/TARGET, fix the fault.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds="${1:-20}"
mkdir -p build/fuzz/finds
status=0
shopt -s nullglob
for target in build/fuzz/fuzzers/*_fuzz; do
    name="$(basename "$target")"
    mkdir -p "build/fuzz/corpus/$name" "tests/fuzz/$name"
    echo "$name: $seconds s"
    if ! "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=65536 -verbosity=0 -print_final_stats=0 \
        -artifact_prefix="build/fuzz/finds/$name-" "build/fuzz/corpus/$name" "tests/fuzz/$name" >"build/fuzz/$name.log" 2>&1; then
        tail -n 30 "build/fuzz/$name.log"
        status=1
    fi
    rmdir --ignore-fail-on-non-empty "tests/fuzz/$name"
done
exit "$status"
