#!/usr/bin/env python3
"""Makes pages of real runs of both kernels, and looks at them with a real browser. At each moment at which the kernel drew
its own memory viewer, the page must show the same memory, and the screen. TAP.

    look-test.py [--pictures DIRECTORY]      --pictures: also keeps what the pages look like"""

import argparse
import base64
import json
import os
import re
from pathlib import Path

import tap
import tidy
from browser import Browser, why_no_browser

OBJ = Path(os.environ.get("OBJ", "obj"))
VIRTUAL_TITLE = 9  # the row of the title, as kernel/debug/memory-viewer.c has it


class Run:
    """A traced run: the command, the page it makes, and the same as data."""

    def __init__(self, name, section, *options):
        self.command = ["make", "--no-print-directory", *(["-C", "section"] if section else []), f"trace-{name}"]
        obj = OBJ / "section" if section else OBJ  # from the top, in section/, too; another name would rebuild everything
        self.options = [f"OBJ={obj}", *options]
        self.page, self.json = obj / f"{name}-trace.html", obj / f"{name}-trace.json"
        self.has_viewer = name == "fork"
        self.picture = f"trace-{'section-' if section else ''}{name}.png"
        self.words = " ".join(word for word in self.command if word != "--no-print-directory")

    def make(self):
        """Makes a new page. Returns (status, output)."""
        for old in (self.page, self.json):
            old.unlink(missing_ok=True)
        return tidy.run([*self.command, *self.options])

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

    def pictured(self):
        """The event of the picture: a page gets its entry, in the middle of the run; or process_setup is half done."""
        events = json.loads(self.json.read_text())["events"]
        entries = [number for number, event in enumerate(events) if event["kind"] == "entry"]
        birth = next(number for number, event in enumerate(events) if event["kind"] == "process")
        return entries[-4] if self.has_viewer else birth - 6


# At each event of the list: the screen, physical memory, and virtual memory of a process, or of none.
SEEN = """
const rows = (n, row) => Array.from({length: n}, (_, r) => row(r));
return arguments[0].map(([event, pid]) => {
    weensy.seek(event);
    return {screen: rows(25, (r) => weensy.screenRow(r)), physical: rows(8, (r) => weensy.physicalRow(r)),
            virtual: pid === null ? [] : rows(12, (r) => weensy.virtualRow(pid, r))};
})"""


def shown_process(screen):
    """Whose virtual memory the kernel's memory viewer has on the screen, or None."""
    match = re.search(r"OF PROCESS (\d+) ", screen[VIRTUAL_TITLE])
    return int(match[1]) if match and is_viewer(screen) else None


def is_viewer(screen):
    return screen[0].startswith("PHYSICAL MEMORY")


def screen_differences(moments, pages):
    for (event, screen), page in zip(moments, pages):
        for row, (expected, seen) in enumerate(zip(screen, page["screen"])):
            if seen != expected:
                yield f"event {event}, row {row}: expected '{expected}', seen '{seen}'"


def viewer_differences(moments, pages):
    """The letters of the kernel's memory viewer, where it is on the screen, against the page's."""
    for (event, screen), page in zip(moments, pages):
        if is_viewer(screen):
            for row, seen in enumerate(page["physical"], 1):
                yield from difference(event, screen[row], seen)
            for row, seen in enumerate(page["virtual"], VIRTUAL_TITLE + 1):
                yield from difference(event, screen[row], seen)


def difference(event, expected, seen):
    if expected.rstrip() != seen.rstrip():
        yield f"event {event}: expected '{expected.rstrip()}'"
        yield f"{'seen':>{len(f'event {event}')}}:     '{seen.rstrip()}'"


def look(browser, run, pictures):
    status, output = run.make()
    tap.check(f"{run.words}: makes a page", output.splitlines()[-10:] if status or not run.page.exists() else [])
    if not run.page.exists():
        return
    moments = run.moments()
    browser.open(run.page)
    length, expected = browser.run("return weensy.length()"), len(json.loads(run.json.read_text())["events"])
    tap.check(f"{run.words}: the page has all events", [f"{length} of {expected}"] if length != expected else [])
    pages = browser.run(SEEN, [(event, shown_process(screen)) for event, screen in moments])
    tap.check(f"{run.words}: the page shows the screen, {len(moments)} times",
              [*screen_differences(moments, pages)] + ([] if moments else ["never changed"]))
    if run.has_viewer:
        drawn = sum(is_viewer(screen) for _, screen in moments)
        tap.check(f"{run.words}: the page shows memory as the kernel's memory viewer did, {drawn} times",
                  [*viewer_differences(moments, pages)] + ([] if drawn > 5 else ["hardly ever drawn"]))
    if pictures:
        browser.run("weensy.seek(arguments[0]); return weensy.frame()", run.pictured())
        Path(pictures, run.picture).write_bytes(base64.b64decode(browser.screenshot()))
    tap.check(f"{run.words}: the browser reports no errors", browser.errors())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", metavar="DIRECTORY")
    pictures = parser.parse_args().pictures
    if reason := why_no_browser():
        tap.skip_all(reason)
    with tidy.own_directory(), Browser(1440, 1003) as browser:
        look(browser, Run("fork", False, "EVENTS=16000"), pictures)
        look(browser, Run("hello", True, "TIMEOUT=2"), pictures)
    tap.end()


if __name__ == "__main__":
    main()
