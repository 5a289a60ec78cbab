#!/usr/bin/env python3
"""tools/tidy.py [--all] [FILE…]: clang-tidy (names, and a few checks that find bugs) with the preset `tidy`: clang, no PCH.

Without --all only the files that the last three commits or the work tree changed: a whole run takes a quarter of an hour on two cores.
A file that passed is not looked at again until it, one of our headers it includes, or .clang-tidy changes. What passed is
remembered in $XDG_CACHE_HOME/tangthu/tidy (~/.cache); --all forgets it.
"""
import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from house import ROOT, includes, read

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tangthu" / "tidy"


def reached(path, seen):
    """The file and every header of ours that it includes, directly or not."""
    if path in seen:
        return seen
    seen.add(path)
    for _, header, is_system in includes(read(path)):
        for base in (ROOT / "src", ROOT, path.parent):
            if not is_system and (base / header).is_file():
                reached((base / header).resolve(), seen)
                break
    return seen


def key(path):
    digest = hashlib.sha256((ROOT / ".clang-tidy").read_bytes())
    for each in sorted(reached(path, set())):
        digest.update(str(each.relative_to(ROOT)).encode() + b"\0" + each.read_bytes() + b"\0")
    return digest.hexdigest()


def changed_lately():
    """Files that differ from three commits ago; every file where there are not so many commits."""
    def git(*words):
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    base = "HEAD~3" if git("rev-parse", "--verify", "-q", "HEAD~3").returncode == 0 else "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    listed = git("diff", "--name-only", base).stdout + git("ls-files", "--others", "--exclude-standard").stdout
    return {(ROOT / name).resolve() for name in listed.splitlines()}


def tidy(path):
    done = subprocess.run(["clang-tidy-19", "--quiet", "-p", "build/tidy", str(path)], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode == 0, done.stdout.replace(str(ROOT) + "/", "")


def main(arguments):
    subprocess.run(["cmake", "--preset", "tidy", "-Wno-dev"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    commands = json.loads(read(ROOT / "build/tidy/compile_commands.json"))
    compiled = {Path(c["file"]).resolve() for c in commands}
    chosen = sorted(p for p in compiled if ROOT in p.parents and ROOT / "build" not in p.parents)
    named = [(ROOT / a).resolve() for a in arguments if not a.startswith("--")]
    if named:
        chosen = [p for p in chosen if p in named]
    elif "--all" not in arguments:
        changed = changed_lately()
        chosen = [p for p in chosen if p in changed]
    CACHE.mkdir(parents=True, exist_ok=True)
    keys = {path: key(path) for path in chosen}
    waiting = [p for p in chosen if "--all" in arguments or named or not (CACHE / keys[p]).exists()]
    print(f"{len(waiting)} of {len(chosen)} files to look at", flush=True)
    failed, shown = 0, set()
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for path, (passed, said) in zip(waiting, pool.map(tidy, waiting)):
            if passed:
                (CACHE / keys[path]).touch()
                continue
            failed += 1
            for part in re.split(r"(?m)^(?=\S+:\d+:\d+: (?:error|warning))", said):
                if part.strip() and part not in shown:  # one header is met by many sources
                    shown.add(part)
                    print(part.rstrip(), flush=True)
    print(f"{failed} files with findings" if failed else "clean")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
