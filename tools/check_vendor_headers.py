#!/usr/bin/env python3
"""A vendor's header is included in its one home room only; a header nobody has declared is a problem too."""
import re

from house import at, files, includes, is_test, read, room_of, rooms, run

REASON = ("a library that one room knows can be replaced in one room, and its compile time is paid once. "
          "Use the home room's door, or (a new library) add its home to HOMES here and a line to docs/dependencies.md.")

HOMES = [  # header, home rooms
    (r"sqlite3(ext)?\.h$", ("db",)),
    (r"(libpq-fe|libpq/libpq-fs|pg_config\w*)\.h$", ("db",)),
    (r"boost/(beast|asio)\b", ("net",)),
    (r"boost/system\b", ("net", "base")),
    (r"boost/(json|describe|mp11)\b", ("base", "marc")),  # marc: MARC-in-JSON is read as a stream; tests may read JSON too
    (r"xapian(\.h|/)", ("search",)),
    (r"yaz/", ("marc",)),
    (r"pugi(xml|config)\.hpp$", ("marc",)),
    (r"unicode/", ("text",)),
    (r"sodium(\.h|/)", ("base",)),
    (r"spdlog/", ("base",)),
    (r"tl/", ("base",)),
    (r"zlib\.h$", ("net",)),
    (r"prometheus/", ("net",)),
    (r"openssl/", ("net",)),
    (r"CLI/", ("app",)),
    (r"toml\+\+/", ("app",)),
    (r"kainjow/", ("portal",)),
]
# Text formatting, until std::format comes with the compiler: any source, never a header (720 ms a time).
ANY_SOURCE = re.compile(r"^fmt/")
TEST_ONLY = re.compile(r"^(gtest|gmock|rapidcheck|benchmark)(\.h|/)")
# C and C++ standard headers, POSIX and Linux.
STANDARD = re.compile(r"^[a-z0-9_]+$|^(assert|ctype|errno|fcntl|limits|locale|math|poll|pthread|sched|setjmp|signal|stdbool|stddef|stdint"
                      r"|stdio|stdlib|string|strings|syslog|termios|time|unistd|utime|dirent|dlfcn|fnmatch|glob|iconv|netdb|pwd|spawn"
                      r"|emmintrin|immintrin|tmmintrin|smmintrin|nmmintrin|xmmintrin|arm_neon|malloc)\.h$|^(sys|netinet|arpa|net|linux)/")


def check(root):
    all_rooms = rooms(root)
    for path in files(root, "src", suffixes=(".h", ".cpp")):
        room = room_of(root, path, all_rooms)
        in_test = is_test(path)
        for line, header, _ in includes(read(path)):
            if STANDARD.search(header) or header.split("/")[0] in ("platform", "modules", "gateways", "app", "tests"):
                continue
            if TEST_ONLY.search(header):
                if not in_test:
                    yield f"{at(root, path, line)}: <{header}>: only in tests"
                continue
            if ANY_SOURCE.search(header):
                if path.suffix == ".h" and "impl" not in path.parts:
                    yield f"{at(root, path, line)}: <{header}>: in sources only, never in a door"
                continue
            if in_test and header.startswith("boost/json"):
                continue
            homes = next((h for pattern, h in HOMES if re.match(pattern, header)), None)
            if homes is None:
                yield f"{at(root, path, line)}: <{header}>: no room is declared as its home"
            elif room is None or room.name not in homes:
                yield f"{at(root, path, line)}: <{header}>: at home in {', '.join(homes)} only"


_HOUSE = {
    "src/platform/rooms.txt": "base\ndb\n", "src/platform/base/CMakeLists.txt": "tangthu_module(base)",
    "src/platform/db/CMakeLists.txt": "tangthu_module(db DEPENDS base)",
}
GOOD = [_HOUSE | {"src/platform/db/impl/sqlite.cpp": "#include <sqlite3.h>\n#include <vector>\n#include <sys/stat.h>\n#include <stdint.h>\n"},
        _HOUSE | {"src/platform/db/impl/x_test.cpp": "#include <gtest/gtest.h>\n"}]
BAD = [
    _HOUSE | {"src/platform/base/impl/x.cpp": "#include <sqlite3.h>\n", "expect": "at home in db"},
    _HOUSE | {"src/platform/base/impl/x.cpp": "#include <acme/widget.hpp>\n", "expect": "no room"},
    _HOUSE | {"src/platform/base/impl/x.cpp": "#include <gtest/gtest.h>\n", "expect": "only in tests"},
    _HOUSE | {"src/platform/base/x.h": "#include <fmt/format.h>\n", "expect": "never in a door"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
