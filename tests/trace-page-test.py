#!/usr/bin/env python3
"""Looks at pages that tools/trace/make-page.py makes, with a real browser: do they show what the trace says, by keys
and by clicks, alone and side by side, fast enough, and do they refuse what is no trace? TAP.

    trace-page-test.py [--all] [CHECK...]      only the checks whose names have one of these words in them
                                               --all: longer sweeps, more damaged traces

What has to be shown comes from tests/trace_model.py, which has no code in common with the page."""

import copy
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

import trace_model
from browser import Browser, why_no_browser
from trace_maker import make_trace

MAKE_PAGE = Path("tools/trace/make-page.py")
LARGE = 100000
ALL = "--all" in sys.argv
STEPS = 200 if ALL else 25  # of a sweep
DAMAGED = 150 if ALL else 24
SLOWEST_FRAME = 1000 / 30  # milliseconds: what half of the frames have to stay under
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


class Wrong(Exception):
    """Says what was expected, and what was seen."""


def expect(what, expected, seen):
    if expected != seen:
        raise Wrong(f"{what}: expected {shortened(expected)}, seen {shortened(seen)}")


def expect_rows(what, expected, seen):
    for row, (one, other) in enumerate(zip(expected, seen, strict=True)):
        expect(f"{what}, row {row}", one, other)


def shortened(value):
    text = repr(value)
    return text if len(text) < 400 else text[:400] + "..."


class Bench:
    """The browser, a directory for pages, and the traces that most checks look at."""

    def __init__(self, browser, directory):
        self.browser, self.directory = browser, Path(directory)
        self.small = make_trace(seed=1, size=5000, mistakes=4)
        self.other = make_trace(seed=2, size=4000, mistakes=2)
        self.random = random.Random(5)
        self.notes = []

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
        self.browser.open(self.page(*traces), fragment)
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
    for process, rows in zip(seen["processes"], seen["virtual"], strict=True):
        expected = [list(row) for row in model.virtual_rows(process["pid"])]
        expect_rows(f"virtual memory of process {process['pid']} {at}", expected, rows)
    expect_rows(f"screen {at}", model.screen, seen["screen"])
    expect(f"problems {at}", sorted(model.problems), sorted(seen["problems"]))
    expect(f"running, tick {at}", [model.running, model.tick if position >= 0 else seen["tick"]],
           [seen["running"], seen["tick"]])


def compare_states(bench, trace, positions):
    """Moves there in the order given, so that it goes back and forth."""
    positions = list(dict.fromkeys(positions))
    seen = {position: bench.browser.run(SEEN, position, 0) for position in positions}
    for position, model in trace_model.states(trace, positions):
        compare(bench, position, model, seen=seen[position])


# What is shown

@check
def each_state_is_what_the_events_make_it(bench):
    bench.open(bench.small)
    positions = bench.random.sample(range(5000), 50 if ALL else 12) + [-1, 0, 511, 512, 513, 1023, 1024, 4999]
    positions += changes_of_rights(bench.small)[:15 if ALL else 5]
    bench.random.shuffle(positions)
    compare_states(bench, bench.small, positions)


def changes_of_rights(trace):
    """The events that change an entry that leads to a page-table page."""
    return [i for i, event in enumerate(trace["events"]) if event["kind"] == "entry"
            and event["old"] != "0x0" and int(event["va"], 16) % (1 << 21) == 0]


@check
def going_back_one_event_at_a_time_is_right_too(bench):
    bench.open(bench.small)
    compare_states(bench, bench.small, list(range(1040, 1000 if ALL else 1020, -1)))


@check
def what_is_drawn_is_the_state(bench):
    bench.open(bench.small)
    for position, model in trace_model.states(bench.small, bench.random.sample(range(5000), 12 if ALL else 5)):
        bench.seek(position)
        model.find_uses()
        drawn = bench.browser.run("return Array.from({length: 8}, (_, r) => weensy.drawnRow(r))")
        expect_rows(f"drawing after {position}", [row for row, _ in model.physical_rows()], drawn)
        screen = bench.browser.run("return [...document.querySelectorAll('.screen-row')].map((r) => r.textContent)")
        expect_rows(f"screen after {position}", model.screen, screen)
        shown = bench.browser.run("return [...document.querySelectorAll('.process')].filter((r) => !r.hidden)"
                                  ".map((r) => r.querySelector('.badge').textContent)")
        expect(f"processes after {position}", [str(pid) for pid in sorted(model.processes)], shown)


