#!/usr/bin/env python3
"""The map at the top of kernel/core/start.c is true: each function is in the file beside it, and below each of the
kernel's two ways in are all the functions that it hands over to. TAP.

    map-test.py"""

import re
from pathlib import Path

import tap

MAP = Path("kernel/core/start.c")
WAYS_IN = {"exception": "exception", "syscall": "dispatch"}  # {way in: the function that hands over}
NO_HANDLER = {"audit_at_return"}


def entries():
    """The map's lines: way in, function, file."""
    way_in = None
    for indent, function, file in re.findall(r"^//(   +)(\w+) +([-\w]+\.c) ", MAP.read_text(), re.M):
        way_in = function if len(indent) == 3 else way_in
        yield way_in, function, file


def has_function(file, function):
    return any(re.search(rf"^{function}\(.*\{{$", path.read_text(), re.M) for path in Path("kernel").rglob(file))


def handed_over(file, function):
    """The functions that the function calls in a separate statement, or whose result it returns."""
    text = next(Path("kernel/core").glob(file)).read_text()
    body = re.search(rf"^{function}\(.*?^}}", text, re.M | re.S)[0]
    return set(re.findall(r"(?:[;:{}]|\breturn)\s*(\w+)\(", body)) - NO_HANDLER


def main():
    lines = list(entries())
    wrong = [f"{file} has no function {function}" for _, function, file in lines if not has_function(file, function)]
    for way_in, function in WAYS_IN.items():
        files = [file for _, name, file in lines if name == way_in]
        on_map = {name for line_way_in, name, _ in lines if line_way_in == way_in != name}
        called = handed_over(files[0], function) if files else {"(nothing)"}
        wrong += [f"{way_in}: {name} is {'not ' * (name in called)}on the map" for name in sorted(on_map ^ called)]
    tap.check("the kernel's two ways in lead where the map says", wrong)
    tap.end()


if __name__ == "__main__":
    main()
