#!/usr/bin/env python3
"""Traces, and tests of them, that are interrupted leave nothing behind: no directory, no browser, no QEMU. TAP."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import tap
import tidy
from browser import why_no_browser
from trees import OBJ, Tree

PATIENCE = 60  # seconds for what is left to end


def left_by(command, number, directory):
    """The directories and processes that the command leaves, if the signal comes after its first check."""
    mark = f"MARK_OF_TIDY_TEST={directory.name}"
    environment = {**os.environ, "TMPDIR": str(directory), **dict([mark.split("=")])}
    with tidy.started(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as test:
        seen = []
        for line in test.stdout:
            seen.append(line.decode(errors="replace").rstrip())
            if line.startswith(b"ok"):
                break
        test.send_signal(number)
        seen += test.communicate()[0].decode(errors="replace").splitlines()
    wrong = [] if test.returncode == 128 + number else [f"status {test.returncode}", *seen[-8:]]
    return wrong + still_there(mark) + [f"left: {file}" for file in directory.iterdir()]


def still_there(mark):
    """The processes with the mark that do not end soon."""
    end = time.monotonic() + PATIENCE
    while (processes := processes_with(mark)) and time.monotonic() < end:
        time.sleep(0.1)
    return processes


def left_by_trace(number, directory, sign):
    """The processes that run on, if the signal comes to a trace as soon as one of its processes has `sign` in its command
    line."""
    mark = f"MARK_OF_TIDY_TEST={directory.name}{sign}"
    command = [sys.executable, "tools/trace/trace.py", "--obj", str(OBJ), "--events", "100000000", "--timeout", "3600",
               "--output", str(directory / "trace"), "forkexit"]
    with tidy.started(command, env={**os.environ, **dict([mark.split("=")])}, stdout=subprocess.DEVNULL,
                      stderr=subprocess.DEVNULL) as trace:
        while trace.poll() is None and sign not in "".join(processes_with(mark)):
            pass
        trace.send_signal(number)
        trace.wait()
    return still_there(mark)


def processes_with(mark):
    """The processes with the mark in their environment, as all that a test starts have."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append(f"still runs: {(process / 'cmdline').read_bytes().replace(bytes(1), b' ').decode()}")
        except OSError:
            pass  # it has ended, or is another user's
    return found


def main():
    with tidy.own_directory() as directory:
        for name, script, checks, number in (
                ("a test of a page, by Control-C", "page-test.py", ["help_is_there", "keys_move"], signal.SIGINT),
                ("a test of runs, ended by a signal", "runs-test.py", [], signal.SIGTERM)):
            if "page" in script and (reason := why_no_browser()):
                tap.skip(f"{name}: leaves nothing", reason)
                continue
            own = directory / str(tap.checks)
            own.mkdir()
            tap.check(f"{name}: leaves nothing", left_by([sys.executable, f"tests/trace/{script}", *checks], number, own))
        Tree().build("trace/forkexit.img", "tools/trace.so", "tools/run")
        for what, sign in ("tools/run", "--trace-plugin"), ("QEMU", " -plugin"):
            tap.check(f"a trace that is ended by a signal as soon as there is {what}: nothing runs on",
                      left_by_trace(signal.SIGTERM, directory, sign))
    tap.end()


if __name__ == "__main__":
    main()
