"""Hints, solutions and fresh instances: what a student asks for besides checks."""

import random
import sys

from engine import exercises
from engine.places import EXERCISES
from engine.report import clean
from engine.verdict import PASSED


def first_open(names, progress):
    """The first of these exercises that has not passed; the first of all if every one has."""
    return next((n for n in names if not progress.has_passed(n)), names[0])


def show_hint(names, progress):
    name = first_open(names, progress)
    hints = [h.strip() for h in (exercises.named(name).folder / "hints.txt").read_text().split("\n---\n")]
    number = min(progress.count(name, "hints"), len(hints) - 1)
    print(f"{name}, {exercises.named(name).title}: hint {number + 1} of {len(hints)}\n")
    print(hints[number])
    if number + 1 < len(hints):
        print(f"\nThe next one: make hint-{name}")
    return 0


def ask(question):
    print(question, end=" ", flush=True)
    line = sys.stdin.readline()
    if not line.endswith("\n"):
        print()
    return line.strip()


def show_solution(names, progress):
    if not any(EXERCISES.glob("*/teacher")):
        print("This copy of the section comes without solutions.")
        return 1
    name = first_open(names, progress)
    if not progress.has_passed(name):
        answer = ask(f"{name} has not passed yet, and there are hints (make hint-{name}). "
                     "Show its solution? [y/N]")
        if answer.lower() not in ("y", "yes"):
            print("Not shown.")
            return 0
    for text in exercises.desk().solutions(name):
        print(f"\n{text}")
    return 0


def ask_again(names, progress, seed):
    """Sets a fresh instance of an exercise and reads answers until one is right."""
    name = names[0]
    make_instance = exercises.named(name).again()
    if not make_instance:
        others = " ".join(e.name for e in exercises.EXERCISES if e.again())
        print(f"There are fresh instances of {others or 'nothing here'}")
        return 1
    if not progress.has_passed(name):
        print(f"First the exercise itself: make check-{name}")
        return 1
    number = progress.count(name, "again")
    seed = seed if seed is not None else random.Random(f"{name} {number}").randrange(10**6)
    question, _, judge = make_instance(seed)
    print(f"{name}, instance {seed}")
    print("\n".join(question))
    for _ in range(3):
        text = ask("Your answer:")
        if not text:
            break
        verdict = judge(text)
        print(clean(f"{verdict.state}: {verdict.message}") if verdict.message else verdict.state)
        for line in verdict.details:
            print(f"  {clean(line)}")
        if verdict.state == PASSED:
            return 0
    print(f"The same again: make again-{name} SEED={seed}; another: make again-{name}")
    return 0
