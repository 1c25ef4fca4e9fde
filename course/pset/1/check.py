"""Programs cannot access the kernel's memory, and sys_page_alloc gives them none of it."""

from pset import judged
from pset.judged import Check

CHECKS = [
    Check("1.1", "programs cannot access the kernel's memory", 4, ("closed",)),
    Check("1.2", "the console and the clock stay open", 2, ("open",)),
    Check("1.3", "sys_page_alloc refuses what is not the caller's memory", 4, ("strange",)),
    Check("1.4", "four processes still run and get memory", 2, ("grows", "grows@2", "grows@3", "grows@4")),
]


def check(desk):
    return judged.check(desk, 1, CHECKS)
