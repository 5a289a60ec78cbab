#!/usr/bin/env bash
# tools/format.sh [--check]   formats every C++ file of the repository with clang-format 19, or names those that need it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
files() { git ls-files -z --cached --others --exclude-standard -- 'src/*.h' 'src/*.cpp' 'tests/*.h' 'tests/*.cpp' 'benchmarks/*.h' 'benchmarks/*.cpp'; }
if [[ "${1:-}" != --check ]]; then
    files | xargs -0 -r clang-format-19 -i
    exit 0
fi
if ! files | xargs -0 -r -P "$(nproc)" -n 20 clang-format-19 --dry-run -Werror --ferror-limit=1; then
    echo "Not formatted. Run: tools/format.sh (one layout, so that a diff shows only what was meant)" >&2
    exit 1
fi
