#!/usr/bin/env python3
"""The solutions apply in any order that the exercises allow, and the result does not depend on the
order. Prints TAP."""

import argparse
import random
from pathlib import Path

import tap
from engine import command
from engine import exercises
from engine import variants

ORDERS = 12


def random_order(seed):
    """All exercises, each after those that it needs."""
    names = [e.name for e in exercises.EXERCISES]
    random.Random(seed).shuffle(names)
    order = []
    while names:
        name = next(n for n in names if not set(exercises.named(n).needs) & set(names))
        names.remove(name)
        order.append(name)
    return order


def contents(directory):
    return {path.relative_to(directory): path.read_text()
            for path in sorted(directory.rglob("*")) if path.is_file()}


def problem_with(order, directory, expected):
    variants.fresh_copy(directory)
    try:
        variants.solve(directory, order)
    except ValueError as error:
        return f"{error}, in the order {' '.join(order)}"
    different = [str(name) for name, text in contents(directory).items() if text != expected[name]]
    return f"{' '.join(different)} differ in the order {' '.join(order)}" if different else None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    work = Path(command.read_settings(parser.parse_args().settings)["OBJ"]).absolute() / "solutions"
    expected = contents(variants.solved_copy(work / "all"))
    for seed in range(ORDERS):
        tap.check(f"the solutions apply in random order {seed}",
                  problem_with(random_order(seed), work / "some", expected))
    tap.end()


if __name__ == "__main__":
    main()
