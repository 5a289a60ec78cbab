#!/usr/bin/env python3
"""Includes follow the floors and the arrows of each room's CMakeLists.txt; impl/ is closed; only the app constructs."""
import re

from house import FLOORS, at, files, includes, is_test, reach, read, room_of, rooms, run, without_comments

REASON = ("a room can be understood, built and changed alone only while its arrows are the declared ones "
          "(ARCHITECTURE.md, floors and rooms). Declare the arrow in DEPENDS if it is meant, or go through the door.")

# What a kind of file in impl/ must not touch, so that its name keeps telling what it does.
CLOSED = [
    (re.compile(r"(^|/)impl/(\w+_)?policy(_\w+)?\.(h|cpp)$"), ("platform/db/", "platform/net/", "platform/journal/", "platform/jobs/",
     "platform/base/clock.h", "platform/base/log.h", "platform/text/messages.h"), "a policy is pure: values in, values out"),
    (re.compile(r"(^|/)impl/\w+_store\.(h|cpp)$"), ("platform/net/",), "a store knows SQL and nothing of the network"),
    (re.compile(r"(^|/)impl/(http|json)(_\w+)?\.(h|cpp)$"), ("platform/db/",), "routes and shapes use the room's door, not its tables"),
]


def doors(all_rooms):
    """Class name -> room, for rooms whose door is `class CamelCase(room)` in room.h."""
    found = {}
    for room in all_rooms.values():
        name = "".join(part.capitalize() for part in room.name.split("_"))
        header = room.path / f"{room.name}.h"
        if header.exists() and re.search(rf"\bclass {name}\b\s*(final\s*)?(:[^;]*)?\{{", read(header)):
            found[name] = room
    return found


def check_arrows(root, all_rooms):
    order = list(all_rooms)
    for room in all_rooms.values():
        if room.floor == "app":
            continue
        where = at(root, room.path / "CMakeLists.txt")
        for name in room.depends:
            other = all_rooms.get(name)
            if other is None:
                yield f"{where}: DEPENDS {name}: no such room"
            elif FLOORS.index(other.floor) > FLOORS.index(room.floor):
                yield f"{where}: {room.floor}/{room.name} may not depend on the higher floor {other.floor}/{name}"
            elif other.floor == room.floor and order.index(name) >= order.index(room.name):
                yield f"{where}: {name} stands after {room.name} in rooms.txt: arrows go back only, so there is no cycle"
            elif room.floor == "gateways" and (other.floor == "gateways" or name in ("db", "journal", "jobs")):
                yield f"{where}: a gateway speaks one protocol over the modules' doors; it may not depend on {name}"


def check_use(root, all_rooms, used):
    """An arrow that no file needs: `used` has, for each room, those its files include."""
    for room in all_rooms.values():
        for name in room.depends if room.floor != "app" and room.name in used else []:
            if name in all_rooms and name not in used[room.name]:
                yield f"{at(root, room.path / 'CMakeLists.txt')}: DEPENDS {name}: no file of {room.name} includes anything of it"


def check_file(root, path, room, all_rooms):
    in_test = is_test(path)
    place = str(path.relative_to(root))
    is_door = path.suffix == ".h" and "impl" not in path.relative_to(room.path).parts and room.floor != "app"
    text = read(path)
    for line, header, is_system in includes(text):
        parts = header.split("/")
        if is_system:
            if parts[0] in (*FLOORS, "tests"):
                yield f"{place}:{line}: <{header}>: our own headers stand in quotes"
            continue
        if header.startswith("tests/"):
            if not in_test:
                yield f"{place}:{line}: {header}: only tests include test support"
            continue
        target = all_rooms.get("app" if parts[0] == "app" else parts[1] if len(parts) > 2 else "")
        if parts[0] not in FLOORS or target is None or target.floor != parts[0]:
            yield f"{place}:{line}: \"{header}\": include our headers by their full path from src/"
            continue
        if not (root / "src" / header).exists():
            yield f"{place}:{line}: {header}: no such file"
        is_private = "impl" in parts
        if target.name == room.name:
            if is_door and is_private:
                yield f"{place}:{line}: a door may not show its own impl/"
        elif is_private:
            yield f"{place}:{line}: {header}: impl/ of {target.floor}/{target.name} is closed to {room.name}"
        elif target.name not in room.depends and not (in_test and target.name in reach(room.name, all_rooms)):
            yield f"{place}:{line}: {header}: {room.name} has no arrow to {target.name}"
        for pattern, closed, why in CLOSED:
            if not in_test and target.name != room.name and pattern.search(place) and header.startswith(closed):
                yield f"{place}:{line}: {header}: {why}"


def check_construction(root, path, room, door_classes):
    code = without_comments(read(path))
    for name, owner in door_classes.items():
        if owner.name == room.name:
            continue
        made = re.search(rf"make_(unique|shared)\s*<\s*(\w+::)*{name}\s*>|\bnew\s+(\w+::)*{name}\b"
                         rf"|^\s*(\w+::)*{name}\s+\w+\s*(\{{|\((?!\)))", code, re.M)
        if made:
            line = code.count("\n", 0, made.start()) + 1
            yield f"{at(root, path, line)}: {room.name} constructs {name}; only src/app wires rooms together"


