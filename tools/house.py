"""Reads the house for the lints: floors, rooms, arrows, files. Standard library only.

Each tools/check_*.py enforces one rule. It gives a function check(root) that yields problems, a REASON, and samples:
    GOOD, BAD: lists of {path: text}; a BAD sample may carry "expect": a part of the problem it must cause.
`python3 tools/check_x.py` checks this repository, `--self-test` the lint itself.
"""
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["platform", "modules", "gateways", "app"]
SKIPPED_DIRS = {"build", "node_modules", "dist", ".git", "data"}


@dataclass
class Room:
    name: str
    floor: str
    path: Path
    depends: list = field(default_factory=list)
    owns: str = ""


def read(path):
    return path.read_text(encoding="utf-8", errors="replace")


def rooms(root):
    """Rooms by name, in building order. The app is a room without arrows of its own: it may use all doors."""
    found = {}
    for floor in FLOORS[:-1]:
        order = root / "src" / floor / "rooms.txt"
        names = [n for n in read(order).split() if re.fullmatch(r"[a-z0-9_]+", n)] if order.exists() else []
        for name in names:
            room = Room(name, floor, root / "src" / floor / name)
            text = re.sub(r"#.*", "", read(room.path / "CMakeLists.txt"))
            call = re.search(r"tangthu_module\(([^)]*)\)", text)
            words, key = (call.group(1).split() if call else []), None
            for word in words[1:]:
                if word in ("DEPENDS", "OWNS", "LINK"):
                    key = word
                elif key == "DEPENDS":
                    room.depends.append(word)
                elif key == "OWNS":
                    room.owns = word
            found[name] = room
    if (root / "src" / "app").is_dir():
        found["app"] = Room("app", "app", root / "src" / "app", [n for n in found])
    return found


def reach(name, all_rooms):
    """The rooms a room can come to along the arrows, itself left out."""
    found, waiting = set(), list(all_rooms[name].depends)
    while waiting:
        other = waiting.pop()
        if other in all_rooms and other not in found:
            found.add(other)
            waiting += all_rooms[other].depends
    return found


def files(root, *folders, suffixes=None):
    """Paths of the sources under the folders (all without one), sorted, without what is built or installed."""
    for folder in folders or (".",):
        for at, dirs, names in os.walk(root / folder):
            dirs[:] = sorted(d for d in dirs if d not in SKIPPED_DIRS)
            for name in sorted(names):
                if suffixes is None or name.endswith(tuple(suffixes)):
                    yield Path(at) / name


def tracked(root):
    """Files of the repository as git knows them, with those not added yet."""
    done = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                          capture_output=True, check=False)
    if done.returncode != 0:
        return list(files(root))
    names = [n for n in done.stdout.decode("utf-8").split("\0") if n]
    return [root / n for n in names if (root / n).is_file()]


def room_of(root, path, all_rooms):
    parts = path.relative_to(root).parts
    if len(parts) > 2 and parts[0] == "src":
        return all_rooms.get("app" if parts[1] == "app" else parts[2])
    return None


def is_test(path):
    """Tests, and the fixtures several of them share."""
    return bool(re.search(r"_(test|fuzz|bench)\.cpp$|(^|_)fixture\.(h|cpp)$|^test_\w+\.h$", path.name))


def includes(text):
    """(line number, header, is_system) of each #include."""
    for number, line in enumerate(text.splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if found:
            yield number, found.group(2), found.group(1) == "<"


_TOKENS = re.compile(
    r'R"(?P<tag>[^()\s\\]{0,16})\((?P<raw>.*?)\)(?P=tag)"'
    r'|"(?P<plain>(?:[^"\\\n]|\\.)*)"'
    r"|'(?:[^'\\\n]|\\.)+'"
    r"|//[^\n]*|/\*.*?\*/", re.S)


def strings(text):
    """(line number, value) of each C++ string literal; neighbours are joined as the compiler does, also over a macro between them."""
    result, end_of_last = [], -1
    for token in _TOKENS.finditer(text):
        value = token.group("raw") if token.group("raw") is not None else token.group("plain")
        if value is None:
            continue
        if token.group("raw") is None:
            value = value.replace("\\n", "\n").replace('\\"', '"')
        if result and re.fullmatch(r"(?:\s|\\\n|[A-Z][A-Z0-9_]+\b)*", text[end_of_last:token.start()]):
            result[-1] = (result[-1][0], result[-1][1] + value)
        else:
            result.append((text.count("\n", 0, token.start()) + 1, value))
        end_of_last = token.end()
    return result


def without_comments(text):
    """The code with comments and the insides of literals blanked, line numbers kept."""
    def blank(token):
        body = token.group(0)
        kept = '""' if body[0] in '"R' else ("0" if body[0] == "'" else "")
        return kept + "\n" * body.count("\n")
    return _TOKENS.sub(blank, text)


def at(root, path, line=None):
    return str(path.relative_to(root)) + (f":{line}" if line else "")


def _grow(folder, sample):
    for name, text in sample.items():
        if name != "expect":
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def run(check, reason, good, bad):
    """The command line that all lints share."""
    if sys.argv[1:] == ["--self-test"]:
        for wanted, samples in ((False, good), (True, bad)):
            for number, sample in enumerate(samples, 1):
                with tempfile.TemporaryDirectory() as name:
                    _grow(Path(name), sample)
                    problems = [p for p in check(Path(name)) if not p.startswith("note: ")]
                kind = "bad" if wanted else "good"
                if bool(problems) != wanted:
                    sys.exit(f"self-test: {kind} sample {number} gave {problems or 'no problem'}")
                if wanted and sample.get("expect", "") not in "\n".join(problems):
                    sys.exit(f"self-test: bad sample {number} lacks '{sample['expect']}': {problems}")
        print(f"self-test: {len(good)} good and {len(bad)} bad samples as expected")
        return
    problems = list(check(ROOT))
    for problem in problems:
        print(problem)
    if any(not p.startswith("note: ") for p in problems):
        print(f"\nWhy: {reason}")
        sys.exit(1)
