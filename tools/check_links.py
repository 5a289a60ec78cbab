#!/usr/bin/env python3
"""Links between our papers lead somewhere: each relative link of a .md file names a file that is there, and a heading that is there."""
import re

from house import at, read, run, tracked

REASON = "a link that leads nowhere is the first thing a newcomer meets, and the last that those who know the way notice."
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.M | re.S)


def anchors(text):
    """Headings as the usual renderers spell them in addresses."""
    for heading in re.findall(r"^#+\s+(.+?)\s*$", CODE.sub(lambda code: code.group(0).strip("`") if "\n" not in code.group(0) else "", text), re.M):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def check(root):
    for path in tracked(root):
        if path.suffix != ".md":
            continue
        text = CODE.sub(lambda code: "\n" * code.group(0).count("\n"), read(path))
        for found in LINK.finditer(text):
            target, _, heading = found.group(1).partition("#")
            where = at(root, path, text.count("\n", 0, found.start()) + 1)
            if re.match(r"[a-z]+:", target):
                continue
            file = path.parent / target if target else path
            if not file.exists():
                yield f"{where}: {found.group(1)}: no such file"
            elif heading and file.suffix == ".md" and heading not in anchors(read(file)):
                yield f"{where}: {found.group(1)}: no such heading"


GOOD = [{"a.md": "[b](docs/b.md#two-words) [c](#own) [d](docs/) [e](https://example.org/x) `[f](gone.md)`\n\n# Own\n", "docs/b.md": "## Two words\n"}]
BAD = [
    {"a.md": "[b](docs/gone.md)\n", "expect": "a.md:1: docs/gone.md: no such file"},
    {"a.md": "![b](x.png)\n", "expect": "no such file"},
    {"a.md": "[b](b.md#three)\n", "b.md": "# Two\n", "expect": "no such heading"},
]

if __name__ == "__main__":
    run(check, REASON, GOOD, BAD)
