#!/usr/bin/env python3
"""What operations cost in instructions, against their budgets, and how long people wait: `make bench`.

    bench.py --obj DIRECTORY [--json FILE] [--compare FILE] [--counts] [--profile NAME]

Boots bench/guest/bench.c under QEMU's -icount shift=0, where the time-stamp counter counts
instructions exactly. --json FILE: leaves the figures there (without it: in DIRECTORY/bench.json).
--compare FILE: shows another run's figures beside these. --counts: measures only the instructions.
--profile NAME: shows where the instructions of one operation go, function by function. Exit status 1
if a figure is over its budget."""

import argparse
import bisect
import collections
import json
import subprocess
import sys
from pathlib import Path

import times


class Operation:
    """budget: the most instructions that it may take; with `at_least`, the lowest figure that it must reach."""

    def __init__(self, name, title, budget, at_least=False):
        self.name, self.title, self.budget, self.at_least = name, title, budget, at_least

    def share(self, figure):
        """The share of the budget that a figure uses; above 1 it is over the budget."""
        return self.budget / figure if self.at_least else figure / self.budget


# The budgets hold for GCC 12 to 14, each with the flags of make/toolchain.mk; other compilers may need more.
OPERATIONS = [
    Operation("start", "kernel start to the first store to the console by a process", 90000),
    Operation("getpid", "sys_getpid, in the kernel", 60),
    Operation("yield", "sys_yield to another process, in the kernel", 100),
    Operation("fork_exit", "fork and exit, a stack write on each side, all", 15000),
    Operation("byte_to_itself", "1 byte to the pipe and back, one process, all", 600),
    Operation("byte_to_reader", "1 byte to a reader that waits for it, all", 800),
    Operation("bulk", "bulk through the pipe, bytes per 1000 instructions", 2300, at_least=True),
    Operation("page_alloc", "sys_page_alloc of a fresh page, in the kernel", 810),
]

# With these options QEMU logs every instruction of the kernel that it executes.
KERNEL_RANGE = "0x40000..0x7ffff"
TRACE = ["-singlestep", "-d", "exec,nochain", "-dfilter", KERNEL_RANGE, "-D"]


def boot(obj, shift, *qemu_arguments, others=0, memory="32M"):
    """{name: figure}, in the order of the run. shift: an instruction takes 2^shift ns of guest time.
    others: the number of other processes alive."""
    log = obj / "bench.log"
    log.unlink(missing_ok=True)
    command = [obj / "tools" / "run", "--mode", "quiet", "--virtual", str(shift), "--timeout", "120", "--log", log,
               "--memory", memory, "--command", f"bench others={others}", obj / "bench.img", *(["--", *qemu_arguments] if qemu_arguments else [])]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.STDOUT, text=True, check=False)
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    figures = {name: int(figure) for word, name, figure in
               (line.split() for line in lines if line.startswith("bench ")) if word == "bench"}
    if run.returncode != 0 or set(figures) != {operation.name for operation in OPERATIONS}:
        sys.exit(f"{run.stdout}bench: the run ended with status {run.returncode}; its log is {log}")
    return figures


def show(figures, other):
    print(f"{'operation':<62}{'figure':>9}{'budget':>9}{'share':>8}"
          + (f"{'before':>9}{'ratio':>7}" if other else ""))
    for operation in OPERATIONS:
        figure = figures[operation.name]
        share = operation.share(figure)
        line = f"{operation.title:<62}{figure:>9}{operation.budget:>9}{share:>7.0%}"
        line += " !" if share > 1 else "  "
        if operation.name in other:
            line += f"{other[operation.name]:>8}{figure / other[operation.name]:>7.2f}"
        print(line.rstrip())


def read_figures(path):
    try:
        return {**json.loads(path.read_text())}
    except (OSError, ValueError, TypeError) as error:
        sys.exit(f"bench: {path} is not a file of an earlier run ($(OBJ)/bench.json): {error}")


# Profile

def functions(elf):
    """The kernel's functions, as (address, name), by address."""
    symbols = subprocess.run(["nm", "-n", elf], stdout=subprocess.PIPE, text=True, check=True).stdout
    return [(int(address, 16), name) for address, kind, name in
            (line.split() for line in symbols.splitlines() if len(line.split()) == 3)
            if kind in "tT"]


def profile(obj, name):
    """Prints where the instructions of an operation went, in all its rounds and its preparation."""
    trace = obj.absolute() / "bench-trace"
    boot(obj, 5, *TRACE, trace)  # the guest's clock runs faster, since logging makes QEMU slow
    known = functions(obj / "bench-kernel.elf.full")
    addresses = [address for address, _ in known]
    end_of_operation = next(address for address, function in known if function == "log_figure")
    wanted = [operation.name for operation in OPERATIONS].index(name)
    counts, done, by_address = collections.Counter(), 0, {}
    with trace.open(errors="replace") as lines:
        for line in lines:
            if not line.startswith("Trace"):
                continue
            address = int(line.split("/")[1], 16)
            if address not in by_address:
                place = bisect.bisect_right(addresses, address) - 1
                by_address[address] = known[place][1] if place >= 0 else "?"
            if done == wanted:
                counts[by_address[address]] += 1
            done += address == end_of_operation
    trace.unlink()
    total = sum(counts.values())
    for function, count in counts.most_common(25):
        print(f"{count:>10}{count / total:>7.1%}  {function}")
    print(f"{total:>10}         in the kernel, for all rounds of {name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--obj", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--compare", type=Path)
    parser.add_argument("--counts", action="store_true")
    parser.add_argument("--profile", choices=[operation.name for operation in OPERATIONS])
    options = parser.parse_args()
    if options.profile:
        profile(options.obj, options.profile)
        return 0
    before = read_figures(options.compare) if options.compare else {}
    figures = boot(options.obj, 0)
    show(figures, before)
    result = dict(figures)
    if not options.counts:
        result["seconds"] = times.measure(options.obj)
        times.show(result["seconds"])
    (options.json or options.obj / "bench.json").write_text(json.dumps(result, indent=1) + "\n")
    return 1 if any(o.share(figures[o.name]) > 1 for o in OPERATIONS) else 0


if __name__ == "__main__":
    sys.exit(main())
