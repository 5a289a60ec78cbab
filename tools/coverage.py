#!/usr/bin/env python3
"""tools/coverage.py BUILD_DIR: lines of src/ that the tests ran, a row a room, from gcov's data. A figure to look at, not a gate."""
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from house import ROOT


def gcov(data):
    done = subprocess.run(["gcov", "--json-format", "--stdout", data.name], cwd=data.parent, capture_output=True, check=False)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith(b"{")]


def main(build):
    lines = {}
    with ThreadPoolExecutor() as pool:
        for reports in pool.map(gcov, sorted(build.resolve().rglob("*.gcda"))):
            for report in reports:
                base = Path(report["current_working_directory"])
                for file in report["files"]:
                    # -ffile-prefix-map makes our own names relative to the sources.
                    path = next((p for p in ((ROOT / file["file"]), (base / file["file"])) if p.is_file()), None)
                    if path is None or (ROOT / "src") not in path.resolve().parents or path.name.endswith("_test.cpp"):
                        continue
                    seen = lines.setdefault(str(path.resolve().relative_to(ROOT / "src")), {})
                    for line in file["lines"]:
                        seen[line["line_number"]] = seen.get(line["line_number"], 0) + line["count"]
    rooms = {}
    for name, seen in lines.items():
        room = "/".join(name.split("/")[:2])
        ran, of = rooms.get(room, (0, 0))
        rooms[room] = (ran + sum(1 for n in seen.values() if n), of + len(seen))
    rooms = {room: counts for room, counts in rooms.items() if counts[1]}  # a header of declarations alone has no lines to run
    if not rooms:
        return "no coverage data"
    for room, (ran, of) in sorted(rooms.items()) + [("all", tuple(map(sum, zip(*rooms.values()))))]:
        print(f"{room:24} {100 * ran / of:5.1f} %  {ran} of {of} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
