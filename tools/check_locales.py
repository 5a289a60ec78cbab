#!/usr/bin/env python3
"""locales/vi.json, en.json, qqq.json: the same keys, the same placeholders, every used key is there, none is unused."""
import json
import re

from house import files, is_test, read, run, strings

REASON = ("a key without its text shows up in front of a reader as `catalogue.bib_not_found`; a text without a use is work "
          "for a translator and no one else. qqq.json tells a translator where a text is seen.")
KEY = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$")
# Calls whose literal is a key for people; a dotted literal elsewhere (a journal kind, a file name) may be one, and counts as used.
REQUIRED = re.compile(r'\bPermission::\w+\s*,\s*"([a-z0-9_.]+)"'
                      r'|\b(?:fail|make_error|Error)\s*[({]\s*(?:tangthu::)?ErrorKind::\w+\s*,\s*"([^"]+)"'
                      r'|\b(?:messages?_?|texts?_?)(?:\(\))?(?:\.|->)(?:text|has)\(\s*[\w.()>-]+\s*,\s*"([^"]+)"')
TEMPLATE = re.compile(r"\{\{t:([a-z0-9_.]+)\}\}|\{\{#t\}\}\s*([a-z0-9_.]+)|\{\{\{?\s*t\.([a-z0-9_.]+)")
SCRIPT = re.compile(r"""\bt\(\s*["']([a-z0-9_.]+)["']""")


def arguments(pattern):
    """Arguments of an ICU message: those shown, {title}, and those that choose, {count, plural, …}; not the texts of branches.

    A language may do without a choice (Vietnamese has no plural), never without what is shown.
    """
    shown, choosing, depth, index = set(), set(), 0, 0
    # At even depth we are in text, at odd depth inside an argument; a branch's braces go one deeper, back to text.
    while index < len(pattern):
        char = pattern[index]
        if char == "'" and index + 1 < len(pattern) and pattern[index + 1] in "{}":
            end = pattern.find("'", index + 1)
            index = len(pattern) if end < 0 else end + 1
            continue
        if char == "{":
            if depth % 2 == 0:
                name = re.match(r"\{\s*([A-Za-z_]\w*)\s*([,}])\s*(\w*)", pattern[index:])
                chooses = name and name.group(2) == "," and name.group(3) in ("plural", "select", "selectordinal")
                (choosing if chooses else shown).add(name.group(1) if name else "?")
            depth += 1
        elif char == "}":
            depth -= 1
            if depth < 0:
                return None, None
        index += 1
    return (shown, choosing) if depth == 0 else (None, None)


def load(root, language):
    path = root / "locales" / f"{language}.json"
    problems, pairs = [], []
    if not path.exists():
        return {}, [f"locales/{language}.json is missing"]

    def no_twins(items):
        pairs.extend(items)
        return dict(items)
    try:
        texts = json.loads(read(path), object_pairs_hook=no_twins)
    except ValueError as error:
        return {}, [f"locales/{language}.json: {error}"]
    seen = set()
    for key, value in pairs:
        if key in seen:
            problems.append(f"locales/{language}.json: {key} twice")
        seen.add(key)
        if not KEY.match(key) or not isinstance(value, str) or not value.strip():
            problems.append(f"locales/{language}.json: {key}: a flat key room.name and a text that is not empty")
    return texts, problems


def published(root):
    """Kinds of journal entries, which look like keys: those that READMEs of the rooms publish (tools/check_rooms.py compares them)."""
    found = set()
    for path in files(root, "src", suffixes=("README.md",)):
        line = re.search(r"^- \*\*Publishes\*\*((?:.|\n(?!- |\n))*)", read(path), re.M)
        found.update(re.findall(r"`([a-z0-9_.]+)`", line.group(1)) if line else [])
    return found


