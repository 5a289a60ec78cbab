#!/usr/bin/env python3
"""docs/manual/{vi,en}/command-line.md from the program's own help, so that the two never differ.

    tools/cli_manual.py            fails when they do (needs build/release/tangthu)
    tools/cli_manual.py --write    writes them
"""
import os
import re
import subprocess
import sys

from house import ROOT, read

PROGRAM = ROOT / "build/release/tangthu"
TEXTS = {
    "vi": ("# Dòng lệnh\n\nMỗi lệnh là một danh từ rồi một động từ: `tangthu catalogue import` (bản vừa dựng từ mã: `build/release/tangthu`, xem [đầu sổ tay](index.md)). Trang này lấy từ chính lời trợ giúp của chương trình (`--help`). "
           "Mọi lệnh nhận `--json`; tiến độ đi ra stderr, nên kết quả luôn nối được sang lệnh khác. Lệnh không làm được thì cho biết nên thử gì tiếp.\n\n"
           "| Mã thoát | Nghĩa |\n|---|---|\n| 0 | xong |\n| 64 | gõ sai lệnh |\n| 65 | dữ liệu sai |\n| 66 | không mở được tệp vào |\n| 69 | dịch vụ cần đến không có |\n"
           "| 70 | lỗi của chương trình |\n| 73, 74 | không tạo, không ghi được tệp ra |\n| 75 | đang bận, thử lại sau |\n| 77 | không có quyền |\n"),
    "en": ("# Command line\n\nA command is a noun, then a verb: `tangthu catalogue import` (in a clone: `build/release/tangthu`, see [the manual's first page](index.md)). This page is the program's own help (`--help`). Every command takes `--json`; "
           "progress goes to stderr, so that results can be piped. A command that fails says what to try next.\n\n"
           "| Exit code | Meaning |\n|---|---|\n| 0 | done |\n| 64 | the command was mistyped |\n| 65 | the data is wrong |\n| 66 | an input file can't be opened |\n"
           "| 69 | a service is missing |\n| 70 | a fault of the program |\n| 73, 74 | output can't be created, written |\n| 75 | busy, try again later |\n| 77 | not permitted |\n"),
}


def help_of(language, *words):
    done = subprocess.run([PROGRAM, "--lang", language, *words, "--help"], capture_output=True, text=True, check=True,
                          env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"})
    return "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())


def commands(text):
    """Names in the first list of a help text."""
    found, listing = [], False
    for line in text.splitlines():
        row = re.match(r"  ([a-z][a-z ]*?)(?:  +\S|$)", line)
        if row and (listing or not found):
            found.append(row.group(1).strip())
            listing = True
        elif listing:
            break
    return [name for name in found if not name.startswith("tangthu")]


def page(language):
    parts = [TEXTS[language]]
    program = help_of(language)
    parts.append(f"```\n{program}\n```\n")
    nouns = re.findall(r"^  ([a-z]+)  +\S", program, re.M)
    for noun in nouns:
        text = help_of(language, noun)
        verbs = [v for v in re.findall(rf"^  {noun} ([a-z]+)\b", text, re.M)]
        parts.append(f"## {noun}\n")
        for verb in verbs:
            parts.append(f"```\n{help_of(language, noun, verb)}\n```\n")
        if not verbs:
            parts.append(f"```\n{text}\n```\n")
    return "\n".join(parts)


def main(arguments):
    bad = 0
    for language in TEXTS:
        path = ROOT / f"docs/manual/{language}/command-line.md"
        text = page(language)
        if "--write" in arguments:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or read(path) != text:
            print(f"{path.relative_to(ROOT)}: not what the program says. Run: tools/cli_manual.py --write")
            bad = 1
    return bad


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
