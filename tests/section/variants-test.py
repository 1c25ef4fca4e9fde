#!/usr/bin/env python3
"""Are the checks right? Tries them on solutions, unusual right ways and wrong ways. Prints TAP.

    variants-test.py --settings FILE [--jobs N] [EXERCISE...]"""

import argparse
import re
from pathlib import Path

import check
import tap
import trials
from engine import exercises
from engine import variants
from engine.verdict import PASSED, WRONG


def problem_with(variant, settings, student, workplace):
    """None if the check says what it should about the variant, or else what is wrong, as text.
    student: the place for its files."""
    variants.fresh_copy(student)
    try:
        variants.solve(student, variant.needs)
        variant.apply(student)
        if variant.kind == "right" and variant.code:  # its answers are the solution's
            for solution in variants.variants_of(variant.exercise, "solution"):
                if not solution.code:
                    solution.apply(student)
    except ValueError as error:
        return str(error)
    verdict = check.check_one(variant.exercise, student, settings, workplace)
    said = "\n".join([verdict.message, verdict.expected, verdict.seen, verdict.where,
                      *verdict.details])
    if variant.kind == "wrong":
        if verdict.state != WRONG:
            return f"expected wrong, seen {verdict.state}: {said}"
        if not variant.says or not re.search(variant.says, said):
            return f"expected a message with /{variant.says}/, seen {said}"
    elif verdict.state != PASSED:
        return f"expected passed, seen {verdict.state}: {said}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("exercises", nargs="*")
    options = parser.parse_args()
    settings = check.read_settings(options.settings)
    names = exercises.names_of(",".join(options.exercises) or None)
    if not names:
        tap.give_up(f"no exercise is called {' '.join(options.exercises)}")
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
