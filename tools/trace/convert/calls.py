"""System calls by number, from lib/syscalls.h, and exceptions by vector, from lib/x86-64.h."""

import re
from pathlib import Path

LIB = Path(__file__).resolve().parents[3] / "lib"


def _entries(header, macro, pattern):
    """What the pattern matches between the parentheses of each MACRO(...) in a header."""
    return re.findall(rf"\b{macro}\({pattern}\)", (LIB / header).read_text())


# {number: (name, how many arguments)}
CALLS = {int(number): (name, arguments.count(","))
         for number, name, arguments in _entries("syscalls.h", "CALL", r"\w+, (\d+), \w+, sys_(\w+)([^)]*)")}

# {vector: name}
EXCEPTIONS = {int(vector): name for vector, name in _entries("x86-64.h", "EXCEPTION", r'\w+, (\d+), \w+, "([^"]*)"')}
