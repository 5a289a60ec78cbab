#!/usr/bin/env python3
"""A source file stays under 500 lines (a note over that, a failure over 800), a folder under about 20 entries (a note)."""
from house import at, files, read, run

REASON = "what does not fit in a reader's head hides two things in one file: split it along what it does."
NOTE_LINES, LIMIT_LINES, NOTE_ENTRIES = 500, 800, 24


def check(root):
    per_folder = {}
    for path in files(root, "src", "tests", "bench", "web", "tools", suffixes=(".h", ".cpp", ".ts", ".mjs", ".py", ".css", ".mustache")):
        per_folder[path.parent] = per_folder.get(path.parent, 0) + (0 if path.name.endswith(("_test.cpp", "_fuzz.cpp", ".test.ts")) else 1)
        lines = read(path).count("\n")
        if lines > LIMIT_LINES:
            yield f"{at(root, path)}: {lines} lines, the limit is {LIMIT_LINES}"
        elif lines > NOTE_LINES:
            yield f"note: {at(root, path)}: {lines} lines, over {NOTE_LINES}"
    for folder, count in per_folder.items():
        if count > NOTE_ENTRIES:
            yield f"note: {at(root, folder)}: {count} files in one folder"


GOOD = [{"src/a.cpp": "x\n" * 500}, {"src/a.cpp": "x\n" * 501}]
BAD = [{"src/a.cpp": "x\n" * 801, "expect": "the limit"}]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
