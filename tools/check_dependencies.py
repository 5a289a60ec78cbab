#!/usr/bin/env python3
"""Each Debian package and npm module we ask for has its line in docs/dependencies.md, and no line is left over."""
import json
import re

from house import read, run

REASON = "a dependency nobody can give a reason for cannot be weighed, replaced or removed: say why it, and what else was weighed."
DOC, DEBIAN, NPM = "docs/dependencies.md", "tools/packages.txt", ("web/package.json", "tools/node/package.json")


def wanted(root):
    for line in read(root / DEBIAN).splitlines() if (root / DEBIAN).exists() else []:
        parts = line.split("#")[0].split()
        if len(parts) > 1:
            yield parts[1], DEBIAN
    for name in NPM:
        if (root / name).exists():
            manifest = json.loads(read(root / name))
            for section in ("dependencies", "devDependencies"):
                for package, version in manifest.get(section, {}).items():
                    yield package, name
                    if not re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", version):
                        yield f"!{package} {version}", name


def check(root):
    text = read(root / DOC) if (root / DOC).exists() else ""
    # Table rows: | `name`, `name` | why | weighed |
    described = {n for row in re.findall(r"^\|([^|]*`[^|]*)\|", text, re.M) for n in re.findall(r"`([^`]+)`", row)}
    named = set()
    for package, where in wanted(root):
        if package.startswith("!"):
            yield f"{where}: {package[1:]}: lock an exact version"
            continue
        if package in named and where == DEBIAN:
            yield f"{where}: {package} is listed twice"
        named.add(package)
        if package not in described:
            yield f"{DOC}: no line for {package} ({where})"
    for package in sorted(described - named):
        yield f"{DOC}: {package} is described, but nothing asks for it"


_DOC = "| name | why |\n|---|---|\n| `g++`, `cmake` | builds |\n"
GOOD = [{DOC: _DOC, DEBIAN: "# list\nbuild g++\nbuild cmake\n"},
        {DOC: _DOC + "| `vite` | x |\n", DEBIAN: "build g++\nbuild cmake\n", NPM[0]: '{"devDependencies": {"vite": "8.3.8"}}'}]
BAD = [
    {DOC: _DOC, DEBIAN: "build g++\nbuild cmake\nbuild yaz\n", "expect": "no line for yaz"},
    {DOC: _DOC, DEBIAN: "build g++\n", "expect": "cmake is described"},
    {DOC: _DOC, DEBIAN: "build g++\nbuild cmake\ncheck g++\n", "expect": "twice"},
    {DOC: _DOC + "| `vite` | x |\n", DEBIAN: "build g++\nbuild cmake\n", NPM[0]: '{"devDependencies": {"vite": "^8.3.8"}}', "expect": "exact"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
