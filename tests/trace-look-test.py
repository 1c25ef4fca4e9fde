#!/usr/bin/env python3
"""Makes pages of real runs, of both kernels, and looks at them with a real browser: at each moment at which the
kernel's own memory viewer was drawn, the page has to show what that showed, and the screen. TAP.

    trace-look-test.py [--pictures DIRECTORY]      --pictures: also keeps what the pages look like"""

import argparse
import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from browser import Browser, why_no_browser

OBJ = Path(os.environ.get("OBJ", "obj"))
PHYSICAL_ROWS, VIRTUAL_ROWS, VIRTUAL_TITLE = 8, 12, 9  # as kernel/debug/memory-viewer.c has them


class Run:
    """A traced run: what is typed, the page it makes, and the same as data."""

    def __init__(self, name, section, *options):
        self.command = ["make", "--no-print-directory", *(["-C", "section"] if section else []), f"trace-{name}"]
        obj = OBJ.resolve() / "section" if section else OBJ.resolve()
        self.options = [f"OBJ={obj}", *options]
        self.page, self.json = obj / f"{name}-trace.html", obj / f"{name}-trace.json"
        self.words = " ".join(word for word in self.command if word != "--no-print-directory")

    def make(self):
        """What was printed; the page is new."""
        for old in (self.page, self.json):
            old.unlink(missing_ok=True)
        return subprocess.run([*self.command, *self.options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors="replace", check=False)

    def moments(self):
        """[(event, screen)] after each event that changes the screen, 25 rows; and at the end."""
        trace = json.loads(self.json.read_text())
        screen, moments = list(trace["start"]["screen"]), []
        for number, event in enumerate(trace["events"]):
            if event["kind"] == "screen":
                for row, text in event["rows"].items():
                    screen[int(row)] = text
                moments.append((number, list(screen)))
        return moments


class Tap:
    number = failed = 0

    def check(self, name, wrong):
        """wrong: lines that say what is; none: passed."""
        self.number += 1
        self.failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {self.number} - {name}", *(f"#   {line}" for line in list(wrong)[:10]),
              sep="\n", flush=True)


def ask(browser, what, *arguments):
    return browser.run(f"return window.weensy.{what}(...arguments)", *arguments)


def screen_differences(browser, moments):
    for event, screen in moments:
        ask(browser, "seek", event)
        for row, expected in enumerate(screen):
            if (seen := ask(browser, "screenRow", row)) != expected:
                yield f"event {event}, row {row}: expected '{expected}', seen '{seen}'"


def viewer_differences(browser, moments):
    """The letters of the kernel's memory viewer, where it is on the screen, against the page's."""
    for event, screen in moments:
        ask(browser, "seek", event)
        for row in range(PHYSICAL_ROWS):
            yield from difference(event, screen[1 + row], ask(browser, "physicalRow", row))
        if match := re.search(r"OF PROCESS (\d+) ", screen[VIRTUAL_TITLE]):
            for row in range(VIRTUAL_ROWS):
                yield from difference(event, screen[VIRTUAL_TITLE + 1 + row],
                                      ask(browser, "virtualRow", int(match[1]), row))


def difference(event, expected, seen):
    if expected.rstrip() != seen.rstrip():
        yield f"event {event}: expected '{expected.rstrip()}'"
        yield f"{'seen':>{len(f'event {event}')}}:     '{seen.rstrip()}'"


def look(tap, run, pictures):
    made = run.make()
    tap.check(f"{run.words}: makes a page", made.stdout.splitlines()[-10:] if made.returncode or not run.page.exists() else [])
    if not run.page.exists():
        return
    moments = run.moments()
    with Browser(1600, 900) as browser:
        browser.open(run.page)
        length = json.loads(run.json.read_text())["events"]
        tap.check(f"{run.words}: the page has all events", [f"{ask(browser, 'length')} of {len(length)}"]
                  if ask(browser, "length") != len(length) else [])
        tap.check(f"{run.words}: the screen is as it was, {len(moments)} times",
                  [*screen_differences(browser, moments)] + ([] if moments else ["never changed"]))
        drawn = [(event, screen) for event, screen in moments if screen[0].startswith("PHYSICAL MEMORY")]
        if "viewer" in run.words or run.page.stem.startswith("fork"):
            tap.check(f"{run.words}: memory is what the kernel's memory viewer showed, {len(drawn)} times",
                      [*viewer_differences(browser, drawn)] + ([] if len(drawn) > 5 else ["hardly ever drawn"]))
        if pictures:
            ask(browser, "seek", moments[len(moments) // 2][0])
            browser.run("return window.weensy.frame()")
            Path(pictures, f"{run.page.stem}{'-section' if 'section' in run.words else ''}.png").write_bytes(
                base64.b64decode(browser.screenshot()))
        tap.check(f"{run.words}: nothing is wrong in the browser", browser.errors())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", metavar="DIRECTORY")
    pictures = parser.parse_args().pictures
    if reason := why_no_browser():
        print(f"1..0 # SKIP {reason}")
        return
    tap = Tap()
    look(tap, Run("fork", False, "EVENTS=16000"), pictures)
    look(tap, Run("hello", True, "TIMEOUT=2"), pictures)
    print(f"1..{tap.number}")
    sys.exit(1 if tap.failed else 0)


if __name__ == "__main__":
    main()
