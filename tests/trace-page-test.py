#!/usr/bin/env python3
"""Looks at pages that tools/trace/make-page.py makes, with a real browser: do they show what the trace says, by keys
and by clicks, alone and side by side, fast enough, and do they refuse what is no trace? TAP. The checks are in
tests/trace/page/.

    trace-page-test.py [--all] [CHECK...]      only the checks whose names have one of these words in them
                                               --all: longer sweeps, more damaged traces"""

import sys
import traceback

sys.path.insert(0, "tests/trace")
import tidy  # noqa: E402
from browser import Browser, why_no_browser  # noqa: E402
from page import asked, compared, fitting, listed, moved, refused, shown, speed  # noqa: E402, F401  (each adds its checks)
from page.bench import CHECKS, Bench, Wrong  # noqa: E402


def run_check(bench, function):
    """What went wrong, in lines."""
    wrong = []
    try:
        bench.browser.errors()
        function(bench)
    except Wrong as error:
        wrong.append(str(error))
    except Exception:  # pylint: disable=broad-exception-caught  # a check that breaks has failed, and others go on
        wrong += traceback.format_exc().splitlines()
    if wrong:
        bench.current = None  # who knows what the page is like now
    return wrong + [f"console: {message}" for message in bench.browser.errors()]


def main():
    words = [word for word in sys.argv[1:] if word != "--all"]
    chosen = [c for c in CHECKS if not words or any(word in c.__name__ for word in words)]
    if reason := why_no_browser():
        print(f"1..0 # SKIP {reason}")
        return
    print(f"1..{len(chosen)}", flush=True)
    failed = 0
    with tidy.own_directory() as directory, Browser() as browser:
        bench = Bench(browser, directory)
        for number, function in enumerate(chosen, 1):
            wrong = run_check(bench, function)
            failed += bool(wrong)
            print(f"{'not ok' if wrong else 'ok'} {number} - {function.__name__}")
            for line in [*wrong[:30], *bench.notes]:
                print(f"#   {line}", flush=True)
            bench.notes.clear()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
