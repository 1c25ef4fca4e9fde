"""Each process has a page table of its own, and reaches its own memory, the console and the clock, and nothing else."""

from pset import judged
from pset.judged import Check

CHECKS = [
    Check("2.1", "each process has a page table of its own", 2, ("grows", "grows@2", "grows@3", "grows@4")),
    Check("2.2", "every page table has the kernel's part, which is closed except for console and clock", 3,
          ("kernel-part", "faults@2"), screen="Process 1 was here"),
    Check("2.3", "a process reaches all of its own memory and none of another's", 4, ("neighbours", "neighbours@2")),
    Check("2.4", "sys_page_alloc gives the page to its caller alone", 3, ("heap", "heap@2")),
    Check("2.5", "without memory for a page table, the process does not start, and the others do", 2,
          ("goes-on", "goes-on@2", "goes-on@3", "goes-on@4"), {"setups": 1}),
    Check("2.6", "the same if the last allocation for the page table fails", 1, ("goes-on", "goes-on@2", "goes-on@3"), {"setups": 4}),
]


def check(desk):
    return judged.check(desk, 2, CHECKS)
