#!/usr/bin/env python3
"""Routes: /api/v1 with plural nouns; what changes something is not open to everybody; nothing registers a Route by hand."""
import re

from house import at, files, is_test, read, run

REASON = ("an address is a promise for years, and a route that changes data without a permission is a hole. The compiler sees to it "
          "that each route names a permission (tests/must_not_compile/route_without_a_permission.cpp); this looks at which.")
MADE = re.compile(r"\bnet::(get|post|put|patch|del)\(")
BY_HAND = re.compile(r"\b(?:net::)?Route\s*\{|\bnet::Route\s+\w+\s*[;{(]|\busing\s+(?:namespace\s+)?(?:tangthu::)?net(?:::(?:get|post|put|patch|del))?\s*;")
CALL = re.compile(r'\b(?:net::)?(get|post|put|patch|del)\(\s*"(/[^"]*)"\s*,\s*(?:tangthu::)?Permission::(\w+)', re.S)
# Not nouns of many, and right so: documents, questions, the machine's own pages.
SINGULAR = {"search", "suggest", "openapi.json", "browse", "session", "staff"}
# Open to everybody though they are POST: nobody has signed in before they sign in.
OPEN_CHANGES = {"/api/v1/session"}


def arguments(text, begin):
    """The arguments of a call, from behind its opening bracket."""
    depth, last, found = 1, begin, []
    for token in re.finditer(r'"(?:[^"\\\n]|\\.)*"|[(\[{)\]},]', text[begin:]):
        sign, end = token.group(0), begin + token.start()
        depth += (sign in "([{") - (sign in ")]}") if len(sign) == 1 else 0
        if (sign == "," and depth == 1) or depth == 0:
            found.append(text[last:end].strip())
            last = end + 1
        if depth == 0:
            return found
    return found


def check_shape(root, path, text):
    """Routes that the rest of this lint could not read: made by hand, or with a permission that is not spelled out."""
    for found in BY_HAND.finditer(text):
        yield f"{at(root, path, text.count(chr(10), 0, found.start()) + 1)}: a route is made by net::get(), net::post() …, spelled so"
    for found in MADE.finditer(text):
        where, words = at(root, path, text.count("\n", 0, found.start()) + 1), arguments(text, found.end())
        named = re.fullmatch(r"(?:tangthu::)?Permission::(\w+)", words[1]) if len(words) > 1 else None
        if not named:
            yield f"{where}: net::{found.group(1)}(): its second argument names the permission: Permission::…"
        elif found.group(1) != "get" and named.group(1) == "Public" and words[0].strip('"') not in OPEN_CHANGES:
            yield f"{where}: {found.group(1)} {words[0]} changes something and is open to everybody"


def check(root):
    seen = {}
    for path in files(root, "src", suffixes=(".cpp", ".h")):
        if is_test(path) or path.parent.name == "net" or "platform" in path.relative_to(root).parts:
            continue
        text = read(path)
        yield from check_shape(root, path, text)
        for found in CALL.finditer(text):
            verb, route = found.group(1), found.group(2)
            where = at(root, path, text.count("\n", 0, found.start()) + 1)
            if (verb, route) in seen:
                yield f"{where}: {verb} {route} is registered in {seen[verb, route]} too"
            seen[verb, route] = where
            if re.search(r"[A-Z_]", re.sub(r"\{[^}]*\}", "", route)):
                yield f"{where}: {route}: lower case, words joined by -"
            if route.startswith("/api/"):
                parts = route.split("/")
                if parts[2] != "v1" or len(parts) < 4:
                    yield f"{where}: {route}: routes of the interface stand under /api/v1/"
                elif not parts[3].endswith("s") and parts[3] not in SINGULAR:
                    yield f"{where}: {route}: a plural noun after /api/v1/"


_AT = "src/modules/catalogue/impl/http.cpp"
GOOD = [{_AT: 'router.add(net::get("/api/v1/bibs/{id}", Permission::Public, "catalogue.route_bib"), f);\n'
              'router.add(net::post("/api/v1/bibs", Permission::CatalogueEdit, "k"), f); get("/sach/{id}", Permission::Public, "k");'}]
BAD = [
    {_AT: 'net::post("/api/v1/bibs", Permission::Public, "k")', "expect": "open to everybody"},
    {_AT: 'net::post(path_of("bibs", {1, 2}), Permission::Public, "k")', "expect": "open to everybody"},
    {_AT: 'net::get("/api/v1/bibs", permission, "k")', "expect": "names the permission"},
    {_AT: 'net::get("/api/v1/bibs", static_cast<Permission>(0), "k")', "expect": "names the permission"},
    {_AT: 'router.add(net::Route{.path = "/api/v1/bibs"}, f);', "expect": "is made by"},
    {_AT: 'net::Route route;\nroute.path = "/api/v1/bibs";', "expect": "is made by"},
    {_AT: 'using net::post;\npost(path, Permission::Public, "k")', "expect": "is made by"},
    {_AT: 'net::get("/api/v1/bib/{id}", Permission::Public, "k")', "expect": "plural"},
    {_AT: 'net::get("/api/bibs", Permission::Public, "k")', "expect": "under /api/v1/"},
    {_AT: 'net::get("/api/v1/newBibs", Permission::Public, "k")', "expect": "lower case"},
    {_AT: 'net::get("/api/v1/bibs", Permission::Public, "k"); net::get("/api/v1/bibs", Permission::Public, "k")', "expect": "too"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
