#!/usr/bin/env python3
"""Counts the tests of one ./check from the runners' own reports and ends with `N passed, N failed`.

A report folder has steps.tsv (name, exit status, seconds) and a folder a tier:
  ctest.xml   JUnit of ctest: one entry a program; replaced by the program's own GoogleTest JSON where there is one
  junit.xml   JUnit of vitest or node's test runner
A step that failed although its reports show no failure counts as one failed test.
"""
import json
import sys
import xml.etree.ElementTree as xml
from pathlib import Path


def count_gtest(path):
    report = json.loads(path.read_text(encoding="utf-8"))
    skipped = sum(case.get("result") == "SKIPPED" for suite in report.get("testsuites", []) for case in suite["testsuite"])
    failed = report["failures"] + report.get("errors", 0)
    return report["tests"] - report.get("disabled", 0) - failed - skipped, failed, skipped


def count_junit(path, own_reports=None):
    passed = failed = skipped = 0
    for case in xml.parse(path).getroot().iter("testcase"):
        bad = case.find("failure") is not None or case.find("error") is not None or case.get("status") == "fail"
        detail = (own_reports or {}).get(case.get("name"))
        if detail is not None:
            one = count_gtest(detail)
            passed, failed, skipped = passed + one[0], failed + one[1] + (bad and one[1] == 0), skipped + one[2]
        elif bad:
            failed += 1
        elif case.find("skipped") is not None or case.get("status") in ("notrun", "disabled"):
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def tally(folder):
    totals, lines = [0, 0, 0], []
    for tier in sorted(p for p in folder.iterdir() if p.is_dir()):
        counts = (0, 0, 0)
        own = {p.stem: p for p in tier.glob("*.json")}
        for report in sorted(tier.glob("*.xml")):
            try:
                one = count_junit(report, own if report.name == "ctest.xml" else None)
            except (xml.ParseError, ValueError, KeyError) as problem:
                print(f"  unreadable report {report.name}: {problem}")
                one = (0, 1, 0)
            counts = tuple(a + b for a, b in zip(counts, one))
        lines.append((tier.name, counts))
        totals = [a + b for a, b in zip(totals, counts)]
    steps = [line.split("\t") for line in (folder / "steps.tsv").read_text(encoding="utf-8").splitlines()]
    broken = [name for name, status, _ in steps if status != "0"]
    if len(broken) > 0 and totals[1] == 0:
        totals[1] = len(broken)
    for name, status, seconds in steps:
        print(f"  {'ok    ' if status == '0' else 'FAILED'} {int(seconds):5} s  {name}")
    for name, (passed, failed, skipped) in lines:
        print(f"  {name}: {passed} passed, {failed} failed, {skipped} skipped")
    for name in broken:
        print(f"  failed step: {name}")
    passed, failed, skipped = totals
    if passed + failed == 0:
        print("  no test was run")
        failed = 1
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or broken else 0


def self_test():
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "a").mkdir()
        (root / "a" / "ctest.xml").write_text(
            '<testsuite><testcase name="one" status="run"/><testcase name="two" status="fail"><failure/></testcase>'
            '<testcase name="lint" status="run"/></testsuite>', encoding="utf-8")
        case = {"result": "SKIPPED"}
        (root / "a" / "one.json").write_text(json.dumps(
            {"tests": 5, "failures": 0, "testsuites": [{"testsuite": [case]}]}), encoding="utf-8")
        (root / "a" / "two.json").write_text(json.dumps({"tests": 3, "failures": 0, "testsuites": []}), encoding="utf-8")
        (root / "steps.tsv").write_text("a\t0\t1\n", encoding="utf-8")
        assert count_junit(root / "a" / "ctest.xml", {p.stem: p for p in (root / "a").glob("*.json")}) == (8, 1, 1)
        assert tally(root) == 1, "a failure in a report must fail"
        (root / "a" / "ctest.xml").write_text('<testsuite><testcase name="one" status="run"/></testsuite>', encoding="utf-8")
        assert tally(root) == 0
        (root / "steps.tsv").write_text("a\t0\t1\nbuild\t1\t1\n", encoding="utf-8")
        assert tally(root) == 1, "a failed step must fail"
        (root / "a" / "ctest.xml").write_text("<testsuite/>", encoding="utf-8")
        (root / "steps.tsv").write_text("a\t0\t1\n", encoding="utf-8")
        assert tally(root) == 1, "no test is a failure"


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        self_test()
    else:
        sys.exit(tally(Path(sys.argv[1])))
