#!/usr/bin/env bash
# tools/tidy.sh changed|all   clang-tidy (names, and a few checks that find bugs) with the preset `tidy`: clang, no PCH.
# changed: what differs from origin/main, with the uncommitted; in a checkout that is origin/main, the last commit.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [[ "$1" == all ]]; then
    files=$(git ls-files -- 'src/*.cpp' 'tests/*.cpp')
else
    base=$(git merge-base HEAD origin/main 2>/dev/null || true)
    if [[ -z "$base" || "$base" == "$(git rev-parse HEAD)" ]]; then
        base=$(git rev-parse -q --verify HEAD~1 || git rev-parse HEAD)
    fi
    files=$( (git diff --name-only --diff-filter=d "$base" -- 'src/*.cpp' 'tests/*.cpp'; git ls-files -o --exclude-standard -- 'src/*.cpp' 'tests/*.cpp') | sort -u)
fi
files=$(grep -v '^tests/must_not_compile/' <<<"$files" || true)
[[ -n "$files" ]] || exit 0
cmake --preset tidy -Wno-dev >/dev/null
# Only what the preset compiles; generated sources may be missing before a build, and tidy needs none of them.
known=$(python3 -c 'import json,os;print("\n".join(os.path.relpath(e["file"]) for e in json.load(open("build/tidy/compile_commands.json"))))')
files=$(grep -xF -f <(echo "$known") <<<"$files" || true)
[[ -n "$files" ]] || exit 0
echo "$(wc -l <<<"$files") files"
xargs -P "$(nproc)" -n 1 clang-tidy-19 --quiet -p build/tidy <<<"$files" 2> >(grep -vE 'warnings generated|^Suppressed|^Use -header' >&2 || true)
