"""What a page table really says, as guest/witness.c found it while a student's kernel ran."""

import re
from dataclasses import dataclass

P, W, U, XD = 1, 2, 4, 1 << 63
PAGESIZE = 4096
PLACES = "syscall_entry", "kernel_pagetable", "process_main"  # those of part B
BEFORE, AFTER = "before", "after"


@dataclass
class Mapping:
    va: int
    pa: int
    perm: int  # P, W, U, XD; 0: not mapped

    def __str__(self):
        return f"{self.va:#x} -> {self.pa:#x} {permissions(self.perm)}" if self.perm \
            else f"{self.va:#x}: not mapped"


def permissions(perm):
    """As people write them: "P W U"."""
    bits = (P, "P"), (W, "W"), (U, "U"), (XD, "XD")
    return " ".join(name for bit, name in bits if perm & bit) or "none"


def kernel(section):
    """The student's kernel with the witness in it."""
    return section.kernel(extra_sources=["witness.c"], without=("log",))


def places(boot, when):
    """{name: Mapping}: what the witness logged first under that word."""
    found = {}
    for line in boot.said():
        match = re.fullmatch(rf"{when} (\w+) (\S+) (\S+) (\S+)", line)
        if match and match.group(1) not in found:
            found[match.group(1)] = Mapping(*(int(n, 16) for n in match.groups()[1:]))
    return found


def memory(boot):
    """{address of a page: Mapping} for all pages that were mapped when a program of the check said "walk"."""
    found = {}
    for line in boot.said():
        match = re.fullmatch(r"memory (\S+) (\S+) (\S+) (\S+)", line)
        if match:
            start, end, pa, perm = (int(n, 16) for n in match.groups())
            for va in range(start, end, PAGESIZE):
                found[va] = Mapping(va, pa + va - start, perm)
    return found


def logged(boot, when):
    """The lines that the student's kernel logged between the two markers of the first program
    (BEFORE), or after the second one (AFTER); None if there is no such marker."""
    # What is logged before a marker may lack its newline.
    log = re.sub(r"(-- (before|after) process_setup)$", r"\n\1", "\n".join(boot.log), flags=re.M)
    _, found, behind = log.partition(f"\n-- {when} process_setup\n")
    if not found:
        return None
    lines = re.split(r"^-- (?:before|after) process_setup$", behind, maxsplit=1, flags=re.M)[0].split("\n")
    return [line for line in lines if line]
