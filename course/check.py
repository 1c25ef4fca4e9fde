#!/usr/bin/env python3
"""Checks the exercises: `make check`, `make check-F1`, and their relatives."""

import sys

if sys.version_info < (3, 9):  # in code that every Python understands
    sys.exit("This is Python %d.%d; the checks need 3.9 or newer, as python3." % sys.version_info[:2])

from engine.checker import check_one
from engine.command import main, read_settings

__all__ = ["check_one", "read_settings"]

if __name__ == "__main__":
    sys.exit(main(__doc__))
