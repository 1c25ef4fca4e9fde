"""Strange traces, and files that are no traces."""

import copy
import json
import subprocess
import sys

import model as model_of
import tap
from maker import make_trace
from page.bench import ALL, MAKE_PAGE, compare, expect

DAMAGED = 150 if ALL else 16


@tap.test
def small_and_strange_traces_work(bench):
    empty = make_trace(size=0)
    bench.open(empty)
    bench.press("Right", "Left", "End", "Home", "n", "p", "s", "e", "Down", "Up", " ", "v", "v", "v")
    expect("nothing to move to", -1, bench.position())
    compare(bench, -1, model_of.Model(empty))
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


@tap.test
def a_file_that_is_no_trace_makes_no_page(bench):
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


@tap.test
def the_page_refuses_a_file_that_is_no_trace(bench):
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
    """The trace, with some value in it replaced by another."""
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


@tap.test
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
    tap.note(f"{refused} of {DAMAGED} damaged traces were refused, the others shown")
    expect("some are refused, some are shown", True, DAMAGED // 8 < refused < DAMAGED * 7 // 8)
