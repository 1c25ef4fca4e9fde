"""The system calls of a run, from STRACE=1 and from a trace."""

import re
import subprocess
import time

import tap
import tidy

LINE = re.compile(r" *\d+ +(\d+) \S+ +sys_(\w+)\((0x[0-9a-f]+|\d*).*?\)(?: = (-?\d+).*)?$")
UNTOLD = "yield", "getpid"  # these only let time pass
PATIENCE = 600  # seconds for a run; the test does not wait forever for one that hangs


def calls_of_trace(trace):
    """{pid: [(name, first argument, result)]}"""
    calls, results = {}, {e["call"]: str(e["value"]) for e in trace.events if e["kind"] == "result"}
    for i, event in enumerate(trace.events):
        if event["kind"] == "syscall" and event["name"] not in UNTOLD:
            argument = event["args"][0] if event["args"] else ""
            calls.setdefault(event["pid"], []).append((event["name"], argument, results.get(i)))
    return calls


def calls_of_strace(tree, name, directory, section, wanted):
    """The same from another run. It does not end by a clock, but when each process has made as many calls as in
    `wanted`, or when the run is over."""
    obj = tree.obj_of(section)
    tree.build(f"strace/{name}.img", section=section)
    file = directory / f"{name}.strace"
    file.touch()
    command = [obj / "tools" / "run", "--mode", "quiet", "--virtual", "6", "--timeout", str(PATIENCE), "--log",
               directory / "strace.log", "--strace", file, obj / "strace" / f"{name}.img"]
    calls = {}
    with tidy.started(command, stderr=subprocess.DEVNULL) as run, open(file, errors="replace") as lines:
        is_over = False
        while not is_over and any(len(calls.get(pid, [])) < len(those) for pid, those in wanted.items()):
            is_over = run.poll() is not None  # its last lines are still to be read
            take_lines(lines, calls)
            time.sleep(0.02)
        if run.poll() == 124:
            tap.give_up(f"strace of {name}: no end after {PATIENCE} s")
    return calls


def take_lines(lines, calls):
    """Adds the calls of all complete lines."""
    while (line := lines.readline()).endswith("\n"):
        match = LINE.match(line)
        if match and match[2] not in UNTOLD:
            calls.setdefault(int(match[1]), []).append((match[2], match[3], match[4]))
    lines.seek(lines.tell() - len(line))
