"""Three points, mapped by hand. The check looks at the tables that a3_map(pt3) leaves; how it made them is free."""

import dataclasses

from section import fresh_pages
from engine.holes import require_begun
from section.page_maps import PAGESIZE, hexadecimal, judge_table, points_of
from engine.verdict import PASSED, passed, wrong

CODE = "exercises.c"
POINTS = "P(0) = 0x1F000, P(0x4019) = 0x19, P(0x1000FF) = 0x500FF"

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
    """The mappings that a3.c found in a table."""
    lines = [line.split() for line in boot.said()]
    return [Mapping(*(int(number, 16) for number in words[1:])) for words in lines
            if words[0] == table and len(words) == 5]


def check(section):
    where = require_begun(section, CODE, "a3_map")
    boot = section.boot(section.exercise_kernel("a3.c"), "check deadline=200")
    boot.require_end(where, "a3_map" if "returned" not in boot.said()
                     else "looking at the tables that a3_map made")
    verdict = _judge_a3(_mappings(boot, "pt3"), _mappings(boot, "kernel_pagetable"))
    if verdict.state == PASSED:
        verdict = _judge_memory([line.split() for line in boot.said()]) or verdict
    verdict.where = where
    return verdict


def _judge_a3(pt3, kernel_pagetable):
    points = points_of(POINTS)
    if kernel_pagetable:
        return wrong("a3_map changes kernel_pagetable; it should map in its argument, pt3",
                     expected="nothing mapped there", seen=kernel_pagetable[0].line(),
                     details=_side_by_side(points, pt3))
    if not pt3:
        return wrong("a3_map maps nothing in pt3", expected="three pages", seen="none")
    verdict = (_judge_sizes(pt3) or judge_table(points, {m.va: m.pa for m in pt3}, "pt3")
               or _judge_permissions(pt3))
    if verdict:
        verdict.details = _side_by_side(points, pt3)
        return verdict
    return passed("pt3 maps all three points, and nothing else")


def _judge_memory(facts):
    """A verdict if a3_map changes memory that is not pt3's, or keeps pages; else None."""
    for what, page in (fact for fact in facts if len(fact) == 2):
        if what == "changed":
            return wrong(f"a3_map writes to memory that is not pt3's, in the page at {page}",
                         expected="only pt3 changes", seen="other bytes there")
        if what == "kept":
            return wrong(f"a3_map keeps a page from kalloc that is not a page-table page of pt3, at {page}",
                         expected="it frees what it does not need, with kfree", seen="not freed")
    return None


def _judge_sizes(mappings):
    for m in mappings:
        if m.size != PAGESIZE:
            return wrong(f"the page at {hexadecimal(m.va)} is a large page, which also maps addresses "
                         "that no point needs", expected="4096-byte pages",
                         seen=f"{hexadecimal(m.size)} bytes")
    return None


def _judge_permissions(mappings):
    wanted = " | ".join(WANTED_PERMISSIONS)
    for m in mappings:
        if m.permissions() != wanted:
            return wrong(f"the page at {hexadecimal(m.va)} has the wrong permissions", expected=wanted,
                         seen=m.permissions())
    return None


def _side_by_side(points, pt3):
    """Lines that show the points beside the mappings of pt3."""
    asked = [point.text for point in points]
    found = [m.line() for m in pt3] or ["nothing"]
    rows = max(len(asked), min(len(found), 8))
    asked += [""] * (rows - len(asked))
    found += [""] * (rows - len(found))
    return [f"{'asked for':30}pt3 maps"] + [f"{a:30}{f}".rstrip() for a, f in zip(asked, found)]


def again(seed):
    return fresh_pages.make_again("A3", seed)
