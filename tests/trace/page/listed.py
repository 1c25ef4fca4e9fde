"""The list of events: kinds, folds, rows."""

from page.bench import expect
from tap import test

KINDS = ("syscall", "result"), ("exception",), ("tick", "switch"), ("process",), ("table", "untable"), ("entry",), (
    "count",), ("screen", "log"), ("problem", "solved", "end")


def folds_of(trace):
    """[(first, end)] of at least four events in a row in which only time passes."""
    events, first = trace["events"], None
    for i, event in enumerate([*events, {"kind": "end"}]):
        call = events[event["call"]] if event["kind"] == "result" else event
        if event["kind"] in ("tick", "switch") or call.get("name") == "yield":
            first = i if first is None else first
            continue
        if first is not None and i - first >= 4:
            yield first, i
        first = None


def pressed(bench):
    """The kinds that are shown, by the numbers of their buttons."""
    return bench.browser.run("return [...document.querySelectorAll('.filter')].flatMap("
                             "(b, n) => b.getAttribute('aria-pressed') === 'true' ? [n + 1] : [])")


@test
def filters_choose_the_kinds_in_the_list(bench):
    events = bench.small["events"]
    bench.open(bench.small)
    bench.press("Home", *"13456789")
    exceptions = [i for i, e in enumerate(events) if e["kind"] == "exception"]
    bench.press("Down")
    expect("position after one down", exceptions[0], bench.position())
    bench.press("Down", "Down", "Up")
    expect("position after two more and one up", exceptions[1], bench.position())
    expect("only exceptions are listed", True, all("×" in row for row in bench.browser.run("return weensy.events()")))
    bench.press("0", "Down")
    expect("all kinds again", exceptions[1] + 1, bench.position())
    bench.browser.click(".filter-box:nth-child(7) .filter", x=20)
    bench.settle()
    expect("counts are hidden", [1, 2, 3, 4, 5, 6, 8, 9], pressed(bench))


@test
def one_kind_alone_is_one_click_away(bench):
    bench.open(bench.small)
    bench.browser.click(".filter-box:nth-child(6) .only")
    bench.settle()
    expect("entries alone", [6], pressed(bench))
    expect("only entries are listed", True, all("▪" in row for row in bench.browser.run("return weensy.events()")))
    bench.browser.click(".filter-box:nth-child(6) .only")
    expect("all again", list(range(1, 10)), pressed(bench))
    bench.browser.run("document.dispatchEvent(new KeyboardEvent('keydown', "
                      "{key: '§', code: 'Digit2', shiftKey: true, bubbles: true}))")
    expect("exceptions alone, by Shift and 2", [2], pressed(bench))


@test
def buttons_say_how_many_events_they_stand_for(bench):
    bench.open(bench.small)
    seen = bench.browser.run("return [...document.querySelectorAll('.filter .number')].map((e) => e.textContent)")
    expected = [f"{sum(event['kind'] in kinds for event in bench.small['events']):,}" for kinds in KINDS]
    expect("numbers of events", expected, seen)


@test
def stretches_of_yields_are_one_row(bench):
    folds = list(folds_of(bench.small))
    bench.open(bench.small)
    first, end = max(folds, key=lambda fold: fold[1] - fold[0])
    bench.seek(first - 1)
    bench.press("Down")
    expect("down goes to the fold", first, bench.position())
    expect("its row is marked, and has an arrow", True, "▸" in bench.text(".list .row.current"))
    bench.press("Down")
    expect("and then after it", end, bench.position())
    bench.seek(first + 1)
    expect("an event inside is in that row", True, "▸" in bench.text(".list .row.current"))
    bench.browser.click(".list .row.current .sign")
    bench.settle()
    expect("a click on the arrow shows the event", True, str(first + 1) in bench.text(".list .row.current"))
    bench.press("Up", "Up")
    expect("up goes event by event, past the arrow", first - 1, bench.position())
    bench.press("f", "Down", "Down")
    expect("f unfolds all", first + 1, bench.position())
    expect("without arrows", False, any("▸" in row for row in bench.browser.run("return weensy.events()")))
    bench.press("f")
    expect("and folds all again", True, "▸" in bench.text(".list .row.current"))


@test
def what_does_not_fit_in_a_row_is_in_its_title(bench):
    bench.open(bench.small)
    position = next(i for i, e in enumerate(bench.small["events"]) if e["kind"] == "entry")
    bench.seek(position)
    title = bench.browser.run("return document.querySelector('.list .row.current').title")
    expect(f"rights in full in {title!r}", True, " read" in title and "kernel/" in title)
