#!/usr/bin/env python3
"""What `make trace-NAME` says is true: compares traces with the memory that the guest left, with what STRACE=1 reports,
and with what the kernel's own memory viewer drew. TAP.

    runs-test.py [--all]      --all: all targets"""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import tap
import tidy
from held_up import descendants, held_up
from memory import Memory, check_memory
from replay import number, problems
from straced import calls_of_strace, calls_of_trace
from trees import EVENTS, Tree
from viewer import Viewer

ALL = "--all" in sys.argv
COMPLETE = ("fork", "pipe", "forkexit", "allocators", "hello", "spawn")[:None if ALL else 2]
SECTION = ("friends", "hello", "spawn", "pipe")[:None if ALL else 1]
TIMED = "forkexit", "friends"  # what they do depends on time; the section's hello and pipe keep retrying
PAGESIZE = 4096


def check_targets(tree, names, directory, section=False):
    obj = tree.obj_of(section)
    for name in names:
        what = f"section's {name}" if section else name
        trace = tree.trace(name, directory / name, section, 2 * EVENTS if name == "forkexit" else EVENTS)
        if not section and name in ("fork", "forkexit", "allocators"):
            check_viewer(what, trace)
        trace.replay()
        check_memory(what, trace, Memory(directory / f"{name}.ram"), obj / "trace-kernel.elf.full")
        check_places(what, trace)
        tap.check(f"{what}: nothing is wrong", problems(trace))
        if name not in TIMED + (("hello", "pipe") if section else ()):
            check_calls(what, trace, tree, name, directory, section)


