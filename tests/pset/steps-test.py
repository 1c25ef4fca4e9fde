#!/usr/bin/env python3
"""The problem set at every step: with steps 1 to K done, the student's kernel builds without a warning; K passes, step K+1
is "not yet", and those after it are skipped. With the last step done, all pass. Prints TAP.

    steps-test.py --settings FILE [--all]      --all: with steps 1 to K done, 1 to K pass"""

import argparse
import os
import subprocess
import tempfile
from pathlib import Path

os.environ["DESK"] = "pset"

import check
import tap
import text
from engine import exercises
from engine.places import DESK
from engine.verdict import NOT_YET, PASSED
from engine.workplace import Workplace
from pset import holes

MOST_LINES = 600  # of the student's three files


def steps_that_have_checks():
    return [int(e.name) for e in exercises.EXERCISES if e.points()]


def seen(verdict):
    return "\n".join([f"{verdict.state}: {verdict.message}", *(f"{part.name}: {part.verdict.state}: {part.verdict.message}"
                                                              for part in verdict.parts)])


def warnings_of(settings, directory):
    """What the compiler says with CI's warnings; None if nothing."""
    said = []
    for path in sorted(directory.glob("*.c")):
        command = ["sh", "-c", settings["COMPILE_KERNEL"], "sh", str(path), os.devnull, "-Werror", "-iquote", str(directory)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        said += [result.stdout + result.stderr] if result.returncode != 0 or result.stderr else []
    return "\n".join(said) or None


def marks_left(directory):
    return [f"{path.name}: {line}" for path in directory.glob("*.[ch]") for line in path.read_text().splitlines()
            if line.startswith(("//@", "//-"))] or None


def too_long(directory):
    lines = sum(len(path.read_text().splitlines()) for path in directory.glob("*.c"))
    return None if lines < MOST_LINES else f"they have {lines} lines"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    settings = check.read_settings(options.settings)
    obj = Path(settings["OBJ"]).absolute()
    numbers = steps_that_have_checks()
    workplace = Workplace(obj / "steps")
    with tempfile.TemporaryDirectory() as place:
        directory = Path(place) / "pset"
        exercises.desk().write(directory, 0)
        tap.check("the desk is as 'make texts' makes it", [path.name for path in sorted(directory.glob("*.[ch]"))
                                                          if path.read_text() != (DESK / path.name).read_text()])
        for name, made in ("README.md", text.readme()), ("answers.txt", text.answers()):
            tap.holds(f"so is {name}", (DESK / name).read_text() == made)
        tap.equal("so is the list of its places", holes.FILE.read_text().splitlines(), holes.lines(directory))
        tap.check("each step has a place", [step for step in numbers[:8] if not holes.places(step)])
        for last in [0, *numbers]:
            exercises.desk().write(directory, last)
            tap.check(f"with {last} steps done, there is no mark left", marks_left(directory))
            tap.check(f"with {last} steps done, nothing causes a warning", warnings_of(settings, directory))
            tap.check(f"with {last} steps done, the three files have fewer than {MOST_LINES} lines", too_long(directory))

            def verdict(step):
                return check.check_one(str(step), directory, settings, workplace)
            whole = options.all or last == numbers[-1]
            for step in [n for n in numbers if n <= last and (whole or n == last)]:
                found = verdict(step)
                tap.check(f"with {last} steps done, step {step} passes", None if found.state == PASSED else seen(found))
            if last + 1 in numbers and holes.places(last + 1):
                found = verdict(last + 1)
                tap.check(f"with {last} steps done, step {last + 1} is not begun",
                          None if found.state == NOT_YET else seen(found))
    workplace.remove()
    tap.end()


if __name__ == "__main__":
    main()
