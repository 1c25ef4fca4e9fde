"""Calls functions that count pages (A5 to A7) with many sizes and places, and compares them with a count page by
page."""

import dataclasses
import re

from section import page_counts
from engine.holes import is_stub, require_begun
from section.page_maps import PAGESIZE, hexadecimal
from engine.verdict import Stop, passed, wrong

CODE = "exercises.c"


def check_counts(section, *functions):
    begun = [f for f in functions if not is_stub(section, CODE, f)]
    if not begun:
        require_begun(section, CODE, functions[0])
    cases = [case for f in begun for case in page_counts.cases_of(f)]
    boot, results = _run_cases(section, cases)
    for function in begun:
        _require_right(section, [c for c in results if c.function == function])
    if len(results) < len(cases):
        _stop_inside(section, boot, cases[len(results)])
    for function in functions:
        require_begun(section, CODE, function)
    return passed(f"right in all {len(cases)} cases")


def _run_cases(section, cases):
    """The boot, and the cases that returned, with their results."""
    path = section.work / "cases"
    path.write_bytes(b"".join(case.packed() for case in cases))
    boot = section.boot(section.exercise_kernel("pages.c"), "check deadline=200", {"cases": path})
    seen = []
    for line in boot.said():
        match = re.fullmatch(rf"{len(seen)} (\d+)", line)
        if match:
            seen.append(int(match[1]))
    return boot, [dataclasses.replace(case, seen=n) for case, n in zip(cases, seen)]


def _require_right(section, results):
    """Stops the check with the first failures of one function, if there are any."""
    failures = [case for case in results if case.seen != case.expected]
    if not failures:
        return
    first = failures[0]
    message = f"{first.function} {_describe(results)}"
    raise Stop(wrong(message, expected=f"{first.call()} = {first.expected}", seen=str(first.seen),
                     where=section.where(CODE, rf"^{first.function}\("),
                     details=[case.line() for case in failures[:5]]))


def _describe(results):
    if results[0].function != "a6_fewest_physical_pages":
        return page_counts.describe(results)
    if all(case.seen == 0 for case in results):
        return "always returns 0; but every page of the object is mapped, to some physical page"
    if all(case.seen == page_counts.count_pages(0, case.sz) for case in results):
        return ("gives every virtual page a physical page of its own: must it have one? "
                "(Think of A4.)")
    return "does not return the smallest number that is possible"


def _stop_inside(section, boot, case):
    """The verdict on a run that ended in this call."""
    where = section.where(CODE, rf"^{case.function}\(")
    if boot.ran_out_of_time() and case.sz > page_counts.LARGE // 8:
        raise Stop(wrong(f"{case.call()} takes too long: an object of {hexadecimal(case.sz)} bytes "
                         f"overlaps about {case.sz // PAGESIZE:,} pages; compute their number, "
                         "do not visit each of them", expected="an answer at once",
                         seen="none in several seconds", where=where))
    boot.require_end(where, case.call())
