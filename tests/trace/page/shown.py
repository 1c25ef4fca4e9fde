"""What the page shows of one moment."""

import re

import model as model_of
from page.bench import ALL, compare_states, expect, expect_rows
from tap import test


@test
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


@test
def going_back_one_event_at_a_time_is_right_too(bench):
    bench.open(bench.small)
    compare_states(bench, bench.small, list(range(1040, 1000 if ALL else 1020, -1)))


@test
def the_page_draws_the_state(bench):
    bench.open(bench.small)
    for position, model in model_of.states(bench.small, bench.random.sample(range(5000), 12 if ALL else 5)):
        bench.seek(position)
        model.find_uses()
        drawn = bench.browser.run("return Array.from({length: 8}, (_, r) => weensy.drawnRow(r))")
        expect_rows(f"drawing after {position}", [row for row, _ in model.physical_rows()], drawn)
        screen = bench.browser.run("return [...document.querySelectorAll('.screen-row')].map((r) => r.textContent)")
        expect_rows(f"screen after {position}", model.screen, screen)
        shown = bench.browser.run("return [...document.querySelectorAll('.process')].filter((r) => !r.hidden)"
                                  ".map((r) => r.querySelector('.badge').textContent)")
        expect(f"processes after {position}", [str(pid) for pid in sorted(model.processes)], shown)


@test
def letters_are_on_the_canvas(bench):
    """By pixels: a free page has less ink than a reserved one, and a page that users can access is filled."""
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
        raise AssertionError(f"ink of a free, a reserved, and the console's page: {ink}")


@test
def the_current_event_is_highlighted(bench):
    bench.open(bench.small)
    for kind in ["entry"] * (30 if ALL else 8) + ["count", "table", "untable", "problem", "screen", "process", "switch"]:
        position = bench.random.choice([i for i, e in enumerate(bench.small["events"]) if e["kind"] == kind
                                        and len(model_of.pages_of_event(e)) < 512])
        event = bench.small["events"][position]
        bench.seek(position)
        framed = bench.browser.run("return weensy.changes().framed")
        pages = {page for page in model_of.pages_of_event(event) if page < bench.small["pages"]}
        expect(f"framed pages of event {position}, {kind}", sorted(pages), sorted(framed))
        marked = bench.browser.run("""return {
            rows: [...document.querySelectorAll(".screen-row")].flatMap((r, n) => r.classList.contains("changed") ? [n] : []),
            processes: [...document.querySelectorAll(".process.changed:not([hidden]) .badge")].map((b) => Number(b.textContent)),
            entries: [...document.querySelectorAll(".tree .row.changed:not([hidden])")].length}""")
        expect(f"rows of event {position}", sorted(map(int, event.get("rows", {}))), marked["rows"])
        expect(f"entries of event {position}, {kind}", kind == "entry", marked["entries"] == 1)
        if kind == "switch":
            expect(f"processes of event {position}", [event["to"]], marked["processes"])


@test
def events_are_described_in_words_with_their_place(bench):
    bench.open(bench.small)
    position = next(i for i, e in enumerate(bench.small["events"]) if e["kind"] == "syscall" and e["name"] == "fork")
    bench.seek(position)
    row = bench.text(".list .row.current")
    for part in (str(position), "fork()", "process_main", "user/forkexit.c:22"):
        expect(f"{part} in {row!r}", True, part in row)
    details = bench.text(".event-tab")
    for part in ("system_call user/u-syscall.h:27", "sys_fork user/u-lib.h:91", "process_main user/forkexit.c:22"):
        expect(f"{part} in the details", True, part in re.sub(" +", " ", details))


@test
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


@test
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
    (_, model), = model_of.states(bench.small, [3000])
    root = int(model.processes[pid]["root"], 16)
    for va in range(0x100000, 0x300000, 4096):
        if found := model.translate(root, va):
            first = any(f"0x{a:x}" in text for a in range(va, va - 64 * 4096, -4096))
            expect(f"0x{va:x} (0x{found[0]:x}) in the tree", True, first)
    expect("ranges", True, "0x41000–0x50fff → 0x41000" in text)
    for words in ("L1[65–80] kernel r-x, 16 pages", "L1[81–91] kernel rw-, 11 pages", "user r-x"):
        expect(f"{words!r} in the tree", True, words in text)
    titles = bench.browser.run("return [...document.querySelectorAll('.tree .row')].map((r) => r.title)")
    expect("the same in full, where it is pointed at", True, "kernel read execute, 16 pages" in titles)


@test
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


@test
def all_processes_are_shown_at_once(bench):
    bench.open(bench.small)
    bench.seek(3000)
    bench.browser.run("const s = document.querySelector('.which'); s.value = 'all'; s.dispatchEvent(new Event('change'))")
    bench.settle()
    count = bench.browser.run("return [document.querySelectorAll('.one-virtual:not([hidden]) canvas').length,"
                              "weensy.processes().length]")
    expect("a drawing for each", count[1], count[0])
