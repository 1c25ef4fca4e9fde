#!/usr/bin/env python3
"""The texts on the student's desk are those that the folders of the exercises make, and each exercise has all that
one needs. Prints TAP."""

from engine import exercises
from engine import variants
from engine.places import SECTION
import text


def wrong_with(exercise):
    """What an exercise lacks."""
    found = [] if exercise.question else ["a question"]
    found += [f"the line '{key}:'" for key in exercise.keys if f"\n{key}:" not in f"\n{exercise.answer_lines}"]
    found += [] if (exercise.folder / "hints.txt").exists() else ["hints.txt"]
    found += [f"the student's file {name}" for name in exercise.files if not (SECTION / name).exists()]
    found += [] if variants.variants_of(exercise.name, "solution") else ["a solution"]
    found += [] if variants.variants_of(exercise.name, "wrong") else ["wrong ways"]
    found += [f"the exercise {name}, which it needs" for name in exercise.needs
              if name not in [e.name for e in exercises.EXERCISES]]
    return found


def main():
    results = [(f"section/{name} is as 'make section-text' makes it",
                [] if (SECTION / name).read_text() == made else ["it is not"])
               for name, made in (("README.md", text.readme()), ("answers.txt", text.answers()))]
    results += [(f"{e.name} has all that an exercise needs", wrong_with(e)) for e in exercises.EXERCISES]
    print(f"1..{len(results)}")
    for number, (name, wrong) in enumerate(results, 1):
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}")
        for line in wrong:
            print(f"# {line}")


if __name__ == "__main__":
    main()
