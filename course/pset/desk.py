"""The student's files of the problem set, and the kernel that checks make of them: with the judge around it
(guest/judge.h)."""

import difflib
import shutil
from collections import Counter

from engine import desk
from engine import steps
from engine.build import definitions
from engine.desk import REPORTING, wraps
from engine.places import DESK, EXERCISES, ROOT
from pset import variant as variants

FILES = "kernel.c", "address-space.c", "address-space.h", "pages.c", "pages.h", "answers.txt", "user"
CODE = "kernel.c", "address-space.c", "pages.c", "address-space.h", "pages.h"

MASTER = EXERCISES / "master"
GUEST = EXERCISES / "guest"
JUDGE = "judge.c", "verdict.c", "allocator.c", "audit.c", "snapshot.c", "birth.c"
INTERPOSED = "kernel_start", "exception", "syscall", "kalloc", "kfree"  # as judged.h has them


def make(directory, last, places=None, variant=None):
    """Makes the student's sources with steps 1 to `last` done, and the list of the places in them, in the file `places`."""
    from pset import holes
    _write(directory, last, variant)
    (places or holes.FILE).write_text("\n".join(holes.lines(directory)) + "\n")


def state(path, last, variant=None):
    """The text of one of the master's files with steps 1 to `last` done."""
    variant = variant or variants.mine()
    return steps.done(path.read_text(), last, variant.words(), variant.values())


def _write(directory, last, variant):
    directory.mkdir(parents=True, exist_ok=True)
    for path in MASTER.glob("*.[ch]"):
        (directory / path.name).write_text(state(path, last, variant))


def write(directory, last, variant=None):
    """A fresh copy of the student's files with steps 1 to `last` done."""
    shutil.rmtree(directory, ignore_errors=True)
    _write(directory, last, variant)
    (directory / "answers.txt").write_text((DESK / "answers.txt").read_text())


def new_lines(step):
    """How many lines of code a step adds to the master's files or changes in them; comments do not count."""
    return sum(_lines(state(path, step)) - _lines_in_common(path, step)
               for path in MASTER.glob("*.[ch]"))


def _lines(text):
    return sum(1 for line in text.splitlines() if line.strip() and not line.strip().startswith("//"))


def _lines_in_common(path, step):
    before, after = (Counter(line.strip() for line in state(path, k).splitlines()
                             if line.strip() and not line.strip().startswith("//")) for k in (step - 1, step))
    return sum((before & after).values())


def solutions(name):
    """What a step changes in each of the student's files."""
    for path in sorted(MASTER.glob("*.[ch]")):
        before, after = (state(path, step).splitlines() for step in (int(name) - 1, int(name)))
        lines = list(difflib.unified_diff(before, after, lineterm="", n=4))[2:]
        if lines:
            yield "\n".join([f"{path.name}:", *lines])


def more_text():
    """What the text says before the steps."""
    return [variants.mine().text()] if variants.FILE.exists() else []


def facts(exercise):
    """What the text says about a step's size."""
    lines = new_lines(int(exercise.name)) if int(exercise.name) > 0 else 0
    size = f"About {round(lines, -1) if lines > 20 else lines} lines of code; " if lines else ""
    return f"{size}{exercise.time}." if exercise.time else ""


class Desk(desk.Desk):
    def judged_kernel(self):
        """The student's kernel, all its C files, with the judge around it. Its functions INTERPOSED are weak, so the
        judge's take their place; the judge finds them as student_NAME."""
        students = self.build.joined([self.build.compiled(path, "COMPILE_KERNEL", ["-include", str(GUEST / "judged.h")])
                                      for path in sorted(self.directory.glob("*.c"))])
        judge = self.own_code((*REPORTING, *JUDGE), INTERPOSED)
        return self.linked_kernel([*wraps("exception_return", "timer_interrupt", "command_program"), *self.build.words("KERNEL_OBJECTS"),
                                   judge, self._with_aliases(students)])

    def _with_aliases(self, students):
        """The object file with the further names student_NAME."""
        found = definitions(students)
        aliases = [f"--add-symbol=student_{name}={found[name][0]}:{found[name][1]:#x},function,global"
                   for name in INTERPOSED if name in found]
        return self.build.changed(students, aliases)

    def trial(self, name, slot, changed=None):
        """A trial, linked for a slot; or a program that the complete kernel runs, too. changed: a function from its bytes to
        those of the program to start."""
        source = self.guest(f"{name}.c")
        path = self.program(source if source.exists() else ROOT / "user" / f"{name}.c", slot)
        if not changed:
            return path
        return self.build.make(("changed", str(path), changed.__name__), ".elf",
                               lambda new: new.write_bytes(changed(path.read_bytes())))
