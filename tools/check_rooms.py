#!/usr/bin/env python3
"""Each room has a README.md of at most a page: what for, what it owns, what it may include, what it publishes, what must hold.

What the code says too is compared with it: the table prefix (OWNS), the arrows (DEPENDS), the kinds of journal entries a module appends.
"""
import json
import re

from house import at, files, is_test, read, rooms, run, strings

REASON = "a newcomer should know after one page what a room is for, what it owns, what it leans on and what it promises."
LIMIT = 80
ITEM = r"^- \*\*{}\*\*((?:.|\n(?!- |\n))*)"
SHAPE = [  # what a page must have, how it looks, where to read on
    ("a sentence that says what the room is for", re.compile(r"\A# \w+\n\n(?![-#*|])\S+( \S+){3,}")),
    ("a line `- **Owns** …`", re.compile(ITEM.format("Owns"), re.M)),
    ("a line `- **May include** …`", re.compile(ITEM.format("May include"), re.M)),
    ("a line `- **Publishes** …`", re.compile(ITEM.format("Publishes"), re.M)),
    ("a part `What must hold`", re.compile(r"^(## |\*\*)What must hold\b", re.M)),
]


def item(text, name):
    found = re.search(ITEM.format(name), text, re.M)
    return found.group(1) if found else ""


def kinds(root, room):
    """The journal entries of a module: literals `room.what_happened` that are no text for people."""
    texts = root / "locales/vi.json"
    known = json.loads(read(texts)) if texts.exists() else {}
    for path in files(root, str(room.path.relative_to(root)), suffixes=(".h", ".cpp")):
        if not is_test(path):
            for _, literal in strings(read(path)):
                if re.fullmatch(room.name + r"\.[a-z_]*[a-z]", literal) and literal not in known:
                    yield literal


def check_page(root, room, readme):
    text, where = read(readme), at(root, readme)
    if text.count("\n") > LIMIT:
        yield f"{where}: {text.count(chr(10))} lines, a page is {LIMIT}"
    if not text.startswith(f"# {room.name}\n"):
        yield f"{where}: begins with `# {room.name}`"
    for what, look in SHAPE:
        if not look.search(text):
            yield f"{where}: lacks {what}"
    owned = item(text, "Owns")
    if room.owns and f"`{room.owns}" not in owned:
        yield f"{where}: does not name the tables it owns ({room.owns})"
    if not room.owns and "no table" not in owned:
        yield f"{where}: owns no table, and should say so"
    leans_on = item(text, "May include").split(".")[0]
    told = set(re.findall(r"[a-z0-9_]+", leans_on))
    arrows = {"every", "door"} if room.floor == "app" else set(room.depends) or {"nothing"}
    if told and told != arrows:
        yield f"{where}: may include {', '.join(sorted(told))}; the arrows of its CMakeLists.txt are {', '.join(sorted(arrows))}"
    if room.floor == "modules":
        published = set(re.findall(rf"`({room.name}\.[a-z_]+)`", item(text, "Publishes")))
        appended = set(kinds(root, room))
        for kind in sorted(appended - published):
            yield f"{where}: does not say that it publishes `{kind}`"
        for kind in sorted(published - appended):
            yield f"{where}: publishes `{kind}`, which the room's code does not know"


def check(root):
    for room in rooms(root).values():
        if not any(True for _ in files(root, str(room.path.relative_to(root)), suffixes=(".cpp",))):
            continue
        readme = room.path / "README.md"
        if readme.exists():
            yield from check_page(root, room, readme)
        else:
            yield f"{at(root, room.path)}: no README.md"


_HOUSE = {"src/platform/rooms.txt": "base\ndb\n", "src/platform/base/CMakeLists.txt": "tangthu_module(base)",
          "src/platform/db/CMakeLists.txt": "tangthu_module(db DEPENDS base OWNS db_)", "src/platform/db/impl/x.cpp": ""}
_PAGE = ("# db\n\nOne way to a transaction.\n\n- **Owns** `db_*`:\n  steps.\n- **May include** base.\n- **Publishes** nothing.\n\n"
         "## What must hold\n\n- A commit is on the disk.\n")
_AT = "src/platform/db/README.md"
_CAT = {"src/modules/rooms.txt": "catalogue\n", "src/modules/catalogue/CMakeLists.txt": "tangthu_module(catalogue)",
        "locales/vi.json": '{"catalogue.gone": "x"}',
        "src/modules/catalogue/impl/x.cpp": 'append(tx, "catalogue.bib_added"); return fail(ErrorKind::NotFound, "catalogue.gone");'}
_CAT_PAGE = ("# catalogue\n\nRecords and copies of them.\n\n- **Owns** no table.\n- **May include** nothing.\n"
             "- **Publishes** `catalogue.bib_added`.\n\n**What must hold**\n- x\n")
_CAT_AT = "src/modules/catalogue/README.md"
GOOD = [_HOUSE | {_AT: _PAGE}, _CAT | {_CAT_AT: _CAT_PAGE}, {k: v for k, v in _HOUSE.items() if not k.endswith(".cpp")}]
BAD = [
    _HOUSE | {"expect": "no README.md"},
    _HOUSE | {_AT: _PAGE.replace("`db_*`", "much"), "expect": "does not name the tables"},
    _HOUSE | {_AT: _PAGE + "x\n" * 90, "expect": "a page"},
    _HOUSE | {_AT: _PAGE.replace("# db", "# database"), "expect": "begins with"},
    _HOUSE | {_AT: _PAGE.replace("One way to a transaction.\n\n", ""), "expect": "what the room is for"},
    _HOUSE | {_AT: _PAGE.replace("- **Owns**", "Owns"), "expect": "lacks a line `- **Owns**"},
    _HOUSE | {_AT: _PAGE.replace("include** base", "include** base, text"), "expect": "the arrows of its CMakeLists.txt are base"},
    _HOUSE | {_AT: _PAGE.replace("- **May include** base.\n", ""), "expect": "lacks a line `- **May include**"},
    _HOUSE | {_AT: _PAGE.replace("- **Publishes** nothing.\n", ""), "expect": "lacks a line `- **Publishes**"},
    _HOUSE | {_AT: _PAGE.replace("What must hold", "Notes"), "expect": "What must hold"},
    _CAT | {_CAT_AT: _CAT_PAGE.replace("`catalogue.bib_added`", "nothing"), "expect": "publishes `catalogue.bib_added`"},
    _CAT | {_CAT_AT: _CAT_PAGE.replace("bib_added`", "bib_added`, `catalogue.bib_sold`"), "expect": "does not know"},
    _CAT | {_CAT_AT: _CAT_PAGE.replace("no table", "much"), "expect": "owns no table"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
