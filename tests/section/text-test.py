#!/usr/bin/env python3
"""The texts on the student's desk are those that the exercises' folders make, and each exercise has all that an exercise
needs. Prints TAP."""

from engine import exercises
from engine import variants
from engine.places import DESK
import tap
import text


def wrong_with(exercise):
    """What an exercise lacks, in words."""
    found = [] if exercise.question else ["a question"]
    found += [f"the line '{key}:'" for key in exercise.keys if f"\n{key}:" not in f"\n{exercise.answer_lines}"]
    found += [] if (exercise.folder / "hints.txt").exists() else ["hints.txt"]
    found += [f"the student's file {name}" for name in exercise.files if not (DESK / name).exists()]
    found += [] if variants.variants_of(exercise.name, "solution") else ["a solution"]
    found += [] if variants.variants_of(exercise.name, "wrong") else ["wrong ways"]
    found += [f"the exercise {name}, which it needs" for name in exercise.needs
              if name not in [e.name for e in exercises.EXERCISES]]
    return found


def main():
    for name, made in ("README.md", text.readme()), ("answers.txt", text.answers()):
        tap.holds(f"section/{name} is as 'make texts' makes it", (DESK / name).read_text() == made)
    for exercise in exercises.EXERCISES:
        tap.check(f"{exercise.name} has all that an exercise needs", wrong_with(exercise))
    tap.end()


if __name__ == "__main__":
    main()
