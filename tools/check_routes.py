#!/usr/bin/env python3
"""Routes: /api/v1 with plural nouns; what changes something is not open to everybody; nothing registers a Route by hand."""
import re

from house import at, files, is_test, read, run

REASON = ("an address is a promise for years, and a route that changes data without a permission is a hole. The compiler sees to it "
          "that each route names a permission (tests/must_not_compile/route_without_a_permission.cpp); this looks at which.")
CALL = re.compile(r'\b(?:net::)?(get|post|put|patch|del)\(\s*"(/[^"]*)"\s*,\s*(?:tangthu::)?Permission::(\w+)', re.S)
# Not nouns of many, and right so: documents, questions, the machine's own pages.
SINGULAR = {"search", "suggest", "openapi.json", "browse"}
# Open to everybody though they are POST: they change nothing that lasts.
OPEN_CHANGES = set()


def check(root):
    seen = {}
    for path in files(root, "src", suffixes=(".cpp", ".h")):
        if is_test(path) or path.parent.name == "net" or "platform" in path.relative_to(root).parts:
            continue
        text = read(path)
        for found in CALL.finditer(text):
            verb, route, permission = found.groups()
            where = at(root, path, text.count("\n", 0, found.start()) + 1)
            if (verb, route) in seen:
                yield f"{where}: {verb} {route} is registered in {seen[verb, route]} too"
            seen[verb, route] = where
            if verb != "get" and permission == "Public" and route not in OPEN_CHANGES:
                yield f"{where}: {verb} {route} changes something and is open to everybody"
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
    {_AT: 'net::get("/api/v1/bib/{id}", Permission::Public, "k")', "expect": "plural"},
    {_AT: 'net::get("/api/bibs", Permission::Public, "k")', "expect": "under /api/v1/"},
    {_AT: 'net::get("/api/v1/newBibs", Permission::Public, "k")', "expect": "lower case"},
    {_AT: 'net::get("/api/v1/bibs", Permission::Public, "k"); net::get("/api/v1/bibs", Permission::Public, "k")', "expect": "too"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
