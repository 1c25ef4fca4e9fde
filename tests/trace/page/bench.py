"""What the checks of the page share: the browser, the traces that most of them use, and what a page must show. The last
comes from model.py, which shares no code with the page."""

import json
import random
import subprocess
import sys
from pathlib import Path

import model as model_of
from maker import make_trace

MAKE_PAGE = Path("tools/trace/page/make-page.py")
ALL = "--all" in sys.argv


def expect(what, expected, seen):
    if expected != seen:
        raise AssertionError(f"{what}: expected {shortened(expected)}, seen {shortened(seen)}")


def expect_rows(what, expected, seen):
    expect(f"{what}, how many rows", len(expected), len(seen))
    for row, (one, other) in enumerate(zip(expected, seen)):
        expect(f"{what}, row {row}", one, other)


def shortened(value):
    text = repr(value)
    return text if len(text) < 400 else text[:400] + "..."


class Bench:
    """The browser, a directory for pages, and the traces that most checks use."""

    def __init__(self, browser, directory):
        self.browser, self.directory = browser, Path(directory)
        self.small = make_trace(seed=1, size=5000, mistakes=4)
        self.other = make_trace(seed=2, size=4000, mistakes=2)
        self.random = random.Random(5)
        self.current = None  # the traces whose page is open
        self.made = {}  # {the traces' ids: their page}; the traces stay alive, so that an id belongs to only one

    def file(self, trace, name):
        path = self.directory / f"{name}.json"
        path.write_text(trace if isinstance(trace, str) else json.dumps(trace))
        return path

    def page(self, *traces, name="page"):
        output = self.directory / f"{name}.html"
        paths = [self.file(trace, f"{name}-{n}") for n, trace in enumerate(traces)]
        subprocess.run([sys.executable, MAKE_PAGE, *paths, "-o", output], check=True)
        return output

    def open(self, *traces, fragment=""):
        ids = tuple(map(id, traces))
        if ids not in self.made:
            self.made[ids] = traces, self.page(*traces, name=f"page-{len(self.made)}")
        if ids == self.current and not fragment:
            self.browser.run("weensy.reopen()")
        else:
            self.browser.open(self.made[ids][1], fragment)
            self.current = None if fragment else ids
        self.settle()

    def settle(self):
        self.browser.run("return weensy.frame()")

    def seek(self, position, half=0):
        self.browser.run("weensy.seek(...arguments); return weensy.frame()", position, half)

    def position(self, half=0):
        return self.browser.run("return weensy.position(...arguments)", half)

    def text(self, selector):
        return self.browser.run("return document.querySelector(arguments[0])?.innerText", selector)

    def press(self, *keys):
        self.browser.press(*keys)
        self.settle()


SEEN = """
const [position, half] = arguments;
weensy.seek(position, half);
const rows = (n, row) => Array.from({length: n}, (_, r) => row(r));
const pids = weensy.processes(half).map((p) => p.pid);
return {
    physical: rows(8, (r) => [weensy.physicalRow(r, half), weensy.physicalUsers(r, half)]),
    virtual: pids.map((pid) => rows(12, (r) => [weensy.virtualRow(pid, r, half), weensy.virtualUsers(pid, r, half)])),
    screen: rows(25, (r) => weensy.screenRow(r, half)), processes: weensy.processes(half),
    problems: weensy.problems(half), running: weensy.running(half), tick: weensy.tick(half)};
"""


def compare(bench, position, model, half=0, seen=None):
    seen = seen or bench.browser.run(SEEN, position, half)
    model.find_uses()
    at = f"after event {position}"
    expect(f"processes {at}", model.described_processes(), seen["processes"])
    expect_rows(f"physical memory {at}", [list(row) for row in model.physical_rows()], seen["physical"])
    for process, rows in zip(seen["processes"], seen["virtual"]):
        expected = [list(row) for row in model.virtual_rows(process["pid"])]
        expect_rows(f"virtual memory of process {process['pid']} {at}", expected, rows)
    expect_rows(f"screen {at}", model.screen, seen["screen"])
    expect(f"problems {at}", sorted(model.problems), sorted(seen["problems"]))
    expect(f"running, tick {at}", [model.running, model.tick if position >= 0 else seen["tick"]],
           [seen["running"], seen["tick"]])


def compare_states(bench, trace, positions):
    """Moves to the positions in the given order, back and forth."""
    positions = list(dict.fromkeys(positions))
    seen = {position: bench.browser.run(SEEN, position, 0) for position in positions}
    for position, model in model_of.states(trace, positions):
        compare(bench, position, model, seen=seen[position])
