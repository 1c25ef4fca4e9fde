"""The places for the student's code: which functions have a step's place, and how they looked when they were handed out.
`make texts` writes that to holes.txt, a line each: "5 kernel.c syscall_fork 0c1d...", with a hash of the function's code."""

import re

from engine import changes
from engine import splice
from engine.places import EXERCISES
from pset import desk

FILE = EXERCISES / "holes.txt"
MARK = re.compile(r"Step (\d+): your code here")
SOURCES = tuple(name for name in desk.CODE if name.endswith(".c"))


def lines(directory):
    """The lines of holes.txt for the files in a directory."""
    found = []
    for name in SOURCES:
        for item in splice.items((directory / name).read_text()):
            found += [f"{step} {name} {item.name} {changes.hash_of(item.text)}"
                      for step in sorted(set(MARK.findall(item.text)), key=int)]
    return sorted(found, key=lambda line: int(line.split()[0]))


def _holes():
    """(step, file, function, hash) for each."""
    return [tuple(line.split()) for line in FILE.read_text().splitlines() if line]


def _marks(directory, step):
    """In how many functions is there a mark of the step?"""
    found = 0
    for path in directory.glob("*.c"):
        try:
            found += sum(str(step) in MARK.findall(item.text) for item in splice.items(path.read_text(errors="replace")))
        except ValueError:  # braces that do not match
            continue
    return found


def places(step):
    """The places of a step: "kernel.c: syscall_fork"."""
    return [f"{name}: {function}" for number, name, function, _ in _holes() if int(number) == step]


def are_untouched(directory, step):
    """Has the student not begun the step: are all its marks still there, and all functions that have places of this step
    alone as they were handed out?"""
    holes = _holes()
    if _marks(directory, step) < sum(1 for number, *_ in holes if int(number) == step):
        return False
    shared = {function for number, _, function, _ in holes if int(number) != step}
    own = {f"{name}: {function}": code for number, name, function, code in holes
           if int(number) == step and function not in shared}
    now = changes.functions(directory)
    return bool(own) and all(now.get(function) == code for function, code in own.items())
