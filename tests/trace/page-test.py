#!/usr/bin/env python3
"""Looks at pages that tools/trace/page/make-page.py makes, with a real browser: do they show what the trace says, by
keys and by clicks, alone and side by side, fast enough, and do they refuse what is no trace? TAP. The checks are in
tests/trace/page/.

    page-test.py [--all] [CHECK...]      only the checks whose names have one of these words in them
                                         --all: longer sweeps, more damaged traces"""

import sys

import tap
import tidy
from browser import Browser, why_no_browser
from page import asked, compared, fitting, listed, moved, refused, shown, speed  # noqa: F401  (each adds its checks)
from page.bench import Bench, expect


def nothing_is_wrong(bench, function):
    bench.browser.errors()
    try:
        function(bench)
    except Exception:
        bench.current = None  # the page may be in any state now
        raise
    expect("on the browser's console", [], bench.browser.errors())


def main():
    words = [word for word in sys.argv[1:] if word != "--all"]
    if reason := why_no_browser():
        tap.skip_all(reason)
    with tidy.own_directory() as directory, Browser() as browser:
        bench = Bench(browser, directory)
        tap.run(lambda function: nothing_is_wrong(bench, function), words)
    tap.end()


if __name__ == "__main__":
    main()
