#!/usr/bin/env python3
"""Fuzzes the kernel: boots tests/guest/fuzz.c with one seed after another, in virtual time, so that a
seed always does the same. TAP.

    system-calls.py [--seed N] [--seconds S | --seeds N] [--calls N] [--audit N] [--jobs N]

It runs a seed that fails again, with the steps before the failure logged, and once more with an audit
at every return to user mode. Exit status 1 if one failed."""

import argparse
import concurrent.futures
import os
import re
import subprocess
import threading
import time
from pathlib import Path

import tap

OBJ = Path(os.environ.get("OBJ", "obj"))


class Run:
    """One boot: `failed` says what went wrong, "" if nothing did; `last_step` is the last step in the
    log, `last_line` its line."""

    def __init__(self, options, seed, audit, verbose=0):
        self.log = OBJ / "tests" / f"fuzz-{seed}{'-again' if verbose else ''}.log"
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.unlink(missing_ok=True)
        command = (f"fuzz audit={audit} seed={seed} calls={options.calls}"
                   + (f" verbose={verbose}" if verbose else ""))
        self.arguments = [OBJ / "tools" / "run", "--mode", "quiet", "--shortcut",
                          OBJ / "shortcut.rom", "--virtual", "2",
                          "--timeout", str(options.patience), "--log", self.log, "--command", command,
                          OBJ / "test.img"]
        self.status = subprocess.run(self.arguments, stdin=subprocess.DEVNULL, check=False,
                                     stdout=subprocess.PIPE, stderr=subprocess.STDOUT).returncode
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        steps = [line for line in lines if re.match(r"# step \d+:", line)]
        self.last_line = steps[-1][2:] if steps else "no step"
        self.last_step = int(re.search(r"\d+", steps[-1]).group()) if steps else 0
        self.failed = self._what_failed(lines)

    def _what_failed(self, lines):
        wrong = [line for line in lines if "expected" in line or line.startswith("KERNEL PANIC")]
        if wrong:
            return wrong[0]
        if self.status != 0:
            return f"the run ended with status {self.status}"
        return "" if any(line.endswith(" steps, clean") for line in lines) else "the run ended early"


def explain(options, run, seed):
    """Tries a failure again, and says in lines what failed at which step."""
    again = Run(options, seed, options.audit, verbose=max(1, run.last_step - 256))
    audited = Run(options, seed, 1, verbose=max(1, run.last_step - 256))
    place = again.last_line if again.failed else f"between step {run.last_step} and the next 256th"
    return [f"seed {seed}: {run.failed}",
            f"  {place}",
            f"  with AUDIT=1: {audited.failed or 'clean'}" + (f", {audited.last_line}" if audited.failed
                                                               else ""),
            f"  again: make fuzz SEED={seed} CALLS={options.calls}",
            f"  log: {run.log}"]


def seeds_of(options):
    """The seeds to try: a given number of them, or one after another until time is up."""
    start, seed = time.monotonic(), options.seed
    while (seed - options.seed < options.seeds if options.seeds
           else time.monotonic() - start < options.seconds):
        yield seed
        seed += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seeds", type=int, default=0)
    parser.add_argument("--calls", type=int, default=100000)
    parser.add_argument("--audit", type=int, default=64)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--patience", type=int, default=120, help="seconds for one seed")
    options = parser.parse_args()

    lock = threading.Lock()
    seeds = seeds_of(options)

    def worker():
        while True:
            with lock:
                seed = next(seeds, None)
            if seed is None:
                return
            run = Run(options, seed, options.audit)
            wrong = explain(options, run, seed) if run.failed else []
            with lock:
                tap.check(f"{options.calls} random steps from seed {seed}", wrong)

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for future in [pool.submit(worker) for _ in range(options.jobs)]:
            future.result()
    tap.end()


if __name__ == "__main__":
    main()
