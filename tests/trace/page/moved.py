"""Moving: by keys, by clicks, by the fragment of the address."""

import itertools
import math

from maker import make_trace
from page.bench import expect
from tap import test
from page.listed import folds_of


@test
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


@test
def space_plays_and_pauses(bench):
    bench.open(bench.small)
    bench.press(" ")
    expect("it plays", True, bench.browser.wait("return weensy.position() > 30"))
    bench.press(" ")
    position = bench.position()
    bench.browser.run("return new Promise((done) => setTimeout(done, 300))")
    expect("it pauses", position, bench.position())


@test
def help_is_there_for_the_keys(bench):
    bench.open(bench.small)
    bench.browser.press("?")
    expect("help is open", True, bench.browser.run("return document.getElementById('help').open"))
    bench.browser.press("Escape")
    expect("help is closed", False, bench.browser.run("return document.getElementById('help').open"))


@test
def the_scrubber_is_dragged(bench):
    bench.open(bench.small)
    box = bench.browser.run("const b = document.querySelector('.scrubber').getBoundingClientRect(); return [b.width, b.height]")
    bench.browser.click(".scrubber", x=10 + (box[0] - 20) / 2)
    bench.settle()
    weights = weights_until(bench.small)
    middle = next(i for i, weight in enumerate(weights) if weight >= weights[-1] / 2)
    expect(f"the middle is about event {middle}", True, abs(bench.position() - middle) < 8)
    expect("the slider says so", str(bench.position()), bench.browser.run(
        "return document.querySelector('.scrubber').getAttribute('aria-valuenow')"))


@test
def the_fragment_has_the_position(bench):
    first_problem = next(i for i, e in enumerate(bench.small["events"]) if e["kind"] == "problem")
    bench.open(bench.small, fragment="#event=123")
    expect("opened there", 123, bench.position())
    bench.press("Right")
    expect("moved along", True, bench.browser.wait("return location.hash === '#event=124'"))
    bench.open(bench.small, fragment="#event=nonsense")
    expect("nonsense is ignored", first_problem, bench.position())
    bench.open(bench.small)
    expect("without it, at the first problem", first_problem, bench.position())
    plain = make_trace(seed=6, size=900, mistakes=0)
    bench.open(plain)
    expect("or, if there is none, at the first process", next(i for i, e in enumerate(plain["events"])
                                                              if e["kind"] == "process"), bench.position())
    bench.open(bench.small, fragment="#event=99999999")
    expect("beyond the end", 4999, bench.position())


def weights_until(trace):
    """[the weight of all events up to the i-th]: a fold, or n repetitions, weighs 1 + log2(n)."""
    events, folds, weights, i = trace["events"], dict(folds_of(trace)), [], 0
    place = lambda event: [frame[0] for frame in trace["places"][event["place"]]["frames"]]
    while i < len(events):
        end = folds.get(i, i + 1)
        while i not in folds and end < len(events) and "place" in events[i] and end not in folds and same(
                place, events[i], events[end]):
            end += 1
        weights += [(1 + math.log2(end - i)) / (end - i)] * (end - i)
        i = end
    return list(itertools.accumulate(weights))


def same(place, one, other):
    return one["kind"] == other["kind"] and "place" in other and place(one) == place(other)


@test
def the_line_has_room_for_what_matters(bench):
    """A trace in which one process keeps yielding, and then another does something."""
    trace = make_trace(seed=7, size=300, mistakes=0)
    yields = [{"kind": "syscall", "tick": 0, "pid": 1, "number": 2, "name": "yield", "args": []},
              {"kind": "result", "tick": 0, "pid": 1, "value": 0}]
    more = [dict(event, call=300 + i - 1) if event["kind"] == "result" else event
            for i, event in enumerate(yields * 3000)]
    late = {"kind": "process", "tick": 9, "pid": 1, "of": 9, "program": "late", "state": "runnable", "root": "0x41000",
            "start": "0x100000", "end": "0x300000"}
    bench.open({**trace, "events": trace["events"] + more + [late]})
    at = bench.browser.run("return document.querySelector('.scrubber').clientWidth")
    bench.seek(299)
    before = bench.browser.run(PLAYHEAD)
    bench.seek(6300)
    after = bench.browser.run(PLAYHEAD)
    expect("most of the line is for the 300 events before", True, (before - 10) / (at - 20) > 0.9)
    expect("and the last is at its end", True, abs(after - (at - 10)) < 2)
    bench.browser.run("document.querySelector('.list').scrollTop = 1e9")
    bench.settle()
    expect("in the list, they are one row", True, bench.browser.wait(
        "return weensy.events().some((row) => row.includes('process 1 yields 3,000 times'))"))


PLAYHEAD = "return new DOMMatrix(getComputedStyle(document.querySelector('.playhead')).transform).e"


@test
def impossible_moves_are_reported(bench):
    bench.open(bench.small)
    bench.press("End")
    for key, words in (("n", "No problem after this"), ("e", "No exception after this"), ("s", "No system call after this")):
        bench.press(key)
        expect(f"the notice after {key} at the end", words, bench.text(".notice"))
        expect("the position stays", 4999, bench.position())
    bench.press("Home")
    expect("a move clears the notice", "", bench.text(".notice"))
    bench.press("p")
    expect("before the start", "No problem before this", bench.text(".notice"))
    for typed in ("5000", "-2", "12x", "", "1e3"):
        type_position(bench, typed)
        expect(f"{typed!r} is refused, with a reason", True,
               f"no event “{typed}”" in bench.text(".notice") and "0 to 4999" in bench.text(".notice"))
        expect("the position stays", -1, bench.position())
    for typed, position in ("123", 123), ("1,234", 1234), ("start", -1), ("4999", 4999):
        type_position(bench, typed)
        expect(f"{typed!r}: position, what is said", (position, ""), (bench.position(), bench.text(".notice")))


def type_position(bench, text):
    bench.browser.run("const i = document.querySelector('.position'); i.value = arguments[0];"
                      "i.dispatchEvent(new Event('change'))", text)
    bench.settle()


@test
def memory_that_is_shown_follows_a_switch(bench):
    bench.open(bench.small)
    events = bench.small["events"]
    for position in [i for i, e in enumerate(events) if e["kind"] == "switch" and e["to"] != e["pid"]][:5]:
        bench.seek(position)
        expect(f"whose memory is shown at event {position}", True,
               f"process {events[position]['to']} " in bench.text(".virtual-name"))
