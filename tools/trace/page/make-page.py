#!/usr/bin/env python3
"""Makes an HTML page that shows a trace (docs/trace.md), or two to compare, on a timeline.

    make-page.py TRACE.json [OTHER.json] -o OUT.html

The page contains all scripts, styles and traces, and needs no network. If a file is not a trace, this prints one line
that says why, ends with exit status 1, and makes no page."""

import argparse
import json
import os
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
KEYS = {"pages": int, "kernel_table": str, "virtual_end": str, "direct_map": str, "page_kinds": str,
        "places": list, "start": dict, "events": list}


class NotATrace(Exception):
    """Its text says what is wrong."""


def refuse_constant(name):
    raise ValueError(f"{name} is not JSON")


def read_trace(path):
    """The trace at `path`. Checks as much of its form as the page depends on."""
    try:
        trace = json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse_constant)
    except OSError as error:
        raise NotATrace(error.strerror) from error
    except RecursionError as error:
        raise NotATrace("too deeply nested") from error
    except ValueError as error:  # UnicodeDecodeError and JSONDecodeError are such
        raise NotATrace(f"not JSON: {error}") from error
    if not isinstance(trace, dict) or trace.get("format") != "weensy-trace":
        raise NotATrace('not a trace: no "format": "weensy-trace"')
    if trace.get("version") != 1:
        raise NotATrace(f"a trace of version {trace.get('version')!r}; only version 1 is known")
    for key, kind in KEYS.items():
        if not isinstance(trace.get(key), kind):
            raise NotATrace(f'not a trace: "{key}" is missing, or not of type {kind.__name__}')
    for number, event in enumerate(trace["events"]):
        if not isinstance(event, dict) or not isinstance(event.get("kind"), str):
            raise NotATrace(f"not a trace: event {number} has no kind")
    return trace


def embedded(data):
    """The data as the content of a script element. It contains no `<`, so nothing in it can end the element."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=True).replace("<", "\\u003c")


def make_page(traces, names):
    """The whole page. In page.html a line `@include FILE` stands for that file, `@trace N` for trace N, and `@names`
    for the names of all traces."""
    def part(match):
        kind, name = match.groups()
        if kind == "include":
            return (HERE / name).read_text(encoding="utf-8")
        if kind == "names":
            return embedded(names)
        return embedded(traces[int(name)] if int(name) < len(traces) else None)
    return re.sub(r"^@(include|trace|names) ?(\S*)$", part, (HERE / "page.html").read_text(encoding="utf-8"),
                  flags=re.MULTILINE)


def names_of(paths):
    """The files' names; if they are the same, with their directories' names."""
    names = [path.stem for path in paths]
    return names if len(set(names)) == len(names) else [f"{path.resolve().parent.name}/{path.stem}" for path in paths]


def write_whole(path, text):
    """Writes the whole file or nothing."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("traces", metavar="TRACE.json", type=Path, nargs="+")
    parser.add_argument("-o", "--output", metavar="OUT.html", type=Path, required=True)
    options = parser.parse_args()
    if len(options.traces) > 2:
        parser.error("one trace, or two to compare")
    traces = []
    for path in options.traces:
        try:
            traces.append(read_trace(path))
        except NotATrace as error:
            sys.exit(f"make-page.py: {path}: {error}")
    try:
        write_whole(options.output, make_page(traces, names_of(options.traces)))
    except OSError as error:
        sys.exit(f"make-page.py: {options.output}: {error.strerror}")


if __name__ == "__main__":
    main()
