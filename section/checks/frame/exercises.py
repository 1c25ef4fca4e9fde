"""The 33 exercises, in the order of README.md."""

import importlib
from dataclasses import dataclass


@dataclass
class Exercise:
    name: str
    title: str
    files: tuple         # the student's files that it looks at
    keys: tuple = ()     # of answers.txt
    needs: tuple = ()    # exercises without which it cannot pass

    def is_on_paper(self):
        """Is nothing built for it? (H1.3 measures what its answers are compared with.)"""
        return self.files == (ANSWERS,) and self.name != "H1.3"

    def check(self, section):
        """The verdict. The check is a function of its part, which is loaded now: check_f1_2 of
        parts/part_f.py."""
        part = importlib.import_module(f"parts.part_{self.name[0].lower()}")
        return getattr(part, f"check_{self.name.lower().replace('.', '_')}")(section)


PARTS = {
    "A": "Mapping functions", "B": "Examining mappings", "C": "Warped memory", "D": "The maze",
    "E": "Copying and freeing page tables", "F": "Spawn", "G": "A confused deputy",
    "H": "Efficient pipes",
}

ANSWERS, CODE, KERNEL, EVE = "answers.txt", "exercises.c", "kernel.c", "user/eve.c"

EXERCISES = [
    Exercise("A1", "Two pages apart", (ANSWERS,), ("A1",)),
    Exercise("A2", "Across a page's border", (ANSWERS,), ("A2",)),
    Exercise("A3", "Mapping by hand", (CODE,)),
    Exercise("A4", "Many to one", (ANSWERS,), ("A4",)),
    Exercise("A5", "Virtual pages of an aligned object", (CODE,)),
    Exercise("A6", "Its physical pages", (CODE,)),
    Exercise("A7", "Virtual pages of any object", (CODE,)),
    Exercise("B1", "Physical addresses before process_setup", (KERNEL,)),
    Exercise("B2", "Physical addresses after it", (KERNEL, ANSWERS), ("B2.predict", "B2.change", "B2.why")),
    Exercise("B3", "Permissions before process_setup", (KERNEL, ANSWERS), ("B3.kernel", "B3.process")),
    Exercise("B4", "How the kernel is isolated", (KERNEL, ANSWERS), ("B4.access", "B4.why")),
    Exercise("B5", "Permissions after it", (KERNEL, ANSWERS), ("B5.predict", "B5.change", "B5.why")),
    Exercise("C1", "Warped memory", (KERNEL, ANSWERS), ("C1.predict",)),
    Exercise("D1", "Rooms from which all are reached", (ANSWERS,), ("D1",)),
    Exercise("D2", "The blue rooms only", (ANSWERS,), ("D2",)),
    Exercise("D3", "The fewest rooms", (ANSWERS,), ("D3",)),
    Exercise("D4", "Rooms that nobody reaches", (ANSWERS,), ("D4",)),
    Exercise("D5", "Drones that change the maze", (ANSWERS,), ("D5",)),
    Exercise("E1", "Copying mappings", (CODE,)),
    Exercise("E2", "Is that a fork?", (ANSWERS,), ("E2", "E2.why")),
    Exercise("E3", "Freeing everything", (CODE,)),
    Exercise("E4", "Is that an exit?", (ANSWERS,), ("E4", "E4.why")),
    Exercise("F1.1", "How spawn fails", (ANSWERS,), ("F1.1",)),
    Exercise("F1.2", "Completing spawn", (KERNEL,)),
    Exercise("F1.3", "Two Alices", (KERNEL, ANSWERS), ("F1.3.predict", "F1.3"), needs=("F1.2",)),
    Exercise("F1.4", "Spawn checks its arguments", (KERNEL,), needs=("F1.2",)),
    Exercise("G1.1", "Which call is the deputy", (ANSWERS,), ("G1.1", "G1.1.why")),
    Exercise("G1.2", "Eve's attack", (EVE,)),
    Exercise("G1.3", "The kernel refuses", (KERNEL, EVE, ANSWERS)),
    Exercise("H1.1", "This pipe and Unix's", (ANSWERS,), ("H1.1",)),
    Exercise("H1.2", "The most bytes at a time", (ANSWERS,), ("H1.2", "H1.2.cost")),
    Exercise("H1.3", "Calls per message", (ANSWERS,), ("H1.3.predict", "H1.3.writer", "H1.3.reader", "H1.3")),
    Exercise("H2", "An efficient pipe", (KERNEL,)),
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
    return {key for exercise in EXERCISES for key in exercise.keys}
