#!/usr/bin/env python3
"""The library's words, one each: banned synonyms do not appear in the names of types, functions, files, tables and columns."""
import re

from house import at, files, is_test, read, run, without_comments

REASON = ("one thing has one name, so that a search for `Item` finds every line about items "
          "(CONTRIBUTING.md, Names; docs/manual/glossary.md).")

# Word in a declared name -> the word to use. Words are parts of snake_case or CamelCase names.
TYPE_WORDS = {
    "biblio": "Bib", "instance": "Bib", "copy": "Item", "copies": "Item", "borrower": "Patron", "user": "Patron or StaffUser",
    "member": "Patron", "reserve": "Hold", "reservation": "Hold", "checkout": "Loan (the fact) or CheckOut",
    "utils": "what it does", "util": "what it does", "common": "what it does", "misc": "what it does",
    "manager": "what it does", "helper": "what it does", "helpers": "what it does",
}
FUNCTION_WORDS = {
    "biblio": "bib", "borrower": "patron", "member": "patron", "user": "patron or staff_user", "discharge": "check_in", "reservation": "hold",
    "reserve": "hold", "checkout": "check_out", "copy": "item", "copies": "items", "instance": "bib", "utils": "what it does",
    "util": "what it does", "helper": "what it does", "misc": "what it does", "common": "what it does", "manager": "what it does",
}
# In SQL: the number printed on an item that tells one piece from the next is called so in MARC 852 $t.
COLUMNS = {"copy_number"}
# The platform knows no library science: there a copy is a copy of bytes, and a member one of a struct.
TECHNICAL = {"copy", "copies", "member", "instance", "reserve"}
FILE_WORDS = {word: use for word, use in TYPE_WORDS.items() if word not in ("copy", "copies", "instance", "member", "user")}
ALLOWED = {"StaffUser", "StaffUserId", "UserAgent", "CopyOnWrite", "user_agent"}

TYPE = re.compile(r"\b(?:class|struct|enum(?:\s+class)?|using)\s+([A-Z]\w*)")
FUNCTION = re.compile(r"\b(?!return\b|else\b|new\b|throw\b|delete\b|co_\w+\b)[\w:>&*\]]+[&*\s]+([a-z]\w*)\s*\([^;{}]*\)\s*(?:const\b\s*)?(?:noexcept\b\s*)?[;{]")


# Members, variables, parameters: only the words that mean nothing else in a library's code.
VARIABLE_WORDS = {word: FUNCTION_WORDS[word] for word in ("biblio", "borrower", "reservation", "discharge", "member", "user")}
VARIABLE = re.compile(r"[\w>&*]\s+[&*]?([a-z]\w*)\s*[;={,)]")


def words(name):
    found = [w.lower() for w in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]
    return found + [w[:-1] for w in found if w.endswith("s")]


def check(root):
    for path in files(root, "src", "tests", "benchmarks", suffixes=(".h", ".cpp")):
        if is_test(path) or "must_not_compile" in path.parts:
            continue
        for word in words(path.stem):
            if word in FILE_WORDS:
                yield f"{at(root, path)}: file name has '{word}'; name {FILE_WORDS[word]}"
        in_platform = path.relative_to(root).parts[:2] != ("src", "modules") and path.relative_to(root).parts[:2] != ("src", "gateways")
        code = without_comments(read(path))
        for pattern, banned in ((TYPE, TYPE_WORDS), (FUNCTION, FUNCTION_WORDS), (VARIABLE, {} if in_platform else VARIABLE_WORDS)):
            for found in pattern.finditer(code):
                name = found.group(1)
                if name in ALLOWED:
                    continue
                for word in words(name):
                    if word in banned and not (in_platform and word in TECHNICAL):
                        line = code.count("\n", 0, found.start(1)) + 1
                        yield f"{at(root, path, line)}: {name}: not '{word}', name {banned[word]}"
    for path in files(root, "migrations", suffixes=(".sql",)):
        sql = re.sub(r"--[^\n]*|'[^']*'", "", read(path))
        for name in sorted(set(re.findall(r"\b[a-z]\w*_\w+\b", sql)) - COLUMNS):
            for word in sorted(set(words(name)) & set(TYPE_WORDS)):
                yield f"{at(root, path)}: {name}: not '{word}', name {TYPE_WORDS[word]}"


GOOD = [{"src/platform/a/x.h": "struct CopyWriter {};\n"}, {"src/modules/a/item.h": "struct Item {};\nstruct StaffUser {};\nvoid check_in(Item i);\n// a copy, a user, a manager\nvector.reserve(3);\n"}]
BAD = [
    {"src/modules/a/x.h": "int count_borrowers(Bib bib);\n", "expect": "name patron"},
    {"src/modules/a/x.h": "struct Loan {\n    PatronId user_id;\n};\n", "expect": "user_id"},
    {"migrations/0001_catalogue_x.sql": "CREATE TABLE pat_members (id @id@);", "expect": "name Patron"},
    {"migrations/0001_catalogue_x.sql": "CREATE TABLE cat_copies (id @id@);", "expect": "name Item"},
    {"src/modules/a/x.h": "int count_copies(Bib bib);\n", "expect": "name items"},
    {"benchmarks/x.cpp": "struct LoadHelper {};\n", "expect": "LoadHelper"},
    {"src/modules/a/copy.h": "struct ItemCopy {};\n", "expect": "name Item"},
    {"src/modules/a/x.h": "class SearchManager {\n};\n", "expect": "manager"},
    {"src/modules/a/utils.h": "", "expect": "file name"},
    {"src/modules/a/x.h": "Loan discharge_item(Item i);\n", "expect": "check_in"},
    {"src/modules/a/x.h": "enum class BorrowerKind { A };\n", "expect": "Patron"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
