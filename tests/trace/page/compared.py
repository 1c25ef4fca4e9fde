"""Two traces side by side."""

import json

import model as model_of
from page.bench import compare, expect
from tap import test


@test
def two_traces_stand_side_by_side(bench):
    bench.open(bench.small, bench.other)
    expect("halves", 2, bench.browser.run("return weensy.halves()"))
    bench.seek(1234, 0)
    bench.seek(2345, 1)
    expect("positions", [1234, 2345], [bench.position(0), bench.position(1)])
    for half, trace, position in ((0, bench.small, 1234), (1, bench.other, 2345)):
        (_, model), = model_of.states(trace, [position])
        compare(bench, position, model, half)
    bench.browser.click(".half:nth-child(2) .name")
    bench.press("Right")
    expect("keys go to the half that was used last", [1234, 2346], [bench.position(0), bench.position(1)])


@test
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
    """{(process, the number of its life, the number of the system call in it): event}"""
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


@test
def a_second_trace_is_opened_from_a_file(bench):
    for other in (bench.file(bench.other, "opened"), bench.page(bench.other, name="opened")):
        bench.open(bench.small)
        bench.browser.run("document.getElementById('compare').addEventListener('click', () => {}, true);"
                          "HTMLInputElement.prototype.click = () => {}; document.getElementById('compare').click()")
        bench.browser.type("#file", str(other.resolve()))
        expect(f"halves after {other.suffix}", True, bench.browser.wait("return weensy.halves() === 2"))
        expect("its length", 4000, bench.browser.run("return weensy.length(1)"))
        expect("the first trace's length", 5000, bench.browser.run("return weensy.length(0)"))


@test
def a_dropped_file_is_opened(bench):
    bench.open(bench.small)
    bench.browser.run("""
        const files = new DataTransfer();
        files.items.add(new File([arguments[0]], "other.json"));
        document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: files, bubbles: true, cancelable: true}))""",
                      json.dumps(bench.other))
    expect("halves", True, bench.browser.wait("return weensy.halves() === 2"))
