#!/usr/bin/env python3
"""How large the kernels are, which is a promise: kernel/ has less than 3,000 lines of code, where neither comments
nor blank lines nor the preprocessor's (#include and the like) are counted; section/kernel.c has at most 400 lines,
where all are. TAP.

    size-test.py"""

import re
from pathlib import Path

import tap

SOURCES = "*.c", "*.h", "*.S"

# A comment, or text in quotation marks, which may look like the start of one.
TOKEN = re.compile(r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""", re.S)


def code_lines(text):
    """The lines of code in a C or assembly source."""
    def without(match):  # a comment, over several lines, too, leaves a blank
        return " " if match[0].startswith("/") else match[0]
    lines = TOKEN.sub(without, text).splitlines()
    return sum(1 for line in lines if line.strip() and not line.startswith("#"))


def check(name, seen, most):
    tap.note(f"{seen:,} of at most {most:,}")
    tap.holds(name, 0 < seen <= most)


def main():
    files = [path for kind in SOURCES for path in Path("kernel").rglob(kind)]
    check("kernel/ has less than 3,000 lines of code", sum(code_lines(path.read_text()) for path in files), 2999)
    check("section/kernel.c has at most 400 lines", len(Path("section/kernel.c").read_text().splitlines()), 400)
    tap.end()


if __name__ == "__main__":
    main()
