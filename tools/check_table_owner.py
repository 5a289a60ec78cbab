#!/usr/bin/env python3
"""SQL names only its own room's tables: in the sources by OWNS, in migrations by the room in the file's name.

A literal that starts like a statement is read as SQL; a table of the migrations is recognised in any literal, also in a piece of a statement.
In a module SQL stands in its stores, impl/…_store.cpp, alone.
"""
import re

from house import at, files, read, room_of, rooms, run, strings

REASON = ("a table has one owner: who reads or writes it without going through the owner's door sees rows in between, "
          "breaks when a column moves, and never shows up in the arrows. Ask the owner, or read its v_ROOM_ views.")

TABLE = re.compile(r"\b(?:from|join|into|update|table(?:\s+if(?:\s+not)?\s+exists)?|references|truncate|copy)\s+(?:only\s+)?"
                   r"(?!select\b|on\b|or\b|values\b|set\b|of\b|stdin\b|skip\b|nowait\b)([a-z_][a-z0-9_]*)(?!\s*[.(]\s*[a-z*]?\s*\))", re.I)
# What makes a literal SQL: it starts like a statement or a clause and has more than one word.
SQL = re.compile(r"^\s*(select\b|insert\s+(or\s+\w+\s+)?into|update\s+\w+\s+set|delete\s+from|with\s+(recursive\s+)?\w+|create\s+"
                 r"(unique\s+|temp\w*\s+)?(table|index|view|trigger)|alter\s+table|drop\s+(table|index|view|trigger)|truncate|copy\s+\w+\s*\()", re.I)
INDEX = re.compile(r"\bcreate\s+(?:unique\s+)?index\s+(?:if\s+not\s+exists\s+)?([a-z0-9_]+)\s+on\s+([a-z0-9_]+)", re.I)
WITH_NAME = re.compile(r"\b(?:with(?:\s+recursive)?|,)\s*([a-z_][a-z0-9_]*)\s*(?:\([^)]*\))?\s+as\s*(?:(?:not\s+)?materialized\s*)?\(", re.I)
ENGINE = re.compile(r"^(sqlite_|pg_|information_schema$|json_|pragma_|generate_series$|unnest$|lateral$|dual$|excluded$|conflict$)")


def foreign_tables(sql, prefix, views_of):
    """Tables a statement names that are neither the owner's nor a view another room publishes."""
    sql = re.sub(r"--[^\n]*", "", sql)
    local = {n.lower() for n in WITH_NAME.findall(sql)}
    for found in TABLE.finditer(sql):
        name = found.group(1).lower()
        before = sql[:found.start()].lower()
        if name in local or ENGINE.match(name) or re.search(r"(extract\s*\([^)]*|is\s+(not\s+)?distinct|trim\s*\([^)]*|substring\s*\([^)]*|for|do)\s*$", before):
            continue
        # A short name that is no table (FROM on a function's result, `update of`): only words that look like one count.
        if sql[found.end():].lstrip().startswith("(") and found.group(0).lower().startswith(("from", "join")):
            continue
        is_view = any(name.startswith(f"v_{room}_") for room in views_of)
        if not is_view and not (prefix and (name.startswith(prefix) if prefix.endswith("_") else
                                            re.match(rf"{prefix}(_|$)", name))):
            yield name


def tables(root):
    """Name -> room of each table and view the migrations make; not `journal`, which is an English word too."""
    found = {}
    for path in files(root, "migrations", suffixes=(".sql",)):
        for name in re.findall(r"\bcreate\s+(?:table|view)\s+(?:if\s+not\s+exists\s+)?(\w+)", read(path), re.I):
            if "_" in name and path.name.count("_") > 1:
                found[name] = path.name.split("_")[1]
    return found


def check_sources(root, all_rooms):
    made = tables(root)
    named = re.compile(rf"\b({'|'.join(sorted(made))})\b" if made else r"(?!)")
    for path in files(root, "src", suffixes=(".h", ".cpp")):
        room = room_of(root, path, all_rooms)
        if room is None or room.name == "db":  # the driver runs what others hand it, and keeps its own list of migrations
            continue
        literals = [(line, text) for line, text in strings(read(path)) if SQL.match(text)]
        is_test = path.name.endswith("_test.cpp")
        made_here = set()
        if is_test:
            made_here = {n.lower() for _, text in literals for n in re.findall(r"create\s+table\s+(?:if\s+not\s+exists\s+)?(\w+)", text, re.I)}
        for line, text in strings(read(path)) if not is_test else []:
            told = set(foreign_tables(text, room.owns, all_rooms)) if SQL.match(text) and room.owns else set()
            for name in sorted(set(named.findall(text)) - told):
                if made[name] != room.name:
                    yield f"{at(root, path, line)}: {room.name} names {name}, a table of {made[name]}"
        for line, text in literals:
            if not room.owns and not made_here:
                yield f"{at(root, path, line)}: SQL in {room.name}, which owns no table"
                continue
            if room.floor == "modules" and not path.name.endswith(("_store.cpp", "_test.cpp")):
                yield f"{at(root, path, line)}: SQL outside a store; it belongs into an impl/…_store.cpp"
            for name in foreign_tables(text, room.owns, all_rooms):
                if name not in made_here:
                    yield f"{at(root, path, line)}: {room.name} names {name}; it owns {room.owns or 'nothing'}"


