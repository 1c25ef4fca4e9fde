"""Every process has the same addresses, up to MEMSIZE_VIRTUAL. sys_page_alloc works for all of them, and loses nothing."""

from pset import judged
from pset.judged import Check

CHECKS = [
    Check("4.1", "the stack is the last page below MEMSIZE_VIRTUAL", 3, ("stack", "stack@1")),
    Check("4.2", "programs can have a page at each of their addresses, and nowhere else", 3, ("addresses",),
          {"scatter": 0}),
    Check("4.3", "processes have the same addresses, and bytes of their own", 3, ("same", "same@1", "same@01")),
    Check("4.4", "a page in place of another is zeroed, and none is lost", 3, ("replace", "replace@1")),
    Check("4.5", "when memory is full, sys_page_alloc returns an error, and all go on", 2, ("full", "full@1")),
    Check("4.6", "when an allocation fails, nothing changes", 2, ("fails", "fails@1")),
]


def check(desk):
    return judged.check(desk, 4, CHECKS)
