"""Where a check builds and boots: a directory for each run, so that runs at the same time do not disturb
each other. It disappears with the run. What is the same for every run is kept beside it."""

import fcntl
import os
import shutil
import threading
import time

from engine.verdict import Ending

REMOVALS = 20  # attempts


class Workplace:
    """directory: of this run, made at its first use. kept: the directory of what all runs share."""

    def __init__(self, parent):
        self.parent = parent
        self.kept = parent / "kept"
        self._directory = None
        self._removed = False
        self._lock = threading.Lock()

    @property
    def directory(self):
        with self._lock:
            if self._removed:
                raise Ending
            if not self._directory:
                self.kept.mkdir(parents=True, exist_ok=True)
                _remove_left(self.parent)
                self._directory = self.parent / f"run-{os.getpid()}-{id(self):x}"
                self._directory.mkdir()
                self._held = _locked(self._directory)
            return self._directory

    def remove(self):
        """Removes the directory; programs that are ending may still write into it for a moment."""
        with self._lock:
            self._removed = True
            for _ in range(REMOVALS if self._directory else 0):
                shutil.rmtree(self._directory, ignore_errors=True)
                if not self._directory.exists():
                    break
                time.sleep(0.02)
            self._directory = None


def make_obj(obj):
    """Makes the directory of built things, with the file by which make knows it, if make has not made it yet."""
    obj.mkdir(parents=True, exist_ok=True)
    if not (obj / "flags").exists():  # what make has built depends on its time
        (obj / "flags").touch()


def _locked(directory):
    """The lock of a run's directory, held as long as the file is open; None if another run holds it."""
    lock = open(directory / "lock", "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return lock
    except OSError:
        lock.close()
        return None


def _remove_left(parent):
    """Removes the directories of runs that were killed."""
    for directory in parent.glob("run-*"):
        try:
            if not (directory / "lock").exists():
                continue  # it is just being made
            lock = _locked(directory)
        except OSError:
            continue  # it is just being removed
        if lock:
            shutil.rmtree(directory, ignore_errors=True)
            lock.close()
