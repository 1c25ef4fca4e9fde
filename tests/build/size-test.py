#!/usr/bin/env python3
"""The promised sizes of the kernels: kernel/ has fewer than 3,000 lines of code, not counting comments, blank lines and
the preprocessor's lines (#include and the like). section/kernel.c has at most 400 lines of any kind. TAP.

    size-test.py"""

import re
from pathlib import Path

import tap

SOURCES = "*.c", "*.h", "*.S"

# A comment, or quoted text, which may look like the start of one.
TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S)


def code_lines(text):
    """The lines of code in a C or assembly source."""
    def without(match):  # a comment leaves a blank, even if it has several lines
        return " " if match[0].startswith("/") else match[0]
    lines = TOKEN.sub(without, text).splitlines()
    return sum(1 for line in lines if line.strip() and not line.startswith("#"))


def check(name, seen, most):
    tap.note(f"{seen:,} of at most {most:,}")
    tap.holds(name, 0 < seen <= most)


def main():
    files = [path for kind in SOURCES for path in Path("kernel").rglob(kind)]
    check("kernel/ has fewer than 3,000 lines of code", sum(code_lines(path.read_text()) for path in files), 2999)
    check("section/kernel.c has at most 400 lines", len(Path("section/kernel.c").read_text().splitlines()), 400)
    tap.end()


if __name__ == "__main__":
    main()
