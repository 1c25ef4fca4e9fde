"""Programs cannot access the kernel's memory, and sys_page_alloc gives them none of it."""

from pset import judged
from pset.judged import Check

CHECKS = [
    Check("1.1", "programs cannot access the kernel's memory", 4, ("closed",)),
    Check("1.2", "the console and the clock stay open", 2, ("open",), screen="The console is open"),
    Check("1.3", "sys_page_alloc refuses what is no process's memory", 3, ("strange",)),
    Check("1.4", "sys_page_alloc refuses another process's memory, until step 4", 1, ("idle", "strange@2")),
    Check("1.5", "four processes still run and get memory", 2, ("grows", "grows@2", "grows@3", "grows@4")),
]


def check(desk):
    return judged.check(desk, 1, CHECKS)
