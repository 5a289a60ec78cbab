#!/usr/bin/env python3
"""tools/must_not_compile.py FILE -- COMPILER…: FILE compiles as it is and is refused, in the expected words before any others, with TANGTHU_BROKEN."""
import re
import subprocess
import sys
from pathlib import Path


def compile_case(compiler, path, *more):
    command = [*compiler, *more, "-fsyntax-only", "-fdiagnostics-color=never", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"})
    return done.returncode == 0, done.stderr


def main(path, compiler):
    text = path.read_text(encoding="utf-8")
    rule = re.search(r"^// Rule: (.+)$", text, re.M)
    expected = re.search(r"^// Expect: (.+)$", text, re.M)
    if not rule or not expected or "TANGTHU_BROKEN" not in text:
        return f"{path.name}: needs // Rule:, // Expect: and a TANGTHU_BROKEN part"
    compiles, said = compile_case(compiler, path)
    if not compiles:
        return f"{path.name}: the control does not compile:\n{said}"
    compiles, said = compile_case(compiler, path, "-DTANGTHU_BROKEN")
    if compiles:
        return f"{path.name}: compiled, although: {rule.group(1)}"
    errors = [line for line in said.splitlines() if " error: " in line]
    if not errors or expected.group(1) not in errors[0]:  # what comes behind the first may follow from it
        return f"{path.name}: refused for another reason than '{expected.group(1)}':\n{said}"
    return None


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[2] != "--":
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), sys.argv[3:]))
