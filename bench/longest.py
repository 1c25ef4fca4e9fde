#!/usr/bin/env python3
"""How long the kernel keeps the processor: the longest entry, from user mode back to user mode, in runs of programs
that try to keep it busy. Part of `make bench` and, with many processes, of `make bench-scale`.

    longest.py --obj DIRECTORY [--slots N] [--memory SIZE] [--quick]

A QEMU plugin (bench/entries/plugin.c) counts instructions from outside, and separately accesses to devices, whose time
a clock that counts instructions does not see. Prints the longest entry of each run, and how long an innocent process
waits for its turn beside hostile ones (tests/guest/hostile.c). --quick: runs only the hostile programs. The bounds are
those of docs/design.md, "How long the kernel may take". Exit status 1 if a figure is over its bound."""

import argparse
import re
import subprocess
import sys
from pathlib import Path

INSTRUCTIONS = {16: 1_000_000, 256: 5_000_000}  # in one entry, whatever call or fault it is; by number of process slots
DEVICES = 10_000  # accesses in one entry
SHIFT = 2  # an instruction takes 2^SHIFT nanoseconds of guest time
TICK = 10_000_000 >> SHIFT  # instructions
TURN = 2  # a turn's ticks, at most; an entry may begin just before its end

RUNS = [  # title, command string
    ("hostile programs", "hostile"),
    ("hostile programs, memory viewer on", "hostile viewer=1"),
    ("attack", "attack"),
    ("random calls, seed 1", "fuzz seed=1 calls=20000"),
    ("random calls, seed 2, memory viewer on", "fuzz seed=2 calls=20000 viewer=1"),
]


class Run:
    """figures: {"instructions" or "devices": (the number, where the kernel was entered)}; waits: {deed: (instructions,
    the number of other processes that want to run)}."""

    def __init__(self, obj, memory, command):
        log, out = obj / "longest.log", obj / "longest.out"
        for path in log, out:
            path.unlink(missing_ok=True)
        arguments = [obj / "tools" / "run", "--mode", "quiet", "--virtual", str(SHIFT), "--timeout", "240", "--log", log, "--memory", memory,
                     "--command", command, *(["--until", "attack: the heartbeat"] if command == "attack" else []),
                     obj / "busy.img", "--", "-plugin", f"{obj / 'tools' / 'entries.so'},out={out}"]
        result = subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True, check=False)
        self.figures = {what: (int(n), where) for what, n, where in
                        re.findall(r"(\w+) (\d+) of (\w+)", out.read_text() if out.exists() else "")}
        text = log.read_text(errors="replace") if log.exists() else ""
        self.waits = {deed: (int(n) >> SHIFT, int(others)) for deed, n, others in
                      re.findall(r"^# (\w+): longest wait (\d+) beside (\d+)$", text, re.M)}
        if result.returncode != 0 or len(self.figures) != 2:
            sys.exit(f"{result.stdout}longest: {command}: the run ended with status {result.returncode}; its log is {log}")


def entry_name(obj, address):
    """What entered the kernel at `address`: a system call, or the vector of an exception or interrupt."""
    symbols = subprocess.run(["nm", obj / "test-kernel.elf.full"], stdout=subprocess.PIPE, text=True, check=True).stdout
    vectors = int(re.search(r"^(\w+) \w vector_entries$", symbols, re.M)[1], 16)
    vector = (int(address, 16) - vectors) // 16
    return f"vector {vector}" if 0 <= vector < 256 else "system call"


def line(title, figure, bound, note=""):
    over = figure > bound
    print(f"{title:<62}{figure:>11,}{bound:>13,}{figure / bound:>7.0%}{' !' if over else ''}  {note}".rstrip())
    return not over


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--obj", type=Path, required=True)
    parser.add_argument("--memory", default="32M")
    parser.add_argument("--slots", type=int, default=16, choices=INSTRUCTIONS)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    print(f"{f'longest entry into the kernel, {options.slots} slots for processes':<62}{'figure':>11}{'bound':>13}{'share':>7}")
    good, waits = True, {}
    for title, command in RUNS if not options.quick else [run for run in RUNS if "hostile" in run[1]]:
        run = Run(options.obj, options.memory, command)
        waits.update(run.waits)
        for what, bound in ("instructions", INSTRUCTIONS[options.slots]), ("devices", DEVICES):
            figure, where = run.figures[what]
            words = "instructions" if what == "instructions" else "accesses to devices"
            good &= line(f"{title}: {words}", figure, bound, entry_name(options.obj, where))
    deed, (wait, others) = max(waits.items(), key=lambda item: item[1][0])
    good &= line("longest wait of an innocent process, in instructions", wait,
                 others * (TURN * TICK + INSTRUCTIONS[options.slots]), deed)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
