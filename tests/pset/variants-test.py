#!/usr/bin/env python3
"""Are the checks of the problem set right? Tries them on unusual right ways and on wrong ways of each step. A wrong way
must be refused by the check that is meant for it. Prints TAP.

    variants-test.py --settings FILE [--jobs N] [STEP...]"""

import argparse
import os
import re
from pathlib import Path

os.environ["DESK"] = "pset"

import check
import tap
import trials
from engine import exercises
from engine import variants
from engine.verdict import PASSED, WRONG


def problem_with(variant, settings, student, workplace):
    """None if the checks say what they should about the variant, or else what is wrong, as text. student: the place for
    its files."""
    try:
        exercises.desk().write(student, int(variant.exercise))
        variant.apply(student)
    except ValueError as error:
        return str(error)
    only = (variant.check,) if variant.check else ()
    verdict = check.check_one(variant.exercise, student, settings, workplace, only=only)
    said = "\n".join([f"{verdict.state}: {verdict.message}", *(line for part in verdict.parts for line in [
        f"{part.name} {part.verdict.state}: {part.verdict.message}", *part.verdict.details])])
    if variant.kind == "right":
        return None if verdict.state == PASSED else f"expected passed, seen {said}"
    if verdict.state != WRONG:
        return f"expected wrong, seen {said}"
    if not variant.says or not re.search(variant.says, said):
        return f"expected a message with /{variant.says}/, seen {said}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("steps", nargs="*")
    options = parser.parse_args()
    settings = check.read_settings(options.settings)
    names = exercises.names_of(",".join(options.steps) or None)
    if not names:
        tap.give_up(f"no step is called {' '.join(options.steps)}")
    found = [variant for name in names for variant in variants.variants_of(name, "right", "wrong")]
    place = (Path(settings["OBJ"]) / "variants").absolute()

    def attempt(variant, workplace):
        student = place / variant.exercise / f"{variant.kind}-{variant.name}" / "student"
        return problem_with(variant, settings, student, workplace)
    for variant, problem in trials.tried(found, attempt, place, options.jobs):
        tap.check(f"{variant.exercise}: {variant.kind}, {variant.name}", problem)
    tap.end()


if __name__ == "__main__":
    main()
