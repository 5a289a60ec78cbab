#!/usr/bin/env python3
"""Each room that has sources has a README.md of at most a page that names what it owns."""
from house import at, files, read, rooms, run

REASON = "a newcomer should know after one page what a room is for, what it owns and what it promises."
LIMIT = 80


def check(root):
    for room in rooms(root).values():
        if not any(True for _ in files(root, str(room.path.relative_to(root)), suffixes=(".cpp",))):
            continue
        readme = room.path / "README.md"
        if not readme.exists():
            yield f"note: {at(root, room.path)}: no README.md"
            continue
        text = read(readme)
        if text.count("\n") > LIMIT:
            yield f"{at(root, readme)}: {text.count(chr(10))} lines, a page is {LIMIT}"
        if room.owns and room.owns not in text:
            yield f"{at(root, readme)}: does not name the tables it owns ({room.owns})"


_HOUSE = {"src/platform/rooms.txt": "base\ndb\n", "src/platform/base/CMakeLists.txt": "tangthu_module(base)",
          "src/platform/db/CMakeLists.txt": "tangthu_module(db DEPENDS base OWNS db_)", "src/platform/db/impl/x.cpp": ""}
GOOD = [_HOUSE | {"src/platform/db/README.md": "# db\nOwns `db_*`.\n"}]
BAD = [_HOUSE | {"src/platform/db/README.md": "# db\n", "expect": "owns"},
       _HOUSE | {"src/platform/db/README.md": "# db_\n" + "x\n" * 90, "expect": "a page"}]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