@check
def letters_are_on_the_canvas(bench):
    """Pixels: a free page has less ink than a reserved one, and what users can access is filled."""
    bench.open(bench.small)
    bench.seek(3000)
    ink = bench.browser.run("""
        const canvas = document.querySelector(".physical canvas"), box = canvas.getBoundingClientRect();
        const scale = canvas.width / box.width, context = canvas.getContext("2d");
        const width = Math.floor((box.width - 58) / 64), left = box.width - 64 * width, height = box.height / 8;
        const ink = (page) => {
            const x = left + page % 64 * width, y = Math.floor(page / 64) * height;
            const data = context.getImageData(x * scale, y * scale, width * scale, height * scale).data;
            const corner = context.getImageData(0, 0, 1, 1).data;
            let n = 0;
            for (let i = 0; i < data.length; i += 4) {
                n += Math.abs(data[i] - corner[0]) + Math.abs(data[i + 1] - corner[1]) + Math.abs(data[i + 2] - corner[2]) > 90;
            }
            return n * 4 / data.length;
        };
        return [ink(0x1F0), ink(0xA5), ink(0xB8)]""")
    if not 0 < ink[0] < ink[1] < ink[2] or ink[2] < 0.6:
        raise Wrong(f"ink of a free, a reserved, and the console's page: {ink}")


@check
def the_current_event_is_highlighted(bench):
    bench.open(bench.small)
    for kind in ["entry"] * 30 + ["count", "table", "untable", "problem", "screen", "process", "switch"]:
        position = bench.random.choice([i for i, e in enumerate(bench.small["events"]) if e["kind"] == kind
                                        and len(trace_model.pages_of_event(e)) < 512])
        event = bench.small["events"][position]
        bench.seek(position)
        framed = bench.browser.run("return weensy.changes().framed")
        pages = {page for page in trace_model.pages_of_event(event) if page < bench.small["pages"]}
        expect(f"framed pages of event {position}, {kind}", sorted(pages), sorted(framed))
        marked = bench.browser.run("""return {
            rows: [...document.querySelectorAll(".screen-row")].flatMap((r, n) => r.classList.contains("changed") ? [n] : []),
            processes: [...document.querySelectorAll(".process.changed:not([hidden]) .badge")].map((b) => Number(b.textContent)),
            entries: [...document.querySelectorAll(".tree .row.changed:not([hidden])")].length}""")
        expect(f"rows of event {position}", sorted(map(int, event.get("rows", {}))), marked["rows"])
        expect(f"entries of event {position}, {kind}", kind == "entry", marked["entries"] == 1)
        if kind == "switch":
            expect(f"processes of event {position}", [event["to"]], marked["processes"])


@check
def events_are_told_in_words_with_their_place(bench):
    bench.open(bench.small)
    position = next(i for i, e in enumerate(bench.small["events"]) if e["kind"] == "syscall" and e["name"] == "fork")
    bench.seek(position)
    row = bench.text(".list .row.current")
    for part in (str(position), "fork()", "process_main", "user/forkexit.c:22"):
        expect(f"{part} in {row!r}", True, part in row)
    details = bench.text(".event-tab")
    for part in ("system_call user/u-syscall.h:27", "sys_fork user/u-lib.h:91", "process_main user/forkexit.c:22"):
        expect(f"{part} in the details", True, part in re.sub(" +", " ", details))


@check
def only_visible_rows_are_in_the_document(bench):
    bench.open(bench.small)
    for position in (0, 2500, 4999):
        bench.seek(position)
        count = bench.browser.run("return document.querySelectorAll('.list .row').length")
        expect(f"rows in the document at {position} are few", True, 5 <= count <= 60)
        expect("the current one is visible", True, bench.browser.run(
            "const r = document.querySelector('.list .row.current').getBoundingClientRect(),"
            "b = document.querySelector('.list').getBoundingClientRect();"
            "return r.top >= b.top - 1 && r.bottom <= b.bottom + 1"))


