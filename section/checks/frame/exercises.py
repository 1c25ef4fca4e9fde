"""The 33 exercises, in the order of README.md."""

from dataclasses import dataclass
from typing import Callable

from parts import part_a
from parts import part_b
from parts import part_c
from parts import part_d
from parts import part_e
from parts import part_f
from parts import part_g
from parts import part_h


@dataclass
class Exercise:
    name: str
    title: str
    check: Callable      # of a Section; returns a Verdict
    files: tuple         # the student's files that it looks at
    needs: tuple = ()    # exercises without which it cannot pass


PARTS = {
    "A": "Mapping functions", "B": "Examining mappings", "C": "Warped memory", "D": "The maze",
    "E": "Copying and freeing page tables", "F": "Spawn", "G": "A confused deputy",
    "H": "Efficient pipes",
}

ANSWERS, CODE, KERNEL, EVE = "answers.txt", "exercises.c", "kernel.c", "user/eve.c"

EXERCISES = [
    Exercise("A1", "Two pages apart", part_a.check_a1, (ANSWERS,)),
    Exercise("A2", "Across a page's border", part_a.check_a2, (ANSWERS,)),
    Exercise("A3", "Mapping by hand", part_a.check_a3, (CODE,)),
    Exercise("A4", "Many to one", part_a.check_a4, (ANSWERS,)),
    Exercise("A5", "Virtual pages of an aligned object", part_a.check_a5, (CODE,)),
    Exercise("A6", "Its physical pages", part_a.check_a6, (CODE,)),
    Exercise("A7", "Virtual pages of any object", part_a.check_a7, (CODE,)),
    Exercise("B1", "Physical addresses before process_setup", part_b.check_b1, (KERNEL,)),
    Exercise("B2", "Physical addresses after it", part_b.check_b2, (KERNEL, ANSWERS)),
    Exercise("B3", "Permissions before process_setup", part_b.check_b3, (KERNEL, ANSWERS)),
    Exercise("B4", "How the kernel is isolated", part_b.check_b4, (KERNEL, ANSWERS)),
    Exercise("B5", "Permissions after it", part_b.check_b5, (KERNEL, ANSWERS)),
    Exercise("C1", "Warped memory", part_c.check_c1, (KERNEL, ANSWERS)),
    Exercise("D1", "Rooms from which all are reached", part_d.check_d1, (ANSWERS,)),
    Exercise("D2", "The blue rooms only", part_d.check_d2, (ANSWERS,)),
    Exercise("D3", "The fewest rooms", part_d.check_d3, (ANSWERS,)),
    Exercise("D4", "Rooms that nobody reaches", part_d.check_d4, (ANSWERS,)),
    Exercise("D5", "Drones that change the maze", part_d.check_d5, (ANSWERS,)),
    Exercise("E1", "Copying mappings", part_e.check_e1, (CODE,)),
    Exercise("E2", "Is that a fork?", part_e.check_e2, (ANSWERS,)),
    Exercise("E3", "Freeing everything", part_e.check_e3, (CODE,)),
    Exercise("E4", "Is that an exit?", part_e.check_e4, (ANSWERS,)),
    Exercise("F1.1", "How spawn fails", part_f.check_f1_1, (ANSWERS,)),
    Exercise("F1.2", "Completing spawn", part_f.check_f1_2, (KERNEL,)),
    Exercise("F1.3", "Two Alices", part_f.check_f1_3, (KERNEL, ANSWERS), ("F1.2",)),
    Exercise("F1.4", "Spawn checks its arguments", part_f.check_f1_4, (KERNEL,), ("F1.2",)),
    Exercise("G1.1", "Which call is the deputy", part_g.check_g1_1, (ANSWERS,)),
    Exercise("G1.2", "Eve's attack", part_g.check_g1_2, (EVE,)),
    Exercise("G1.3", "The kernel refuses", part_g.check_g1_3, (KERNEL, EVE, ANSWERS)),
    Exercise("H1.1", "This pipe and Unix's", part_h.check_h1_1, (ANSWERS,)),
    Exercise("H1.2", "The most bytes at a time", part_h.check_h1_2, (ANSWERS,)),
    Exercise("H1.3", "Calls per message", part_h.check_h1_3, (ANSWERS,)),
    Exercise("H2", "An efficient pipe", part_h.check_h2, (KERNEL,)),
]


def named(name):
    return next(e for e in EXERCISES if e.name == name)


def names_of(text):
    """The exercises that `text` means: F1.2 is one, F1 and F are several, A5,F1 more, None is all.
    Empty if there is something in it that means none."""
    if text is None:
        return [e.name for e in EXERCISES]
    meant = [_meant_by(word) for word in text.upper().split(",")]
    return [e.name for e in EXERCISES if any(e.name in names for names in meant)] if all(meant) else []


def _meant_by(word):
    exact = [e.name for e in EXERCISES if e.name == word]
    return exact or [e.name for e in EXERCISES
                     if e.name[0] == word or e.name.startswith(f"{word}.")]


def exercise_of_key(key):
    """The exercise that a key of answers.txt belongs to: F1.3 for F1.3.predict."""
    return max((e.name for e in EXERCISES if key == e.name or key.startswith(f"{e.name}.")), key=len)


def with_needs(names):
    """These exercises, and those that they need, in order."""
    needed = {n for name in names for n in named(name).needs}
    return [e.name for e in EXERCISES if e.name in needed or e.name in names]


def answer_keys():
    """The keys that answers.txt may have."""
    parts = part_a, part_b, part_c, part_d, part_e, part_f, part_g, part_h
    return {key for part in parts for key in part.KEYS}
