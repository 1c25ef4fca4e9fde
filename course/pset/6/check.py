"""An exit gives back all that a process had, and a call that fails leaves nothing behind."""

from pset import judged
from pset import variant
from pset.judged import Check

IDLE = ["idle"] * (variant.mine().slots - 2)  # slot 0 is never used, and process 1 is another program

CHECKS = [
    Check("6.1", "an exit frees the process's memory and its slot", 3, ("exits",)),
    Check("6.2", "hundreds of forks and exits lose nothing", 2, ("often",)),
    Check("6.3", "an exit takes nothing from others", 2, ("others",)),
    Check("6.4", "a fork that fails changes nothing", 3, ("fork-fails",)),
    Check("6.5", "a sys_page_alloc that fails changes nothing", 1, ("alloc-fails",)),
    Check("6.6", "a program that cannot be loaded leaves nothing behind", 2, ("loads", *IDLE), {"setups": 1}),
    Check("6.7", "memory and slots may be full, and exits make room", 2, ("full", "ballast"), {"scatter": 0}),
]


def check(desk):
    return judged.check(desk, 6, CHECKS)