def check(root):
    all_rooms = rooms(root)
    door_classes = doors(all_rooms)
    used = {}
    yield from check_arrows(root, all_rooms)
    for path in files(root, "src", suffixes=(".h", ".cpp")):
        room = room_of(root, path, all_rooms)
        if room is None:
            yield f"{at(root, path)}: belongs to no room of rooms.txt"
            continue
        used.setdefault(room.name, set()).update(h.split("/")[1] for _, h, system in includes(read(path)) if not system and h.count("/") > 1)
        yield from check_file(root, path, room, all_rooms)
        if room.floor in ("modules", "gateways") and not is_test(path):
            yield from check_construction(root, path, room, door_classes)
    yield from check_use(root, all_rooms, used)


_BASE = "#include \"platform/base/id.h\"\n"
_HOUSE = {
    "src/platform/rooms.txt": "base\ndb\nnet\n", "src/modules/rooms.txt": "branches\ncatalogue\n", "src/gateways/rooms.txt": "rest\n",
    "src/platform/base/CMakeLists.txt": "tangthu_module(base)", "src/platform/base/id.h": "#pragma once\n",
    "src/platform/db/CMakeLists.txt": "tangthu_module(db\n  DEPENDS base\n)", "src/platform/db/database.h": _BASE,
    "src/platform/net/CMakeLists.txt": "tangthu_module(net DEPENDS base)", "src/platform/net/router.h": _BASE,
    "src/modules/branches/CMakeLists.txt": "tangthu_module(branches DEPENDS base db OWNS br_)",
    "src/modules/branches/branches.h": _BASE + "class Branches {\n};\n",
    "src/modules/branches/impl/secret.h": "#include \"platform/db/database.h\"\n",
    "src/modules/catalogue/CMakeLists.txt": "tangthu_module(catalogue DEPENDS base branches OWNS cat_)",
    "src/modules/catalogue/catalogue.h": _BASE + "#include \"modules/branches/branches.h\"\n",
    "src/gateways/rest/CMakeLists.txt": "tangthu_module(rest DEPENDS base catalogue)",
    "src/gateways/rest/rest.h": _BASE + "#include \"modules/catalogue/catalogue.h\"\n",
    "src/app/main.cpp": "#include \"modules/branches/branches.h\"\n",
}
_CAT = "src/modules/catalogue/impl/x.cpp"
GOOD = [_HOUSE | {"src/modules/catalogue/impl/x_test.cpp": "// a test builds the rooms below it\n#include \"platform/db/database.h\"\n"}, _HOUSE | {_CAT: "#include \"modules/branches/branches.h\"\n#include <vector>\nvoid f(branches::Branches& b);\n"},
        _HOUSE | {"src/app/main.cpp": "Branches branches{1};\n"}]
BAD = [
    _HOUSE | {_CAT: "#include \"modules/branches/impl/secret.h\"\n", "expect": "closed to catalogue"},
    _HOUSE | {_CAT: "#include \"platform/db/database.h\"\n", "expect": "no arrow to db"},
    _HOUSE | {_CAT: "#include \"branches.h\"\n", "expect": "full path"},
    _HOUSE | {_CAT: "#include <platform/db/database.h>\n", "expect": "in quotes"},
    _HOUSE | {"src/platform/base/clock.h": "", "src/modules/branches/impl/unit_policy.cpp": "#include \"platform/base/clock.h\"\n",
              "expect": "a policy is pure"},
    _HOUSE | {"src/modules/branches/impl/unit_store.cpp": "#include \"platform/net/router.h\"\n", "expect": "nothing of the network"},
    _HOUSE | {_CAT: "#include \"platform/base/gone.h\"\n", "expect": "no such file"},
    _HOUSE | {_CAT: "#include \"tests/support/engines.h\"\n", "expect": "only tests"},
    _HOUSE | {_CAT: "auto b = std::make_unique<branches::Branches>();\n", "expect": "constructs Branches"},
    _HOUSE | {_CAT: "void f() {\n    branches::Branches all{db};\n}\n", "expect": "constructs Branches"},
    _HOUSE | {"src/platform/db/database.h": "#include \"modules/branches/branches.h\"\n", "expect": "no arrow"},
    _HOUSE | {"src/platform/db/CMakeLists.txt": "tangthu_module(db DEPENDS base catalogue)", "expect": "higher floor"},
    _HOUSE | {"src/modules/branches/CMakeLists.txt": "tangthu_module(branches DEPENDS base catalogue)", "expect": "no cycle"},
    _HOUSE | {"src/gateways/rest/CMakeLists.txt": "tangthu_module(rest DEPENDS base db)", "expect": "may not depend on db"},
    _HOUSE | {"src/modules/branches/impl/http.cpp": "#include \"platform/db/database.h\"\n", "expect": "room's door"},
    _HOUSE | {"src/modules/catalogue/CMakeLists.txt": "tangthu_module(catalogue DEPENDS base net branches OWNS cat_)",
              "expect": "DEPENDS net: no file of catalogue"},
    _HOUSE | {"src/modules/branches/extra.h": "#include \"modules/branches/impl/secret.h\"\n", "expect": "own impl"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
