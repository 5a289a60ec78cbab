#!/usr/bin/env python3
"""Each Debian package and npm module we ask for has its line in docs/dependencies.md, and no line is left over.

What scripts import is asked for: TypeScript of the modules in a package.json, Python of its own library only.
"""
import json
import re
import sys

from house import at, files, read, run

REASON = "a dependency nobody can give a reason for cannot be weighed, replaced or removed: say why it, and what else was weighed."
IMPORT = re.compile(r"""(?:^|\s)(?:from|import)\s*\(?\s*["']([^."'][^"']*)["']""")
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


def imported(root, asked_for):
    """Imports of what nobody asked for: it is there only because something else brought it."""
    for path in files(root, "web", "tests", suffixes=(".ts", ".mjs", ".vue")):
        for number, line in enumerate(read(path).splitlines(), 1):
            for name in IMPORT.findall(line):
                package = "/".join(name.split("/")[:2 if name.startswith("@") else 1])
                if not name.startswith("node:") and package not in asked_for:
                    yield f"{at(root, path, number)}: imports {package}, which no package.json asks for"
    ours = {path.stem for path in files(root, "tools", suffixes=(".py",))}
    for path in files(root, "tools", "tests", "benchmarks", suffixes=(".py",)):
        for number, line in enumerate(read(path).splitlines(), 1):
            found = re.match(r"\s*(?:import|from)\s+(\w+)(?:[\s.,]|$)", line)
            if found and found.group(1) not in sys.stdlib_module_names and found.group(1) not in ours:
                yield f"{at(root, path, number)}: imports {found.group(1)}: tools do with Python's own library"


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
    yield from imported(root, named)
    for package in sorted(described - named):
        yield f"{DOC}: {package} is described, but nothing asks for it"


_DOC = "| name | why |\n|---|---|\n| `g++`, `cmake` | builds |\n"
GOOD = [{DOC: _DOC, DEBIAN: "# list\nbuild g++\nbuild cmake\n"},
        {DOC: _DOC + "| `vite` | x |\n", DEBIAN: "build g++\nbuild cmake\n", NPM[0]: '{"devDependencies": {"vite": "8.3.8"}}',
         "web/a.ts": 'import { join } from "node:path";\nimport { b } from "./b.ts";\nimport { build } from "vite/x";\n',
         "tools/a.py": "import json, re\nfrom b import c\n", "tools/b.py": ""}]
BAD = [
    {DOC: _DOC, DEBIAN: "build g++\nbuild cmake\nbuild yaz\n", "expect": "no line for yaz"},
    {DOC: _DOC, DEBIAN: "build g++\n", "expect": "cmake is described"},
    {DOC: _DOC, DEBIAN: "build g++\nbuild cmake\ncheck g++\n", "expect": "twice"},
    {DOC: _DOC + "| `vite` | x |\n", DEBIAN: "build g++\nbuild cmake\n", NPM[0]: '{"devDependencies": {"vite": "^8.3.8"}}', "expect": "exact"},
    {DOC: _DOC, DEBIAN: "build g++\nbuild cmake\n", NPM[0]: '{"dependencies": {"dexie": "1.2.3"}}', "expect": "no line for dexie"},
    {DOC: _DOC, DEBIAN: "build g++\nbuild cmake\n", "web/a.ts": 'import { x } from "@acme/widget/y";\n', "expect": "imports @acme/widget"},
    {DOC: _DOC, DEBIAN: "build g++\nbuild cmake\n", "web/a.ts": 'const x = await import("left-pad");\n', "expect": "imports left-pad"},
    {DOC: _DOC, DEBIAN: "build g++\nbuild cmake\n", "tools/a.py": "import os\nfrom requests import get\n", "expect": "imports requests"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