def check_migrations(root, all_rooms):
    for path in files(root, "migrations", suffixes=(".sql",)):
        named = re.fullmatch(r"\d{4}_([a-z0-9]+)_[a-z0-9_]+\.sql", path.name)
        room = all_rooms.get(named.group(1)) if named else None
        if room is None or not room.owns:
            yield f"{at(root, path)}: a migration is called NNNN_room_what.sql, with a room that owns tables"
            continue
        sql = re.sub(r"--[^\n]*", "", read(path))
        for name in sorted(set(foreign_tables(sql, room.owns, all_rooms))):
            owner = next((r for r in all_rooms.values() if r.owns and name.startswith(r.owns)), None)
            only_reference = not re.search(rf"\b(table|into|update|from|on|exists)\s+{name}\b", sql, re.I)
            if owner and owner.name in room.depends and only_reference:
                continue  # a foreign key along an arrow
            yield f"{at(root, path)}: names {name}; {room.name} owns {room.owns}"
        for index, table in INDEX.findall(sql):
            if not index.startswith(room.owns.rstrip("_")) or not table.startswith(room.owns.rstrip("_")):
                yield f"{at(root, path)}: index {index} on {table}: both carry the prefix {room.owns}"


def check(root):
    all_rooms = rooms(root)
    owners = {}
    for room in all_rooms.values():
        if room.owns:
            if room.owns in owners:
                yield f"{room.owns}: owned by {owners[room.owns]} and {room.name}"
            owners[room.owns] = room.name
    yield from check_sources(root, all_rooms)
    yield from check_migrations(root, all_rooms)


_HOUSE = {
    "src/platform/rooms.txt": "base\ndb\njournal\n", "src/modules/rooms.txt": "branches\ncatalogue\n",
    "src/platform/base/CMakeLists.txt": "tangthu_module(base)", "src/platform/db/CMakeLists.txt": "tangthu_module(db DEPENDS base)",
    "src/platform/journal/CMakeLists.txt": "tangthu_module(journal DEPENDS db OWNS journal)",
    "src/modules/branches/CMakeLists.txt": "tangthu_module(branches DEPENDS base db OWNS br_)",
    "src/modules/catalogue/CMakeLists.txt": "tangthu_module(catalogue DEPENDS base db branches OWNS cat_)",
}
_CAT = "src/modules/catalogue/impl/bib_store.cpp"
GOOD = [
    _HOUSE | {_CAT: 'constexpr auto kFind = "SELECT id FROM cat_bibs b JOIN cat_items i ON i.bib_id = b.id WHERE b.id = $1";'},
    _HOUSE | {_CAT: 'constexpr auto k = "with recent as (select id from cat_bibs) " "select * from recent join v_branches_units u on true";'},
    _HOUSE | {_CAT: 'log("update the shelf from the list"); say("selected from these");'},
    _HOUSE | {_CAT: 'auto k = R"sql(insert into cat_bibs(id) values ($1) on conflict (id) do update set id = excluded.id returning id)sql";'},
    _HOUSE | {"migrations/0001_catalogue_bibs.sql": "CREATE TABLE cat_bibs (unit_id @ref@ REFERENCES br_units(id));\n"
              "CREATE INDEX cat_bibs_by_unit ON cat_bibs (unit_id); -- from nowhere\n"},
    _HOUSE | {"migrations/0001_journal_entries.sql": "CREATE TABLE journal (seq @id@);\nCREATE TABLE journal_blocks (a TEXT);\nCREATE TRIGGER t BEFORE UPDATE ON journal BEGIN SELECT 1; END;\nCREATE TRIGGER u BEFORE UPDATE OR DELETE ON journal;"},
    _HOUSE | {"src/modules/catalogue/impl/a_db_test.cpp": 'run("create table t_x (id bigint)"); run("select id from t_x");'},
]
BAD = [
    _HOUSE | {_CAT: 'constexpr auto kFind = "SELECT id FROM br_units WHERE id = $1";', "expect": "names br_units"},
    _HOUSE | {_CAT: 'constexpr auto k = "SELECT id FROM cat_bibs " "JOIN br_units u ON true";', "expect": "names br_units"},
    _HOUSE | {_CAT: 'auto k = R"(\n  update br_units set name = $1)";', "expect": "names br_units"},
    _HOUSE | {"src/platform/base/impl/x.cpp": 'auto k = "delete from cat_bibs";', "expect": "owns no table"},
    _HOUSE | {_CAT: 'auto k = "SELECT id " CAT_COLUMNS " FROM br_units";', "expect": "names br_units"},
    _HOUSE | {_CAT: '#define CAT_PART \\\n    "SELECT id "      \\\n    "FROM br_units"\n', "expect": "names br_units"},
    _HOUSE | {_CAT: 'auto k = "SELECT 1 FROM cat_bibs b, br_units u";',
              "migrations/0001_branches_units.sql": "CREATE TABLE br_units (id @id@);", "expect": "a table of branches"},
    _HOUSE | {_CAT: 'sql += " JOIN br_units u ON u.id = b.unit_id";',
              "migrations/0001_branches_units.sql": "CREATE TABLE br_units (id @id@);", "expect": "a table of branches"},
    _HOUSE | {"src/modules/catalogue/impl/exporter.cpp": 'auto k = "SELECT id FROM cat_bibs";', "expect": "outside a store"},
    _HOUSE | {"migrations/0001_catalogue_bibs.sql": "ALTER TABLE br_units ADD COLUMN x TEXT;", "expect": "names br_units"},
    _HOUSE | {"migrations/0001_bibs.sql": "CREATE TABLE cat_bibs (id @id@);", "expect": "NNNN_room_what"},
    _HOUSE | {"migrations/0001_catalogue_x.sql": "CREATE INDEX i ON cat_bibs (id);", "expect": "carry the prefix"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