def uses(root, spaces):
    """(required key -> where, all dotted words in the sources, prefixes that are completed at run time)

    Besides what REQUIRED finds, each literal that is `room.words`, where keys of that room exist, is a key, or the kind of a journal entry.
    """
    required, mentioned, prefixes, entries = {}, set(), set(), published(root)
    for path in files(root, "src", suffixes=(".h", ".cpp", ".def")):
        text = read(path)
        if not path.name.endswith("_test.cpp"):
            for found in REQUIRED.finditer(text):
                required.setdefault(next(g for g in found.groups() if g), str(path.relative_to(root)))
        for _, literal in strings(text):
            mentioned.add(literal)
            if KEY.match(literal) and not literal.endswith("_") and literal.split(".")[0] in spaces and literal not in entries and not is_test(path):
                required.setdefault(literal, str(path.relative_to(root)))
            if re.match(r"^[a-z][a-z0-9_]*\.([a-z0-9_]+[._])*$", literal):
                prefixes.add(literal)
    for path in files(root, "src", "web", suffixes=(".mustache", ".html", ".ts", ".vue", ".xml")):
        text = read(path)
        pattern = SCRIPT if path.suffix in (".ts", ".vue") else TEMPLATE
        if not path.name.endswith(".test.ts"):
            for found in pattern.finditer(text):
                key = next(g for g in found.groups() if g)
                if "." in key:
                    required.setdefault(key, str(path.relative_to(root)))
        mentioned.update(re.findall(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+", text))
    for path in files(root, "tools", "indicators", suffixes=(".json", ".toml")):
        mentioned.update(re.findall(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+", read(path)))
    return required, mentioned, prefixes


def check(root):
    if not (root / "locales").is_dir():
        return
    texts = {}
    for language in ("vi", "en", "qqq"):
        texts[language], problems = load(root, language)
        yield from problems
    every = set().union(*texts.values())
    for key in sorted(every):
        for language, known in texts.items():
            if key not in known:
                yield f"locales/{language}.json: {key} is missing"
        (vi, vi_chooses), (en, en_chooses) = (arguments(str(texts[l].get(key, ""))) for l in ("vi", "en"))
        if vi is None or en is None:
            yield f"{key}: braces do not balance"
        elif key in texts["vi"] and key in texts["en"] and (vi - en - en_chooses or en - vi - vi_chooses):
            yield f"{key}: vi has {sorted(vi | vi_chooses)}, en has {sorted(en | en_chooses)}"
    required, mentioned, prefixes = uses(root, {key.split(".")[0] for key in every})
    for key, where in sorted(required.items()):
        if key not in every:
            yield f"{where}: {key} has no text in locales/"
    for key in sorted(every):
        if key not in required and key not in mentioned and not key.startswith(tuple(prefixes)):
            yield f"locales: {key} is used nowhere"


def _locales(vi, en=None, qqq=None):
    return {"locales/vi.json": json.dumps(vi), "locales/en.json": json.dumps(en or vi), "locales/qqq.json": json.dumps(qqq or {k: "note" for k in vi})}


_USE = {"src/a/x.cpp": 'return fail(ErrorKind::NotFound, "a.gone", {{"id", id}});\nauto k = "a.state." + s;\n',
        "src/a/x.mustache": "<p>{{t:a.hello}}</p>"}
_ALL = {"a.gone": "Không còn {id}", "a.hello": "Chào {count, plural, other {# bản {name}}}", "a.state.open": "mở"}
GOOD = [_USE | _locales(_ALL), _USE | _locales(_ALL) | {"src/a/y.cpp": 'append("a.opened"); open("b.txt");', "src/a/README.md": "- **Publishes**\n  `a.opened`.\n"},
        _USE | _locales(_ALL, en=_ALL | {"a.gone": "{n, plural, one {one} other {{id}}} gone {id}"}), {"src/a/x.cpp": 'fail(ErrorKind::NotFound, "a.gone");'}]
BAD = [
    _USE | _locales({k: v for k, v in _ALL.items() if k != "a.gone"}) | {"expect": "a.gone has no text"},
    _USE | _locales({k: v for k, v in _ALL.items() if k != "a.hello"}) | {"expect": "a.hello has no text"},
    _USE | _locales(_ALL) | {"src/a/y.cpp": 'return invalid("a.too_long");', "expect": "a.too_long has no text"},
    _USE | _locales(_ALL | {"a.unused": "x"}) | {"expect": "a.unused is used nowhere"},
    _USE | _locales(_ALL, en={k: v for k, v in _ALL.items() if k != "a.gone"}) | {"expect": "en.json: a.gone is missing"},
    _USE | _locales(_ALL, en=_ALL | {"a.gone": "Gone {number}"}) | {"expect": "vi has"},
    _USE | _locales(_ALL, en=_ALL | {"a.hello": "Hi {count, plural, other {# of {who}}}"}) | {"expect": "a.hello: vi has"},
    _USE | _locales(_ALL, qqq={"a.gone": "x"}) | {"expect": "qqq.json: a.hello is missing"},
    _USE | _locales(_ALL, en=_ALL | {"a.gone": "Gone {id"}) | {"expect": "balance"},
    _USE | _locales(_ALL) | {"locales/vi.json": '{"a.gone": "x {id}", "a.gone": "y {id}"}', "expect": "twice"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
