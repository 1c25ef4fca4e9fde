"""The programs that checks run: compilers, linkers, QEMU. Each has limits of time, memory and output,
and all of them end with the check."""

import os
import selectors
import signal
import subprocess
import threading
import time
from dataclasses import dataclass

from engine.verdict import Ending

MOST_OUTPUT = 1 << 16  # bytes to keep; the rest is lost
BUILD_SECONDS = 20     # of processor time
BUILD_KILOBYTES = 2 << 20
MOST_BUILT = 64 << 20  # bytes of a file
MOST_LOG = 16 << 20    # bytes
BLOCK = 512            # bytes; the unit of the shell's limit of a file's size
PATIENCE = 600         # seconds of real time, however busy the machine is
LAST_SECONDS = 0.7     # that a program has to end, when it is asked to

RUNNING = {}  # {Popen: ()}
LOCK = threading.Lock()
ENDING = threading.Event()


@dataclass
class Result:
    status: int      # negative: the signal that ended it
    output: str      # its start
    late: bool = False  # it did not end within PATIENCE, and was ended


def build(arguments):
    """Runs a program of the build on what a student wrote, which can be anything."""
    limits = "; ".join(f"ulimit -{what} {most} 2>/dev/null" for what, most in (
        ("t", BUILD_SECONDS), ("v", BUILD_KILOBYTES), ("f", MOST_BUILT // BLOCK)))
    return run(["sh", "-c", f'{limits}; exec "$@"', "sh", *arguments])


def boot(arguments):
    """Runs QEMU, with a limit on what it may log."""
    return run(["sh", "-c", f'ulimit -f {MOST_LOG // BLOCK} 2>/dev/null; exec "$@"', "sh", *arguments])


def run(arguments):
    with LOCK:
        if ENDING.is_set():
            raise Ending
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.STDOUT, start_new_session=True)
        RUNNING[process] = ()
    output, late = _read(process)  # if this is interrupted, end_all ends the program
    with LOCK:
        del RUNNING[process]
    if ENDING.is_set():
        raise Ending
    return Result(process.returncode, output.decode(errors="replace"), late)


def _read(process):
    """The start of what the process prints, and whether it had to be ended."""
    kept, until, late = b"", time.monotonic() + PATIENCE, False
    with selectors.DefaultSelector() as selector, process.stdout:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(1):
                if time.monotonic() > until and not late:
                    late = True
                    _signal(process, signal.SIGKILL)
                continue
            data = os.read(process.stdout.fileno(), MOST_OUTPUT)
            if not data:
                break
            kept += data[:MOST_OUTPUT - len(kept)]
    process.wait()
    return kept, late


def _signal(process, number):
    """Sends a signal to a program, and to the programs that it started."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        pass


def end_all():
    """Ends all running programs within a second. From then on, none starts."""
    with LOCK:
        ENDING.set()
        running = list(RUNNING)
    for process in running:
        _signal(process, signal.SIGTERM)
    until = time.monotonic() + LAST_SECONDS
    while time.monotonic() < until and any(process in RUNNING for process in running):
        time.sleep(0.02)
    for process in running:
        if process in RUNNING:
            _signal(process, signal.SIGKILL)
