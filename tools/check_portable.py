#!/usr/bin/env python3
"""No file of the repository knows one machine: no home folders, no build folders of a person, no addresses of a package registry."""
import re

from house import at, read, run, tracked

REASON = "a clone must build on any Debian 12 machine: a path or a registry address of one machine breaks it on the next."
TEXT = (".h", ".cpp", ".py", ".sh", ".ts", ".mjs", ".js", ".json", ".md", ".txt", ".cmake", ".sql", ".css", ".mustache", ".vue", ".html", ".mrk", ".yml", ".toml", ".lock")
MARKS = [
    (re.compile(r"(?<![\w.])/(home|Users)/[a-z][\w-]*/"), "a person's home folder"),
    (re.compile(r"(?<![\w.])/root/"), "root's home folder"),
    (re.compile(r"(?<![\w./])/work/"), "a folder of one machine"),
    (re.compile(r"\bregistry\.[a-z0-9-]+\.[a-z]{2,}"), "a registry's address"),
    (re.compile(r'"resolved"\s*:'), "a download address in a lock file (npm: omit-lockfile-registry-resolved)"),
    (re.compile(r"\b(deb|security|ftp|snapshot)\.debian\.org"), "a package mirror's address"),
]


def check(root):
    for path in tracked(root):
        named = path.suffix in TEXT or path.name in ("run", "check", "bench", "activate", "CMakeLists.txt")
        if not named or path.name == "check_portable.py":
            continue
        for number, line in enumerate(read(path).splitlines(), 1):
            for mark, what in MARKS:
                if mark.search(line):
                    yield f"{at(root, path, number)}: {what}: {mark.search(line).group(0)}"


GOOD = [{"a.md": "Data in /var/lib/tangthu, sources in ../shared/data; see registry of names.\n"}]
BAD = [
    {"a.md": "cd /home/an/tangthu\n", "expect": "home folder"},
    {"tools/x.sh": "cp /work/main .\n", "expect": "one machine"},
    {"web/package-lock.json": '{"resolved": "x"}\n', "expect": "download address"},
    {"a.md": "from https://registry.example.org/x\n", "expect": "registry"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
