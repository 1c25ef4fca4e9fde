"""The student's files in each state, with steps 1 to K done, made from the master (engine/steps.py), and what texts say
about steps.

    python3 -m pset.states DIRECTORY K      writes the files of a state to a directory"""

import difflib
import os
import shutil
import sys
from collections import Counter
from pathlib import Path

from engine import steps
from engine.places import DESK, EXERCISES
from pset import variant as variants

MASTER = Path(os.environ.get("MASTER", EXERCISES / "master"))  # a handout has none, and is made from another tree's


def make(directory, step="1"):
    """Makes the desk's sources with the steps before `step` done, and the list of the places in them."""
    from pset import holes
    _write(directory, int(step) - 1, None)
    holes.FILE.write_text("\n".join(holes.lines(directory)) + "\n")


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


def solved_copy(directory):
    """A copy of the student's files with all steps done."""
    write(directory, max(step for path in MASTER.glob("*.[ch]") for step in steps.steps(path.read_text())))
    return directory


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


if __name__ == "__main__":
    _write(Path(sys.argv[1]), int(sys.argv[2]), None)