@check
def the_tree_has_the_entries_of_the_page_table(bench):
    bench.open(bench.small)
    bench.seek(3000)
    pid = bench.browser.run("return weensy.processes()[0].pid")
    bench.browser.run("const s = document.querySelector('.which'); s.value = String(arguments[0]);"
                      "s.dispatchEvent(new Event('change'))", pid)
    bench.browser.resize(1280, 4000)
    bench.settle()
    bench.settle()
    text = bench.browser.run("return [...document.querySelectorAll('.tree .row:not([hidden])')]"
                             ".sort((a, b) => a.index - b.index).map((r) => r.innerText).join('\\n')")
    bench.browser.resize(1280, 800)
    (_, model), = trace_model.states(bench.small, [3000])
    root = int(model.processes[pid]["root"], 16)
    for va in range(0x100000, 0x300000, 4096):
        if found := model.translate(root, va):
            first = any(f"0x{a:x}" in text for a in range(va, va - 64 * 4096, -4096))
            expect(f"0x{va:x} (0x{found[0]:x}) in the tree", True, first)
    expect("ranges", True, "0x41000–0x50fff → 0x41000" in text)
    for words in ("L1[65–80] kernel read execute, 16 pages", "L1[81–91] kernel read write, 11 pages", "user read execute"):
        expect(f"{words!r} in the tree", True, words in text)


# Keys and clicks

@check
def keys_move(bench):
    events = bench.small["events"]
    bench.open(bench.small)
    bench.seek(1000)
    following = lambda kind, at: next(i for i in range(at + 1, len(events)) if events[i]["kind"] == kind)
    problems = [i for i, e in enumerate(events) if e["kind"] == "problem"]
    for key, expected in (("Right", 1001), ("Left", 1000), ("Shift+Right", 1100), ("Shift+Left", 1000), ("Home", -1),
                          ("Left", -1), ("n", problems[0]), ("n", problems[1]), ("p", problems[0]), ("End", 4999),
                          ("Right", 4999), ("Home", -1), ("s", following("syscall", -1)),
                          ("e", following("exception", following("syscall", -1)))):
        bench.press(key)
        expect(f"position after {key}", expected, bench.position())


@check
def filters_choose_the_kinds_in_the_list(bench):
    events = bench.small["events"]
    bench.open(bench.small)
    bench.press(*"13456789")
    exceptions = [i for i, e in enumerate(events) if e["kind"] == "exception"]
    bench.press("Down")
    expect("position after one down", exceptions[0], bench.position())
    bench.press("Down", "Down", "Up")
    expect("position after two more and one up", exceptions[1], bench.position())
    expect("only exceptions are listed", True, all("×" in row for row in bench.browser.run("return weensy.events()")))
    bench.press("0", "Down")
    expect("all kinds again", exceptions[1] + 1, bench.position())
    bench.browser.click(".filter:nth-child(7)")
    bench.settle()
    expect("counts are hidden", "false", bench.browser.run(
        "return document.querySelector('.filter:nth-child(7)').getAttribute('aria-pressed')"))


@check
def space_plays_and_pauses(bench):
    bench.open(bench.small)
    bench.press(" ")
    expect("it plays", True, bench.browser.wait("return weensy.position() > 30"))
    bench.press(" ")
    position = bench.position()
    bench.browser.run("return new Promise((done) => setTimeout(done, 300))")
    expect("it pauses", position, bench.position())


@check
def help_is_there_for_the_keys(bench):
    bench.open(bench.small)
    bench.browser.press("?")
    expect("help is open", True, bench.browser.run("return document.getElementById('help').open"))
    bench.browser.press("Escape")
    expect("help is closed", False, bench.browser.run("return document.getElementById('help').open"))


@check
def the_scrubber_is_dragged(bench):
    bench.open(bench.small)
    box = bench.browser.run("const b = document.querySelector('.scrubber').getBoundingClientRect(); return [b.width, b.height]")
    bench.browser.click(".scrubber", x=10 + (box[0] - 20) / 2)
    bench.settle()
    expect("the middle is about event 2499", True, abs(bench.position() - 2499) < 8)
    expect("the slider says so", str(bench.position()), bench.browser.run(
        "return document.querySelector('.scrubber').getAttribute('aria-valuenow')"))


