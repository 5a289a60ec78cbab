#!/usr/bin/env bash
# tools/install.sh WHEN…   installs the Debian packages of tools/packages.txt marked with one of WHEN, if they are missing.
# Quick and silent when there is nothing to do; asks for nothing but root (or sudo) when there is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

is_wanted() { # is_wanted check,bench WHEN…
    local one
    for one in ${1//,/ }; do
        if [[ " ${*:2} " == *" $one "* ]]; then return 0; fi
    done
    return 1
}

wanted=()
while read -r when package command; do
    is_wanted "$when" "$@" || continue
    if [[ -n "$command" ]] && command -v "$command" >/dev/null; then continue; fi
    wanted+=("$package")
done < <(sed 's/#.*//' tools/packages.txt | grep -v '^[[:space:]]*$')
[[ ${#wanted[@]} -gt 0 ]] || exit 0

if ! command -v dpkg-query >/dev/null; then
    echo "tangthu: không có dpkg, hãy tự cài / no dpkg here, please install yourself: ${wanted[*]}" >&2
    exit 0
fi
installed="$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^installed //p' || true)"
missing=()
for package in "${wanted[@]}"; do
    grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
[[ ${#missing[@]} -gt 0 ]] || exit 0

echo "Cài gói Debian còn thiếu / installing missing Debian packages: ${missing[*]}" >&2
if [[ $(id -u) -eq 0 ]]; then
    as_root=(env)
elif command -v sudo >/dev/null; then
    as_root=(sudo)
else
    {
        echo "Cần quyền root để cài. Hãy chạy lệnh sau bằng root rồi thử lại."
        echo "Installing needs root. Run this as root, then try again:"
        echo "    apt-get install ${missing[*]}"
    } >&2
    exit 77
fi
mkdir -p build
log=build/install.log
install() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null; }
: >"$log"
"${as_root[@]}" apt-get update >>"$log" 2>&1 </dev/null || echo "apt-get update failed; trying with the lists at hand" >>"$log"
if ! install; then
    tail -n 15 "$log" >&2
    {
        echo "Không cài được gói (xem $log). Kiểm tra mạng và nguồn gói rồi thử lại."
        echo "Packages could not be installed (see $log). Check the network and the package sources, then try again."
    } >&2
    exit 69
fi
