"""A fork takes, or promises, all the pages that copies may need, or it fails: no store ever fails for want of memory."""

from pset import judged
from pset.judged import Check

CHECKS = [
    Check("9.1", "after a fork no store fails, however full memory is", 3, ("kept", "hog")),
    Check("9.2", "fork promises what copies may need, and no page more, or it fails", 2, ("exact", "hog")),
    Check("9.3", "promises come back", 2, ("back", "hog")),
    Check("9.4", "promises of several generations come back, too", 2, ("lineage", "hog")),
    Check("9.5", "a fork that fails takes its promises back", 1, ("refused", "hog")),
]


def check(desk):
    return judged.check(desk, 9, CHECKS)
