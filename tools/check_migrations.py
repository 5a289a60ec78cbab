#!/usr/bin/env python3
"""A migration that was committed never changes: tools/migrations.lock holds the checksum of each.

    tools/check_migrations.py           checks
    tools/check_migrations.py --add     adds the new files to the lock (never rewrites a line)
"""
import hashlib
import re
import sys

from house import ROOT, at, files, read, rooms, run

REASON = ("a migration has already run on somebody's data: changing it gives two databases with one version and two shapes. "
          "Write the next migration instead.")
LOCK = "tools/migrations.lock"


def locked(root):
    path = root / LOCK
    lines = read(path).splitlines() if path.exists() else []
    return {line.split()[1]: line.split()[0] for line in lines if line.strip() and not line.startswith("#")}


def checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(root):
    known = locked(root)
    present = {path.name: path for path in files(root, "migrations", suffixes=(".sql",))}
    numbers = {}
    for name, path in present.items():
        number = re.match(r"(\d{4})_", name)
        if not number:
            yield f"{at(root, path)}: the name begins with four digits"
            continue
        if number.group(1) in numbers:
            yield f"{at(root, path)}: number {number.group(1)} is taken by {numbers[number.group(1)]}"
        numbers[number.group(1)] = name
        if name not in known:
            yield f"{at(root, path)}: not in {LOCK}; when it is final: tools/check_migrations.py --add"
        elif known[name] != checksum(path):
            yield f"{at(root, path)}: changed after it was committed"
    for name in known:
        if name not in present:
            yield f"{LOCK}: {name} is gone"
    last_locked = max((n for n in known), default="")
    for name in present:
        if name not in known and name < last_locked:
            yield f"migrations/{name}: stands before {last_locked}, which has already run: take the next number"


def add():
    known = locked(ROOT)
    with open(ROOT / LOCK, "a", encoding="utf-8") as lock:
        for path in files(ROOT, "migrations", suffixes=(".sql",)):
            if path.name not in known:
                lock.write(f"{checksum(path)}  {path.name}\n")
                print(f"added {path.name}")


_SQL = "CREATE TABLE cat_bibs (id @id@);\n"
_SUM = hashlib.sha256(_SQL.encode()).hexdigest()
GOOD = [{"migrations/0001_catalogue_bibs.sql": _SQL, LOCK: f"# checksums\n{_SUM}  0001_catalogue_bibs.sql\n"}, {"src/x": ""}]
BAD = [
    {"migrations/0001_catalogue_bibs.sql": _SQL + "-- more\n", LOCK: f"{_SUM}  0001_catalogue_bibs.sql\n", "expect": "changed"},
    {"migrations/0001_catalogue_bibs.sql": _SQL, LOCK: "", "expect": "not in tools/migrations.lock"},
    {"migrations/0001_catalogue_bibs.sql": _SQL, "expect": "not in tools/migrations.lock"},
    {LOCK: f"{_SUM}  0001_catalogue_bibs.sql\n", "expect": "gone"},
    {"migrations/0001_catalogue_bibs.sql": _SQL, "migrations/0001_catalogue_more.sql": _SQL, "expect": "taken"},
    {"migrations/bibs.sql": _SQL, "expect": "four digits"},
    {"migrations/0002_catalogue_bibs.sql": _SQL, "migrations/0001_catalogue_x.sql": "", LOCK: f"{_SUM}  0002_catalogue_bibs.sql\n",
     "expect": "next number"},
]

if __name__ == "__main__":
    if sys.argv[1:] == ["--add"]:
        add()
    else:
        run(check, REASON, GOOD, BAD)
