#!/usr/bin/env python3
"""What operations cost when few or many processes are alive: `make bench-scale`.

    scale.py OBJ,MEMORY,FEW,MANY...

OBJ/bench.img is a build of the benchmark, MEMORY the machine's memory. FEW and MANY are how many
processes are alive, the one that measures included. Exit status 1 if a figure differs by 10 % or more."""

import sys
from pathlib import Path

from bench import OPERATIONS, boot

LIMIT = 0.10
ONCE = "start"  # an operation that ends before other processes exist


def compare(obj, memory, few, many):
    """Prints the figures with few and with many processes. True if none differs by LIMIT or more."""
    before, after = (boot(Path(obj), 0, others=int(n) - 1, memory=memory) for n in (few, many))
    print(f"{'with ' + memory + ' of memory':<62}{few + ' alive':>10}{many + ' alive':>11}{'differs by':>12}")
    good = True
    for operation in OPERATIONS:
        if operation.name != ONCE:
            a, b = before[operation.name], after[operation.name]
            differs = abs(b - a) / a
            good = good and differs < LIMIT
            print(f"{operation.title:<62}{a:>10}{b:>11}{differs:>12.1%}{' !' if differs >= LIMIT else ''}")
    return good


def main():
    if len(sys.argv) < 2 or any(len(argument.split(",")) != 4 for argument in sys.argv[1:]):
        sys.exit(__doc__)
    results = [compare(*argument.split(",")) for argument in sys.argv[1:]]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