@check
def a_click_on_a_page_lists_its_events(bench):
    bench.open(bench.small)
    events = bench.small["events"]
    touched = {}
    for i, event in enumerate(events):
        for page in trace_model.pages_of_event(event):
            touched.setdefault(page, []).append(i)
    for page in bench.random.sample([page for page in touched if page < 512], 40):
        expect(f"events of page {page:#x}", touched[page], bench.browser.run("return weensy.pageEvents(arguments[0])", page))
    page = max((page for page in touched if 0 < page < 0x40), key=lambda page: len(touched[page]))
    click_page(bench, ".physical", page)
    expect("the list's head", True, f"{len(touched[page])} events" in bench.text(".page-facts"))
    bench.browser.click(".page-list .row:not([hidden])", y=5)
    bench.settle()
    expect("a click on a row goes there", True, bench.position() in touched[page])


def click_page(bench, selector, page):
    width, height, left = bench.browser.run("""
        const b = document.querySelector(arguments[0] + " canvas").getBoundingClientRect();
        const width = Math.floor((b.width - 58) / 64);
        return [width, b.height / arguments[1], b.width - 64 * width]""", selector, 8 if selector == ".physical" else 12)
    bench.browser.click(f"{selector} canvas", x=left + (page % 64 + 0.5) * width, y=(page // 64 + 0.5) * height)
    bench.settle()


@check
def addresses_are_walked_and_refusals_named(bench):
    bench.open(bench.small)
    addresses = [0x0, 0x40000, 0x41008, 0xB8000, 0x55000, 0x100000, 0x102000, 0x103FF8, 0x2FF000, 0x300000,
                 0x7FFFFFFFF000] + [bench.random.randrange(0x100, 0x300) * 4096 for _ in range(20)]
    for position, model in trace_model.states(bench.small, bench.random.sample(range(400, 5000), 8 if ALL else 3)):
        bench.seek(position)
        for pid, process in model.processes.items():
            root = int(process["root"], 16)
            for address in addresses:
                found = model.translate(root, address)
                expected = {"physical": hex(found[0]) if found else None, "refused": model.refusals(root, address)}
                seen = bench.browser.run("return weensy.walk(...arguments)", pid, hex(address))
                expect(f"walk of process {pid} to {address:#x} after event {position}", expected, seen)


@check
def a_typed_address_is_walked_in_words(bench):
    bench.open(bench.small)
    bench.seek(3000)
    bench.press("a")
    bench.browser.type(".address", "100000")
    bench.press("Enter")
    text = bench.text(".walk")
    for part in ("L4[0]", "L3[0]", "L2[0]", "L1[256]", "read-only: refuses user write, kernel write", "physical address 0x200000"):
        expect(f"{part!r} in the walk", True, part in text)
    expect("one entry is marked", 1, bench.browser.run("return document.querySelectorAll('.step.refuses').length"))
    bench.browser.run("document.querySelector('.address').value = ''")
    bench.browser.type(".address", "0x800000000000")
    bench.press("Enter")
    expect("not canonical", True, "not a canonical address" in bench.text(".walk"))
    bench.press("Escape")
    click_page(bench, ".virtual", 0x40)
    expect("a click walks, too", True, "to 0x40000" in bench.text(".walk"))


@check
def the_keyboard_alone_reaches_pages(bench):
    bench.open(bench.small)
    bench.seek(3000)
    for _ in range(40):
        bench.press("Tab")
        if bench.browser.run("return document.activeElement.classList.contains('physical')"):
            break
    bench.press("Right", "Right", "Down", "Enter")
    expect("page of the cursor", True, "page 0x42000" in bench.text(".page-facts"))
    expect("the position stays", 3000, bench.position())
    bench.press("Escape", "Right")
    expect("after Escape arrows scrub again", 3001, bench.position())


@check
def problems_are_marked_until_they_are_solved(bench):
    events = bench.small["events"]
    bench.open(bench.small)
    begin = next(i for i, e in enumerate(events) if e["kind"] == "problem")
    end = next(i for i, e in enumerate(events) if e["kind"] == "solved" and e["id"] == events[begin]["id"])
    colors = bench.browser.run("""
        const canvas = document.querySelector(".scrubber canvas"), scale = canvas.width / canvas.clientWidth;
        return arguments[0].map((i) => {
            const x = 10 + (i + 1) / 5000 * (canvas.clientWidth - 20);
            return [...canvas.getContext("2d").getImageData(x * scale, canvas.height / 2, 1, 1).data].join();
        })""", [begin - 200, (begin + end) // 2, end - 60, end + 60])
    expect("bar inside, line outside", [True, True, True],
           [colors[1] == colors[2], colors[0] != colors[1], colors[0] == colors[3]])
    count = sum(e["kind"] == "problem" for e in events)
    expect("the button counts them", f"! {count} problems", bench.text(".problems"))
    bench.seek(begin)
    expect("the head names it", True, f"problem {events[begin]['id']}" in bench.text(".facts"))


@check
def all_processes_are_shown_at_once(bench):
    bench.open(bench.small)
    bench.seek(3000)
    bench.browser.run("const s = document.querySelector('.which'); s.value = 'all'; s.dispatchEvent(new Event('change'))")
    bench.settle()
    count = bench.browser.run("return [document.querySelectorAll('.one-virtual:not([hidden]) canvas').length,"
                              "weensy.processes().length]")
    expect("a drawing for each", count[1], count[0])


# Two traces

@check
def two_traces_stand_side_by_side(bench):
    bench.open(bench.small, bench.other)
    expect("halves", 2, bench.browser.run("return weensy.halves()"))
    bench.seek(1234, 0)
    bench.seek(2345, 1)
    expect("positions", [1234, 2345], [bench.position(0), bench.position(1)])
    for half, trace, position in ((0, bench.small, 1234), (1, bench.other, 2345)):
        (_, model), = trace_model.states(trace, [position])
        compare(bench, position, model, half)
    bench.browser.click(".half:nth-child(2) .name")
    bench.press("Right")
    expect("keys go to the half that was used last", [1234, 2346], [bench.position(0), bench.position(1)])


@check
def locked_traces_move_together(bench):
    bench.open(bench.small, bench.other)
    bench.press("l")
    numbers = {half: call_numbers(trace) for half, trace in enumerate((bench.small, bench.other))}
    common = sorted(set(numbers[0]) & set(numbers[1]))
    for call in bench.random.sample(common, 12):
        bench.seek(numbers[0][call], 0)
        expect(f"the other half at system call {call}", numbers[1][call], bench.position(1))
    bench.press("l")
    for tick in (1, 3, 7):
        of_tick = [[i for i, e in enumerate(trace["events"]) if e["tick"] == tick] for trace in (bench.small, bench.other)]
        if all(of_tick):
            bench.seek(of_tick[1][0], 1)
            expect(f"the other half at tick {tick}", of_tick[0][0], bench.position(0))
    bench.press("l")
    at = bench.position(1)
    bench.seek(100, 0)
    expect("not locked any more", at, bench.position(1))


def call_numbers(trace):
    """{(process, its how manieth life, number of the system call in it): event}"""
    lives, alive, counts, numbers = {}, set(), {}, {}
    for i, event in enumerate(trace["events"]):
        if event["kind"] == "process":
            if event["state"] == "free":
                alive.discard(event["of"])
            elif event["of"] not in alive:
                alive.add(event["of"])
                lives[event["of"]] = lives.get(event["of"], 0) + 1
        elif event["kind"] == "syscall":
            life = event["pid"], lives.get(event["pid"], 0)
            counts[life] = counts.get(life, -1) + 1
            numbers[(*life, counts[life])] = i
    return numbers


@check
def a_second_trace_is_opened_from_a_file(bench):
    for other in (bench.file(bench.other, "opened"), bench.page(bench.other, name="opened")):
        bench.open(bench.small)
        bench.browser.run("document.getElementById('compare').addEventListener('click', () => {}, true);"
                          "HTMLInputElement.prototype.click = () => {}; document.getElementById('compare').click()")
        bench.browser.type("#file", str(other.resolve()))
        expect(f"halves after {other.suffix}", True, bench.browser.wait("return weensy.halves() === 2"))
        expect("its length", 4000, bench.browser.run("return weensy.length(1)"))
        expect("nobody else's", 5000, bench.browser.run("return weensy.length(0)"))


@check
def a_dropped_file_is_opened(bench):
    bench.open(bench.small)
    bench.browser.run("""
        const files = new DataTransfer();
        files.items.add(new File([arguments[0]], "other.json"));
        document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}))""",
                      json.dumps(bench.other))
    expect("halves", True, bench.browser.wait("return weensy.halves() === 2"))


# Addresses, files, shapes

@check
def the_fragment_has_the_position(bench):
    bench.open(bench.small, fragment="#event=123")
    expect("opened there", 123, bench.position())
    bench.press("Right")
    expect("moved along", True, bench.browser.wait("return location.hash === '#event=124'"))
    bench.open(bench.small, fragment="#event=nonsense")
    expect("nonsense is ignored", -1, bench.position())
    bench.open(bench.small, fragment="#event=99999999")
    expect("beyond the end", 4999, bench.position())


@check
def small_and_strange_traces_work(bench):
    empty = make_trace(size=0)
    bench.open(empty)
    bench.press("Right", "Left", "End", "Home", "n", "p", "s", "e", "Down", "Up", " ", "v", "v", "v")
    expect("nothing to move to", -1, bench.position())
    compare(bench, -1, trace_model.Model(empty))
    one = make_trace(size=0)
    one["events"] = [{"kind": "end", "tick": 3, "pid": 0, "how": "reset", "text": ""}]
    bench.open(one)
    bench.press("Right", "Right")
    expect("one event", 0, bench.position())
    unknown = copy.deepcopy(bench.small)
    unknown["events"][10] = {"kind": "miracle", "tick": 0, "pid": 0, "of": "<b>&", "deep": {"a": [1]}}
    del unknown["events"][11:]
    bench.open(unknown)
    bench.seek(10)
    expect("an unknown kind is shown as it is", True, 'miracle "of":"<b>&","deep":{"a":[1]}' in bench.text(".event-tab"))
    hostile = make_trace(size=300)
    hostile["target"] = hostile["events"][5]["kind"] = "</script><img src=x onerror=alert(1)><!--"
    bench.open(hostile)
    expect("nothing in a trace is taken for HTML", 0, bench.browser.run("return document.images.length"))


NO_TRACES = {
    "empty": "", "not-json": "{", "a-list": "[]", "null": "null", "a-number": "1e999", "nan": '{"format": NaN}',
    "other-format": '{"format": "other"}', "version-2": '{"format": "weensy-trace", "version": 2}',
    "no-events": '{"format": "weensy-trace", "version": 1}', "deep": "[" * 100000, "bytes": b"\xff\xfe\x00",
}


@check
def what_is_no_trace_makes_no_page(bench):
    output = bench.directory / "none.html"
    cases = {name: bench.directory / f"{name}.json" for name in NO_TRACES}
    for name, content in NO_TRACES.items():
        cases[name].write_bytes(content if isinstance(content, bytes) else content.encode())
    for name, change in (("version-3", {"version": 3}), ("infinite", {"hz": float("inf")}), ("no-kind", {"events": [{}]})):
        cases[name] = bench.file(make_trace(size=0) | change, name)
    cases["missing"] = bench.directory / "nowhere.json"
    cases["directory"] = bench.directory
    for name, path in cases.items():
        run = subprocess.run([sys.executable, MAKE_PAGE, path, "-o", output], capture_output=True, text=True, check=False)
        expect(f"{name}: status, lines of errors, output", (1, 1, False),
               (run.returncode, run.stderr.count("\n"), output.exists()))
        expect(f"{name}: the error is clear: {run.stderr}", True, run.stderr.startswith(f"make-page.py: {path}: "))
    run = subprocess.run([sys.executable, MAKE_PAGE, bench.file(bench.other, "good"), "-o", "/nowhere/x.html"],
                         capture_output=True, text=True, check=False)
    expect("no place for the page", (1, 1), (run.returncode, run.stderr.count("\n")))


@check
def what_is_no_trace_is_refused_in_the_page(bench):
    bench.open(bench.small)
    for name, content in NO_TRACES.items():
        path = bench.directory / f"{name}.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        bench.browser.type("#file", str(path))
        expect(f"{name}: a message", True, bench.browser.wait("return !document.getElementById('message').hidden"))
        expect(f"{name}: clear", True, "cannot be shown" in bench.text("#message"))
        expect("the old trace stays", 5000, bench.browser.run("return weensy.length(0)"))
        bench.browser.run("document.getElementById('message').hidden = true")


def damaged(trace, chance):
    """The trace with some value somewhere replaced by another."""
    trace = copy.deepcopy(trace)
    node, key = trace, None
    for _ in range(chance.randrange(1, 6)):
        keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
        if not keys:
            break
        key, parent = chance.choice(keys), node
        node = node[key]
    parent[key] = chance.choice([None, -1, 1e300, "0x", "0xffffffffffffffff", "", [], {}, True, "constructor", 1.5])
    return trace, f"{key!r}: {parent[key]!r}"


@check
def damaged_traces_are_shown_or_refused(bench):
    small = make_trace(seed=4, size=400, mistakes=1)
    bench.open(small)
    refused = 0
    for _ in range(DAMAGED):
        trace, what = damaged(small, bench.random)
        outcome = bench.browser.run("""
            const [text] = arguments, files = new DataTransfer(), message = document.getElementById("message");
            const errors = [];
            const note = (event) => errors.push(event.message ?? String(event.reason));
            addEventListener("error", note);
            addEventListener("unhandledrejection", note);
            message.hidden = true;
            files.items.add(new File([text], "damaged.json"));
            const half = document.querySelector(".half:last-child"); // it joins the first, then takes the place of the second
            half.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}));
            return (async () => {
                const changed = () => !message.hidden || document.querySelectorAll(".half")[1] !== window.before;
                for (let i = 0; i < 200 && !changed(); ++i) {
                    await new Promise((done) => setTimeout(done, 5));
                }
                window.before = document.querySelectorAll(".half")[1];
                if (message.hidden) {
                    for (const position of [0, 5, 100, 250, 399]) {
                        weensy.seek(position, 1);
                        await Promise.race([weensy.frame(), new Promise((done) => setTimeout(done, 500))]);
                    }
                }
                return {errors, refused: !message.hidden, message: message.textContent};
            })()""", json.dumps(trace))
        expect(f"errors with {what}", [], outcome["errors"])
        expect(f"the message says what is wrong with {what}: {outcome['message']}", False,
               "not a right trace" in outcome["message"])
        refused += outcome["refused"]
    bench.notes.append(f"{refused} of {DAMAGED} damaged traces were refused, the others shown")
    expect("some are refused, some are shown", True, DAMAGED // 8 < refused < DAMAGED * 7 // 8)


@check
def it_fits_windows_of_all_sizes(bench):
    bench.open(bench.small)
    bench.seek(3000)
    for width, height in ((800, 600), (1280, 800), (1920, 1080)):
        bench.browser.resize(width, height)
        bench.settle()
        bench.settle()
        over = bench.browser.run("""
            const doc = document.documentElement;
            const outside = [...document.querySelectorAll(".panel, .controls > *, canvas")]
                .filter((e) => e.getClientRects().length && e.getBoundingClientRect().right > doc.clientWidth + 1);
            return [doc.scrollWidth > doc.clientWidth, doc.scrollHeight > doc.clientHeight,
                    outside.map((e) => e.className),
                    [...document.querySelectorAll(".half, .columns")].every(
                        (e) => e.getBoundingClientRect().bottom <= doc.clientHeight)]""")
        expect(f"what is outside at {width}x{height}", [False, False, [], True], over)
    bench.browser.resize(1280, 800)


@check
def all_that_can_be_pressed_has_a_name(bench):
    bench.open(bench.small, bench.other)
    nameless = bench.browser.run("""
        return [...document.querySelectorAll("button, input, select, [role=slider], [role=tree], [role=listbox], "
                                             + "[role=application], [tabindex]")]
            .filter((e) => !e.hidden && !(e.getAttribute("aria-label") || e.labels?.length
                                          || e.tagName === "BUTTON" && e.textContent.trim()))
            .map((e) => e.outerHTML.slice(0, 80))""")
    expect("elements without a name", [], nameless)


@check
def letters_stand_out_in_dark_and_light(bench):
    style = Path("tools/trace/page.css").read_text()
    dark, light = style.split("@media (prefers-color-scheme: light)")
    values = dict(re.findall(r"(--[\w-]+): (#\w+);", dark))
    for name, theme in (("dark", values), ("light", values | dict(re.findall(r"(--[\w-]+): (#\w+);", light)))):
        pairs = [("--text", "--panel", 7), ("--dim", "--panel", 4.5), ("--dim", "--page", 4.5), ("--problem", "--panel", 4.5),
                 ("--text", "--current-back", 4.5), ("--dim", "--current-back", 4.5), ("--text", "--changed-back", 4.5),
                 ("--accent", "--panel", 3), ("--changed", "--panel", 3), ("--ink-1", "--panel", 3), ("--ink-2", "--panel", 3)]
        pairs += [(f"--ink-{n}", "--panel", 4.5) for n in range(3, 16)]
        pairs += [(f"--on-fill-{n}", f"--fill-{n}", 4.5) for n in range(3, 16)]
        for ink, ground, least in pairs:
            ratio = contrast(theme[ink], theme[ground])
            if ratio < least:
                raise Wrong(f"{name}: {ink} on {ground}: expected a contrast of {least}, seen {ratio:.1f}")


def contrast(one, other):
    def luminance(color):
        digits = color[1:] if len(color) == 7 else "".join(2 * digit for digit in color[1:])
        parts = [int(digits[i:i + 2], 16) / 255 for i in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# Size and network

# One move for each frame that the browser draws.
SWEEP = """
const [positions] = arguments;
return (async () => {
    const works = [], frames = [];
    let last = performance.now();
    for (const position of positions) {
        weensy.seek(position);
        works.push(await weensy.frame());
        const now = performance.now();
        frames.push(now - last);
        last = now;
    }
    return {works, frames};
})()"""


def sweep(bench, positions):
    """The milliseconds of its frames, and what of them was our work; sorted. If others keep the machine busy, frames
    come late: then it is tried again."""
    for _ in range(3):
        times = bench.browser.run(SWEEP, positions)
        frame, work = (sorted(times[key]) for key in ("frames", "works"))
        if statistics.median(frame) <= SLOWEST_FRAME:
            break
    return frame, work


@check
def a_hundred_thousand_events_scrub_at_thirty_frames_a_second(bench):
    large = make_trace(seed=3, size=LARGE, mistakes=8)
    page = bench.page(large, name="large")
    bench.browser.open(page)
    loaded = bench.browser.run("return performance.getEntriesByType('navigation')[0].domComplete")
    bench.settle()
    sweeps = {"at random": [bench.random.randrange(LARGE) for _ in range(STEPS)],
              "forward": list(range(0, LARGE, LARGE // STEPS)), "back": list(range(LARGE - 1, 0, -(LARGE // STEPS))),
              "one by one": list(range(50000, 50000 + STEPS)), "one by one back": list(range(50000 + STEPS, 50000, -1))}
    bench.notes.append(f"{page.stat().st_size / 1e6:.1f} MB, loaded in {loaded:.0f} ms")
    for shown in ("follow", "all"):
        bench.browser.run("const s = document.querySelector('.which'); s.value = arguments[0];"
                          "s.dispatchEvent(new Event('change'))", shown)
        for name, positions in sweeps.items():
            frame, work = sweep(bench, positions)
            bench.notes.append(f"{name}, {shown}: frames of {statistics.median(frame):.1f} ms, 95 % under "
                               f"{frame[len(frame) * 95 // 100]:.1f}; of which our work {statistics.median(work):.1f}, "
                               f"95 % under {work[len(work) * 95 // 100]:.1f}, at most {work[-1]:.1f}")
            if statistics.median(frame) > SLOWEST_FRAME:
                raise Wrong(f"{name}, {shown}: {bench.notes[-1]}")
    compare_states(bench, large, bench.random.sample(range(LARGE), 6) + [-1, LARGE - 1])


@check
def nothing_is_asked_of_a_network(bench):
    page = bench.page(bench.small, name="alone")
    bench.browser.requests()
    bench.browser.open(page)
    bench.press("Right", "End", "n", "a")
    asked = [url for url in bench.browser.requests() if url not in ("about:blank", page.resolve().as_uri())
             and not url.startswith("data:")]
    expect("addresses asked for", [], asked)
    text = page.read_text()
    expect("addresses in the page", [], re.findall(r"(?:https?:)?//[\w.-]+\.\w+/\S*", text.split('id="names"')[0]))
    expect("scripts, styles and images of others", [], re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?!data:)",
                                                                  text))


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
    return wrong + [f"console: {message}" for message in bench.browser.errors()]


def main():
    words = [word for word in sys.argv[1:] if word != "--all"]
    chosen = [c for c in CHECKS if not words or any(word in c.__name__ for word in words)]
    if reason := why_no_browser():
        print(f"1..0 # SKIP {reason}")
        return
    print(f"1..{len(chosen)}", flush=True)
    with tempfile.TemporaryDirectory() as directory, Browser() as browser:
        bench = Bench(browser, directory)
        for number, function in enumerate(chosen, 1):
            wrong = run_check(bench, function)
            print(f"{'not ok' if wrong else 'ok'} {number} - {function.__name__}")
            for line in [*wrong[:30], *bench.notes]:
                print(f"#   {line}", flush=True)
            bench.notes.clear()


if __name__ == "__main__":
    main()
