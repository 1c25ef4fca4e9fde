"""Where a check builds and boots: a directory for each run, so that two at once are not in each
other's way; it is gone when the run is. What is the same for every run is kept beside it."""

import fcntl
import shutil
import tempfile
from pathlib import Path


class Workplace:
    """directory: of this run. kept: of what all runs share."""

    def __init__(self, parent):
        self.kept = parent / "kept"
        self.kept.mkdir(parents=True, exist_ok=True)
        _remove_left(parent)
        self.directory = Path(tempfile.mkdtemp(prefix="run-", dir=parent))
        self._lock = _locked(self.directory)

    def remove(self):
        shutil.rmtree(self.directory, ignore_errors=True)
        self._lock.close()


def _locked(directory):
    """The lock of a run's directory, held as long as the file is open; None if somebody has it."""
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
