"""A busy machine, made at will and without load: stops a run and lets it go on at random moments."""

import contextlib
import os
import random
import signal
import threading
from pathlib import Path


@contextlib.contextmanager
def held_up(seed=1):
    """Inside `with`, holds up everything that this process starts, and what that starts. (Nothing, without /proc.)"""
    is_over = threading.Event()
    thread = threading.Thread(target=hold_up, args=(is_over, random.Random(seed)))
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def hold_up(is_over, chance):
    while not is_over.wait(chance.random() * 0.03):
        those = descendants(os.getpid())
        send(those, signal.SIGSTOP)
        is_over.wait(chance.random() * 0.03)
        chance.shuffle(those)  # they should not go on together
        send(those, signal.SIGCONT)


def send(pids, number):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def descendants(pid):
    found = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, file.read_text().split()):
                found += [child, *descendants(child)]
    return found
