#!/usr/bin/env python3
"""Draws the rooms and their arrows (Mermaid) into ARCHITECTURE.md from the CMakeLists.txt of each room.

    tools/draw_rooms.py           fails when the picture is not the present one
    tools/draw_rooms.py --write   draws it
"""
import re
import sys

from house import FLOORS, ROOT, files, includes, reach, read, rooms, run

REASON = "a diagram that is drawn by hand is wrong by the next change. Run: tools/draw_rooms.py --write"
BEGIN, END = "<!-- rooms: drawn by tools/draw_rooms.py -->", "<!-- end of rooms -->"


def reduced(room, all_rooms):
    """The arrows that say something: without `base`, which all use, and without what another arrow brings along."""
    direct = [d for d in room.depends if d in all_rooms]
    return [d for d in direct if d != "base" and not any(d in reach(o, all_rooms) for o in direct if o != d)]


def drawn_rooms(root):
    """The rooms with the arrows to draw: the app may use every door, but uses only those its files include."""
    all_rooms = rooms(root)
    if "app" in all_rooms:
        headers = [header.split("/") for path in files(root, "src/app", suffixes=(".h", ".cpp"))
                   for _, header, is_system in includes(read(path)) if not is_system]
        used = {parts[1] for parts in headers if parts[0] in FLOORS[:-1] and len(parts) > 2}
        all_rooms["app"].depends = [name for name in all_rooms if name in used]
    return all_rooms


def drawing(root):
    all_rooms = drawn_rooms(root)
    lines = ["```mermaid", "flowchart BT"]
    for floor in FLOORS:
        members = [r for r in all_rooms.values() if r.floor == floor]
        if not members:
            continue
        lines.append(f'  subgraph {floor}')
        lines += [f"    {r.name}" + (f'["{r.name} · {r.owns}*"]' if r.owns else "") for r in members]
        lines.append("  end")
    for room in all_rooms.values():
        lines += [f"  {room.name} --> {other}" for other in reduced(room, all_rooms)]
    lines += ["```", "", "| room | floor | uses | owns |", "|---|---|---|---|"]
    for room in all_rooms.values():
        uses = ", ".join(room.depends) or "–"
        lines.append(f"| {room.name} | {room.floor} | {uses} | {f'`{room.owns}`' if room.owns else '–'} |")
    return "\n".join(lines)


def check(root):
    path = root / "ARCHITECTURE.md"
    text = read(path) if path.exists() else ""
    found = re.search(re.escape(BEGIN) + r"\n(.*?)\n" + re.escape(END), text, re.S)
    if not found:
        yield f"ARCHITECTURE.md: no place for the rooms ({BEGIN} … {END})"
    elif found.group(1) != drawing(root):
        yield "ARCHITECTURE.md: the picture of the rooms is out of date"


def write():
    path = ROOT / "ARCHITECTURE.md"
    text = re.sub(re.escape(BEGIN) + r".*?" + re.escape(END), lambda _: f"{BEGIN}\n{drawing(ROOT)}\n{END}", read(path), flags=re.S)
    path.write_text(text, encoding="utf-8")


_HOUSE = {"src/platform/rooms.txt": "base\ndb\n", "src/platform/base/CMakeLists.txt": "tangthu_module(base)",
          "src/platform/db/CMakeLists.txt": "tangthu_module(db DEPENDS base OWNS db_)"}
_DRAWN = ("```mermaid\nflowchart BT\n  subgraph platform\n    base\n    db[\"db · db_*\"]\n  end\n```\n\n| room | floor | uses | owns |\n"
          "|---|---|---|---|\n| base | platform | – | – |\n| db | platform | base | `db_` |")
_APP = _HOUSE | {"src/app/main.cpp": '#include "app/wiring.h"\n#include "platform/base/log.h"\n#include <platform/db/x.h>\n'}
_DRAWN_APP = _DRAWN.replace("```\n\n", "  subgraph app\n    app\n  end\n```\n\n") + "\n| app | app | base | – |"
GOOD = [_HOUSE | {"ARCHITECTURE.md": f"x\n{BEGIN}\n{_DRAWN}\n{END}\ny\n"},
        _APP | {"ARCHITECTURE.md": f"{BEGIN}\n{_DRAWN_APP}\n{END}\n"}]
BAD = [
    # The app has begun to use a door that the picture does not show.
    _APP | {"src/app/db.cpp": '#include "platform/db/database.h"\n', "ARCHITECTURE.md": f"{BEGIN}\n{_DRAWN_APP}\n{END}\n",
            "expect": "out of date"},
    _HOUSE | {"ARCHITECTURE.md": f"{BEGIN}\nold\n{END}\n", "expect": "out of date"}, _HOUSE | {"expect": "no place"}]

if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        write()
    else:
        run(check, REASON, GOOD, BAD)
