"""Fork makes a copy of a process, and then they are two."""

from pset import judged
from pset.judged import Check

# What the judge compares at birth (course/pset/judge/birth.c): in each check something else, so that one mistake fails one
# check.
NOTHING, MEMORY, REGISTERS, COST = {"birth": 0}, {"birth": 1}, {"birth": 2}, {"birth": 4}

CHECKS = [
    Check("5.1", "the child has all that its parent has in memory", 3, ("copy", "copy@1"), MEMORY),
    Check("5.2", "parent and child each have their own memory from then on", 2, ("apart",), NOTHING),
    Check("5.3", "both return from the call, with the same registers except %rax", 3, ("registers",), REGISTERS),
    Check("5.4", "there are as many processes as slots, each with its own number", 2, ("tree",), {**NOTHING, "scatter": 0}),
    Check("5.5", "fork takes free slots only", 1, ("slots", "slots@1", "slots@01", "slots@001"), {**NOTHING, "scatter": 0}),
    Check("5.6", "fork takes as many pages as the child needs", 2, ("cost",), COST),
    Check("5.7", "without memory, fork returns an error, and makes no child", 2, ("fails", "fails@1"), {**NOTHING, "scatter": 0}),
]


def check(desk):
    return judged.check(desk, 5, CHECKS)
