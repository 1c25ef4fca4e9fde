"""After a fork, parent and child share all memory; a page is copied when one of them first writes to it."""

from pset import judged
from pset.judged import Check

CHECKS = [
    Check("8.1", "fork copies no page", 2, ("cheap",)),
    Check("8.2", "the first store to a page copies it, once; its last owner keeps it", 2, ("first-store",)),
    Check("8.3", "each process has contents of its own, and reads copy nothing", 2, ("apart",)),
    Check("8.4", "every other fault ends its process, as before", 1, ("faulty",), {"scatter": 0}),
    Check("8.5", "shared pages are shared again, replaced and given back", 1, ("generations",)),
    Check("8.6", "a fork that fails leaves everything as it was", 1, ("fails",)),
    Check("8.7", "without memory, a store ends one process, and the others go on", 1, ("full", "hog")),
]


def check(desk):
    return judged.check(desk, 8, CHECKS)
