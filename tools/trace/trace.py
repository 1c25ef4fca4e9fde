#!/usr/bin/env python3
"""Runs a target, and leaves what happened as data (docs/trace.md) and as a page to look at.

    trace.py --obj OBJ [--events N] [--timeout S] [--with OTHER.json] [--output STEM] [--ram FILE] NAME
             -- OPTIONS OF tools/run -- ARGUMENTS OF QEMU

OBJ/trace/ has NAME's image, with a kernel that reports what it does (guest/trace.c). A plugin of QEMU (plugin/) takes
the reports and writes a record. convert/ turns the record into OBJ/NAME-trace.json, and page/make-page.py turns that
into OBJ/NAME-trace.html."""

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from convert.events import Events
from convert.places import Places
from layout import LayoutError, kernel_functions, kernel_layout

REST = 5  # seconds, as in headless runs
MAKE_PAGE = Path(__file__).resolve().parent / "page" / "make-page.py"


def main():
    options = read_options()
    obj = Path(options.obj)
    stem = options.output or obj / f"{options.name}-trace"
    if options.other and not Path(options.other).is_file():
        return fail(f"WITH={options.other}: there is no such file; make trace-NAME writes NAME-trace.json")
    with tempfile.TemporaryDirectory() as directory:
        record = Path(directory, "record")
        try:
            status = run(options, obj, record)
        except LayoutError as error:
            return fail(error)
        if not record.exists():
            return status or 1
        trace = make_trace(options, obj, record)
    if not trace["pages"]:
        return fail(f"{options.name}: the run ended before the kernel started, so there is nothing to show")
    Path(f"{stem}.json").write_text(json.dumps(trace, separators=(",", ":")) + "\n")
    if make_page(f"{stem}.json", options.other, f"{stem}.html") != 0:
        return 1
    print_summary(trace, f"{stem}.html")
    return status


def read_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--obj", required=True)
    parser.add_argument("--objcopy", default="objcopy")
    parser.add_argument("--events", type=int, default=100000)
    parser.add_argument("--timeout", type=int, default=30)
    parser.add_argument("--with", dest="other")
    parser.add_argument("--output", help="the stem of STEM.json and STEM.html (OBJ/NAME-trace)")
    parser.add_argument("--ram", help="where to leave the guest's memory")
    parser.add_argument("--shift", type=int, default=6, help="an instruction takes 2^SHIFT ns of the guest's time")
    parser.add_argument("name")
    own, more = split_at_dashes(sys.argv[1:])
    options = parser.parse_args(own)
    options.run_options, options.qemu_arguments = split_at_dashes(more)
    return options


def split_at_dashes(arguments):
    """The arguments before the first "--", and those after it."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:at], arguments[at + 1:]


def fail(message):
    print(f"trace: {message}", file=sys.stderr)
    return 1


def run(options, obj, record):
    """Runs the target. Returns the exit status of tools/run."""
    kernel = obj / "trace-kernel.elf.full"
    settings = kernel_layout(kernel)
    functions = record.with_name("functions")
    functions.write_text("".join(f"{start:x} {end:x} {number:x}\n" for start, end, number in
                                 kernel_functions(kernel, options.objcopy.replace("objcopy", "nm"))))
    settings.update(events=options.events, timeout=options.timeout, rest=REST, functions=functions)
    plugin = ",".join(text.replace(",", ",,") for text in (
        str((obj / "tools" / "trace.so").resolve()), *(f"{name}={value}" for name, value in settings.items())))
    command = [obj / "tools" / "run", "--mode", "quiet", "--virtual", str(options.shift), "--trace", record,
               "--trace-plugin", plugin, "--log", log_of(options)]
    command += ["--ram", options.ram] if options.ram else []
    command += [*options.run_options, obj / "trace" / f"{options.name}.img", "--", *options.qemu_arguments]
    return wait_for(command)


def wait_for(command):
    """Runs a command, and asks it to end if this program is asked to. Returns its exit status."""
    process, asked = None, False

    def end(*_):
        nonlocal asked
        asked = True
        if process:
            process.terminate()
    signal.signal(signal.SIGINT, lambda *_: None)  # a terminal sends it to the command, too: that ends, and this goes on
    for number in signal.SIGTERM, signal.SIGHUP:
        signal.signal(number, end)
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    if asked:  # while the command was starting
        process.terminate()
    return process.wait()


def log_of(options):
    return Path(f"{options.output}.log") if options.output else Path(options.obj) / f"{options.name}.log"


def make_trace(options, obj, record):
    places = Places(obj, options.objcopy.replace("objcopy", "addr2line"))
    log = log_of(options).read_bytes()
    with open(record, encoding="ascii", errors="replace") as lines:
        events = Events(lines, log, places)
    if events.pages and not events.whole:
        fail(f"{options.name}: QEMU was killed before it had written its whole record, so the trace ends too early")
    if events.missed:
        fail(f"{events.missed} page-table entries or counts have changed without a store by the kernel")
    return {"format": "weensy-trace", "version": 1, "target": options.name,
            "kernel": "section" if events.direct_map == 0 else "complete", "pages": events.pages,
            "hz": events.hz, "direct_map": hex(events.direct_map),
            "kernel_table": events.kernel_table, "virtual_end": hex(events.virtual_end),
            "page_kinds": "".join(events.kinds), "places": places.resolve(), "start": events.start,
            "events": events.events}


def make_page(trace, other, page):
    return subprocess.run([sys.executable, MAKE_PAGE, trace, *([other] if other else []), "-o", page],
                          check=False).returncode


def print_summary(trace, page):
    """Prints the final screen, as a headless run does, and where the page is."""
    rows = list(trace["start"]["screen"])
    for event in trace["events"]:
        if event["kind"] == "screen":
            for row, text in event["rows"].items():
                rows[int(row)] = text
    print("\n".join(row.rstrip() for row in rows).rstrip())
    end = trace["events"][-1]
    problems = sum(event["kind"] == "problem" for event in trace["events"])
    print(f"trace: {len(trace['events'])} events, {problems} problems; {end['how']}"
          + (f": {end['text']}" if end["text"] else "") + f"; look at {page}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