def check_places(what, trace):
    wrong = [f"event {i}: {event}" for i, event in enumerate(trace.events)
             if event["kind"] in ("entry", "count")
             and not any(re.match(r"kernel/core/|section/kernel\.c", file or "") for file in trace.files(event))]
    tap.check(f"{what}: each change of memory has a place in the kernel", wrong)
    wrong, entry = [], "kernel_start"
    for i, event in enumerate(trace.events):
        if event["kind"] in ("syscall", "exception"):
            entry = event["kind"]
        elif event["kind"] in ("entry", "count") and entry not in trace.functions(event):
            wrong.append(f"event {i}, in {entry}: {trace.functions(event)}")
    tap.check(f"{what}: its frames lead back to the kernel's entry", wrong)
    chains = [[frame[0] for frame in place["frames"]] for place in trace.data["places"]
              if place["program"] == "kernel"]
    tap.check(f"{what}: no function there calls itself", [c for c in chains if len(set(c)) < len(c)])
    wrong = [f"event {i}: {event} after {trace.events[i - 1]}" for i, event in enumerate(trace.events)
             if event["kind"] == "untable" and (trace.events[i - 1].get("page"), trace.events[i - 1].get("new"))
             != (number(event["table"]) // PAGESIZE, 0)]
    tap.check(f"{what}: a page-table page that is freed no longer is one", wrong)


def check_viewer(what, trace):
    wrong, looks = [], 0
    for i, event in enumerate(trace.events):
        if event["kind"] != "screen" or not event["rows"].keys() & {str(row) for row in range(1, 9)}:
            continue
        trace.replay(i + 1)
        if trace.screen[0].startswith("PHYSICAL MEMORY"):
            looks += 1
            viewer = Viewer(trace)
            wrong += [f"event {i}, row {row}: seen {seen!r}, expected {expected!r}" for row, (expected, seen)
                      in enumerate(zip(viewer.rows(), viewer.screen_rows())) if seen != expected]
    tap.check(f"{what}: memory is what the memory viewer drew, {looks} times", wrong or ["never drawn"] * (looks < 5))


def check_calls(what, trace, tree, name, directory, section):
    """Two runs differ in when they do things, but each process does the same."""
    seen = calls_of_trace(trace)
    expected = calls_of_strace(tree, name, directory, section, seen)
    wrong = [] if seen.keys() == expected.keys() else [f"processes {list(seen)}, expected {list(expected)}"]
    for pid in seen.keys() & expected.keys():
        pairs = list(zip(seen[pid], expected[pid]))[:-1] or list(zip(seen[pid], expected[pid]))
        wrong += [f"process {pid}, call {i}: {a}, expected {b}" for i, (a, b) in enumerate(pairs) if a != b]
    total = sum(min(len(seen[p]), len(expected[p])) for p in seen.keys() & expected.keys())
    tap.check(f"{what}: the system calls are those that STRACE=1 reports, {total} of them",
              wrong or ["none"] * (total == 0))


def check_run(tree, directory):
    one = tree.trace("forkexit", directory / "once", events=20000)
    with held_up():
        two = tree.trace("forkexit", directory / "again", events=20000)
    tap.check("the same run has the same trace, even if it is held up all the time", [] if one.data == two.data else
              [f"event {i}: {a}, then {b}" for i, (a, b) in enumerate(zip(one.events, two.events)) if a != b][:3]
              + tap.different(one.data, two.data, 9) * (one.events == two.events))
    end = one.events[-1]
    tap.check("a limit of events ends the run, and the trace says so",
              [] if (end["kind"], end["how"], end["text"]) == ("end", "left", "after 20000 events")
              and 20000 <= len(one.events) <= 21000 else [f"{len(one.events)} events: {end}"])
    ticks = [event["tick"] for event in one.events]
    tap.check("time runs forward", [] if ticks == sorted(ticks) else ["it does not"])


def check_log(tree, directory):
    """The section's kernel logs a line before it sets up a process, and one after."""
    trace = tree.trace("spawn", directory / "log", section=True)
    at = {event["text"]: i for i, event in enumerate(trace.events) if event["kind"] == "log"}
    setup = [i for i, event in enumerate(trace.events)
             if event["kind"] in ("entry", "count") and "process_setup" in trace.functions(event)]
    before, after = at["-- before process_setup"], at["-- after process_setup"]
    tap.check("lines of the log are in the right places among the changes",
              [] if setup and before < setup[0] and setup[-1] < after else [f"{before} {setup} {after}"])


def check_killed(tree, directory):
    """A QEMU that is killed leaves half a line of its record, since it writes whole blocks."""
    name = "a QEMU that is killed: a line says so, and the trace has what was recorded"
    if not Path("/proc/self/fd").exists():
        tap.skip(name, "there is no /proc")
        return
    command = [sys.executable, "tools/trace/trace.py", "--obj", tree.obj, "--events", "1000000", "--output",
               directory / "killed", "forkexit"]
    with tidy.started(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as trace:
        while trace.poll() is None and not kill_recorder(descendants(trace.pid)):
            time.sleep(0.01)
        output = trace.communicate()[0].decode(errors="replace")
    file = directory / "killed.json"
    events = json.loads(file.read_text())["events"] if file.exists() else []
    tap.check(name, [] if len(events) > 1000 and "trace: forkexit: QEMU was killed" in output and "Traceback" not in output
              else [f"{len(events)} events", *output.splitlines()[-20:]])


def kill_recorder(pids, enough=200000):
    """Kills the process that has written `enough` bytes of a record. Is there one?"""
    for pid in pids:
        with contextlib.suppress(OSError):
            for fd in Path(f"/proc/{pid}/fd").iterdir():
                if os.readlink(fd).endswith("/trace") and fd.stat().st_size >= enough:
                    os.kill(pid, signal.SIGKILL)
                    return True
    return False


def main():
    with tidy.own_directory() as directory:
        tree = Tree()
        (directory / "section").mkdir()
        check_targets(tree, COMPLETE, directory)
        check_targets(tree, SECTION, directory / "section", section=True)
        check_run(tree, directory)
        check_log(tree, directory)
        check_killed(tree, directory)
    tap.end()


if __name__ == "__main__":
    main()
