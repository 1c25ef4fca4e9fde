"""A function in exercises.c that the check calls with several page tables, one by one (E1, E3)."""

from engine.holes import require_begun
from engine.verdict import passed

CODE = "exercises.c"
MOST_LINES = 8  # of details


def run(section, function, check, judge):
    """The verdict on a function. judge(facts): a verdict on the facts that the guest logged, which are
    lists of words; None if every call that returned was right."""
    where = require_begun(section, CODE, function)
    boot = section.boot(section.exercise_kernel(check), "check deadline=500")
    verdict = judge([line.split() for line in boot.said() if line])
    if verdict is None:
        boot.require_end(where, f"the kernel that runs {function}")
        verdict = passed("right for every table")
    verdict.where = where
    return verdict


def number(word):
    return int(word, 16)


def limited(lines):
    more = len(lines) - MOST_LINES
    return lines[:MOST_LINES] + ([f"and {more} more"] if more > 0 else [])
