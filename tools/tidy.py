#!/usr/bin/env python3
"""tools/tidy.py [--again] [FILE…]: clang-tidy (names, and a few checks that find bugs) over every C++ file, or over these.

Most of the time that clang-tidy takes for a file goes into headers of the standard library and of vendors. So many files are looked at
together, in heaps: one source that includes them all, with the options of all of them. Two files that each have, say, a `kSelect` of
their own go into different heaps; should a heap not compile all the same, its files are looked at one by one (decision 0006).

A heap that passed is not looked at again until one of its files, one of our headers they include, or .clang-tidy changes. That is
remembered in $XDG_CACHE_HOME/tangthu/tidy (~/.cache); --again forgets it.
"""
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from house import ROOT, includes, is_test, read, tracked, without_comments

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tangthu" / "tidy"
FOLDER = ROOT / "build/tidy/heaps"
LINES = 3000  # of a heap: many files share their headers, and no processor waits long for another at the end
UNSEEN = ("tests/must_not_compile/",)  # wrong on purpose


def own_names(text):
    """What the file declares in anonymous namespaces, and a main function; rather a name too many than one too few."""
    code = without_comments(text)
    found = set(re.findall(r"\b(?:main|LLVMFuzzerTestOneInput)(?=\s*\()", code))
    for start in re.finditer(r"\bnamespace\s*\{", code):
        depth, at, flat = 1, start.end(), []
        while depth and at < len(code):
            depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(code[at], 0)
            if depth == 1 or (depth == 2 and code[at] in "{("):
                flat.append(code[at])
            at += 1
        found.update(re.findall(r"\b([A-Za-z_]\w*)\s*(?:[={(;\[]|:(?!:))", "".join(flat)))
    return {name for name in found if not name.isupper()} - {"static_assert", "alignas", "decltype", "noexcept"}


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


def compiled():
    """Options by source of ours, `-isystem PATH` as one."""
    subprocess.run(["cmake", "--preset", "tidy", "-Wno-dev"], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    found = {}
    for entry in json.loads(read(ROOT / "build/tidy/compile_commands.json")):
        path = Path(entry["file"]).resolve()
        if ROOT in path.parents and ROOT / "build" not in path.parents:
            words = iter(shlex.split(entry["command"].split(" -o ")[0])[1:])
            found[path] = [(word, next(words)) if word == "-isystem" else (word,) for word in words]
    return found


def unseen(sources):
    """C++ files that no source of the preset reaches: nobody would look at them."""
    seen = set()
    for path in sources:
        reached(path, seen)
    for path in tracked(ROOT):
        name = str(path.relative_to(ROOT))
        if name.endswith((".h", ".cpp")) and not name.startswith(UNSEEN) and path.resolve() not in seen:
            yield name


def heaps(sources):
    """Lists of files that compile together, tests by themselves; the longest first."""
    found = []
    for path in sorted(sources, key=lambda p: (is_test(p) or ROOT / "src" not in p.parents, p)):
        text = read(path)
        names, lines = own_names(text), text.count("\n")
        for heap in found:
            if not names & heap["names"] and heap["lines"] + lines <= LINES:
                break
        else:
            heap = {"files": [], "names": set(), "lines": 0}
            found.append(heap)
        heap["files"].append(path)
        heap["names"] |= names
        heap["lines"] += lines
    return [h["files"] for h in sorted(found, key=lambda h: -h["lines"])]


def options_of(files, sources):
    """The options of all the files, each once, in order."""
    options = dict.fromkeys(option for path in files for option in sources[path])
    return [word for option in options for word in option]


def key(files, options):
    digest, seen = hashlib.sha256((ROOT / ".clang-tidy").read_bytes() + " ".join(options).replace(str(ROOT), "").encode()), set()
    for path in files:
        reached(path, seen)
    for each in sorted(seen):
        digest.update(str(each.relative_to(ROOT)).encode() + b"\0" + each.read_bytes() + b"\0")
    return digest.hexdigest()


def tidy(files, sources):
    options = options_of(files, sources)
    name = key(files, options)
    source = FOLDER / f"{files[0].stem}_{name[:12]}.cpp"
    source.write_text("".join(f'#include "{path}"\n' for path in files), encoding="utf-8")
    done = subprocess.run(["clang-tidy-19", "--quiet", f"--config-file={ROOT}/.clang-tidy", str(source), "--", *options],
                          cwd=ROOT, capture_output=True, text=True, check=False)
    said = done.stdout.replace(f"{ROOT}/", "")
    if len(files) > 1 and "[clang-diagnostic-" in said:
        print(f"note: a heap of {len(files)} files does not compile, one by one then: {said.splitlines()[0]}", flush=True)
        parts = [tidy([path], sources) for path in files]
        return all(passed for passed, _ in parts), "\n".join(part for _, part in parts)
    if done.returncode == 0:
        (CACHE / name).touch()
    elif not said.strip():
        said = f"{files[0].relative_to(ROOT)}: clang-tidy ended with {done.returncode}: {done.stderr[-2000:]}"
    return done.returncode == 0, said


def main(arguments):
    sources = compiled()
    left_out = list(unseen(sources))
    for name in left_out:
        print(f"{name}: no source of the preset `tidy` includes it, so nobody looks at it")
    named = {Path(a).resolve() for a in arguments if not a.startswith("--")}
    if named:
        sources = {path: options for path, options in sources.items() if path in named}
    CACHE.mkdir(parents=True, exist_ok=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    waiting = [files for files in heaps(sources) if "--again" in arguments or not (CACHE / key(files, options_of(files, sources))).exists()]
    print(f"{sum(map(len, waiting))} of {len(sources)} files to look at, in {len(waiting)} heaps", flush=True)
    failed, shown = 0, set()
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for passed, said in pool.map(lambda files: tidy(files, sources), waiting):
            failed += not passed
            for part in re.split(r"(?m)^(?=\S+:\d+:\d+: (?:error|warning))", said) if not passed else []:
                if part.strip() and part not in shown:  # one header is met by many sources
                    shown.add(part)
                    print(part.rstrip(), flush=True)
    print(f"{len(shown)} findings" if failed else "clean")
    return 1 if failed or left_out else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
