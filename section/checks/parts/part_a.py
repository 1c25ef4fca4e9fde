"""Part A: mapping functions on paper (A1, A2, A4), by hand (A3), and pages counted (A5 to A7)."""

import dataclasses
import re

from parts import page_counts
from frame.holes import is_stub
from parts.page_maps import PAGESIZE, hexadecimal, judge_table, play, points_of
from frame.verdict import PASSED, Stop, not_yet, passed, wrong

CODE = "exercises.c"
POINTS = {
    "A1": "P(0) = 0, P(10) = 10, P(0x3009) = 0x19009",
    "A2": "P(4095) = 8193, P(4096) = 0",
    "A3": "P(0) = 0x1F000, P(0x4019) = 0x19, P(0x1000FF) = 0x500FF",
    "A4": "P(0) = 0x1F000, P(0x1000) = 0x1F000, P(0x2000) = 0x1F000",
}


def check_a1(section):
    return _play(section, "A1")


def check_a2(section):
    return _play(section, "A2")


def check_a4(section):
    return _play(section, "A4")


def _play(section, key):
    answer = section.answers.get(key)
    return play(points_of(POINTS[key]), answer.text, answer.where)


# Functions in exercises.c

def _where(section, function):
    return section.where(CODE, rf"^{function}\(")


def _require_begun(section, function):
    if is_stub(section, CODE, function):
        raise Stop(not_yet(f"{function} in {section.shown(CODE)}",
                           where=_where(section, function)))


# A3: what is in the tables after a3_map(pt3)

WANTED_PERMISSIONS = {"PTE_P": 0x1, "PTE_W": 0x2}
PERMISSIONS = {**WANTED_PERMISSIONS, "PTE_U": 0x4, "PTE_XD": 1 << 63}


@dataclasses.dataclass
class Mapping:
    va: int
    pa: int
    size: int
    perm: int

    def permissions(self):
        return " | ".join(name for name, bit in PERMISSIONS.items() if self.perm & bit)

    def line(self):
        large = f", {hexadecimal(self.size)} bytes" if self.size != PAGESIZE else ""
        return f"{hexadecimal(self.va)} -> {hexadecimal(self.pa)}, {self.permissions()}{large}"


def _mappings(boot, table):
    """What guest/a3.c has found in a table."""
    lines = [line.split() for line in boot.said()]
    return [Mapping(*(int(number, 16) for number in words[1:])) for words in lines
            if words[0] == table and len(words) == 5]


def check_a3(section):
    _require_begun(section, "a3_map")
    where = _where(section, "a3_map")
    boot = section.boot(section.exercise_kernel("a3.c"), "check deadline=200")
    boot.require_end(where, "a3_map" if "returned" not in boot.said()
                     else "looking at the tables that a3_map made")
    verdict = _judge_a3(_mappings(boot, "pt3"), _mappings(boot, "kernel_pagetable"))
    if verdict.state == PASSED:
        verdict = _judge_memory([line.split() for line in boot.said()]) or verdict
    verdict.where = where
    return verdict


def _judge_a3(pt3, kernel_pagetable):
    points = points_of(POINTS["A3"])
    if kernel_pagetable:
        return wrong("a3_map changes kernel_pagetable; its argument, pt3, is the table to map in",
                     expected="nothing mapped there", seen=kernel_pagetable[0].line(),
                     details=_side_by_side(points, pt3))
    if not pt3:
        return wrong("a3_map maps nothing in pt3", expected="three pages", seen="none")
    verdict = (_judge_sizes(pt3) or judge_table(points, {m.va: m.pa for m in pt3}, "pt3")
               or _judge_permissions(pt3))
    if verdict:
        verdict.details = _side_by_side(points, pt3)
        return verdict
    return passed("all three points are there, and nothing else")


def _judge_memory(facts):
    """A verdict if a3_map has done something to memory that nobody asked for."""
    for what, page in (fact for fact in facts if len(fact) == 2):
        if what == "changed":
            return wrong(f"a3_map writes to memory that is not pt3's, in the page at {page}",
                         expected="nothing changes but pt3", seen="other bytes there")
        if what == "kept":
            return wrong(f"a3_map keeps a page from kalloc that is no page-table page of pt3, at {page}",
                         expected="what it does not need it gives back with kfree", seen="not freed")
    return None


def _judge_sizes(mappings):
    for m in mappings:
        if m.size != PAGESIZE:
            return wrong(f"the page at {hexadecimal(m.va)} is a large one, which maps addresses "
                         "that nobody asked for", expected="4096-byte pages",
                         seen=f"{hexadecimal(m.size)} bytes")
    return None


def _judge_permissions(mappings):
    wanted = " | ".join(WANTED_PERMISSIONS)
    for m in mappings:
        if m.permissions() != wanted:
            return wrong(f"the page at {hexadecimal(m.va)} has other permissions than those asked "
                         "for", expected=wanted, seen=m.permissions())
    return None


def _side_by_side(points, pt3):
    """Lines: the points, and what is mapped."""
    asked = [point.text for point in points]
    found = [m.line() for m in pt3] or ["nothing"]
    rows = max(len(asked), min(len(found), 8))
    asked += [""] * (rows - len(asked))
    found += [""] * (rows - len(found))
    return [f"{'asked for':30}pt3 maps"] + [f"{a:30}{f}".rstrip() for a, f in zip(asked, found)]


# A5 to A7: functions that count pages

def check_a5(section):
    return _check_counts(section, "a5_virtual_pages")


def check_a6(section):
    return _check_counts(section, "a6_fewest_physical_pages", "a6_most_physical_pages")


def check_a7(section):
    return _check_counts(section, "a7_virtual_pages")


def _check_counts(section, *functions):
    begun = [f for f in functions if not is_stub(section, CODE, f)]
    if not begun:
        _require_begun(section, functions[0])
    cases = [case for f in begun for case in page_counts.cases_of(f)]
    boot, results = _run_cases(section, cases)
    for function in begun:
        _require_right(section, [c for c in results if c.function == function])
    if len(results) < len(cases):
        _stop_inside(section, boot, cases[len(results)])
    for function in functions:
        _require_begun(section, function)
    return passed(f"right in all {len(cases)} cases")


def _run_cases(section, cases):
    """The boot, and the cases that came to an end, with what was seen."""
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
                     where=_where(section, first.function),
                     details=[case.line() for case in failures[:5]]))


def _describe(results):
    if results[0].function != "a6_fewest_physical_pages":
        return page_counts.describe(results)
    if all(case.seen == 0 for case in results):
        return "returns 0, always; but every page of the object is mapped, to some physical page"
    if all(case.seen == page_counts.count_pages(0, case.sz) for case in results):
        return ("gives every virtual page a physical page of its own: must it have one? "
                "(Think of A4.)")
    return "does not return the least number that is possible"


def _stop_inside(section, boot, case):
    """The run did not come further than this call."""
    where = _where(section, case.function)
    if boot.ran_out_of_time() and case.sz > page_counts.LARGE // 8:
        raise Stop(wrong(f"{case.call()} takes too long: an object of {hexadecimal(case.sz)} bytes "
                         f"overlaps about {case.sz // PAGESIZE:,} pages; do not visit each, "
                         "compute their number", expected="an answer at once",
                         seen="none in several seconds", where=where))
    boot.require_end(where, case.call())
