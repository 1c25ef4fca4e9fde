"""Recordings of what checks boot. If a check fails because of what a kernel did, its last run runs once
more and is recorded, so that `make replay-gdb-check-F1.2` can go back from the failure to its cause.
The recording is not of the checked run itself: recording needs a clock that checks do not use."""

import contextlib
import shutil

from engine.places import SHOWN
from engine.verdict import WRONG

# Seconds of the guest's time or of the host's processor time; of a longer run, only the start is recorded.
SECONDS = 20
SECONDS_OF_HANG = 3  # the watchdog that ends the checked run is not there


def replace(directory, name, section, verdict):
    """Leaves a recording of the check's last run if the verdict is about that run; else none."""
    run = section.last_run if section else None
    with contextlib.suppress(OSError):  # there is none, then
        _remove(directory, name)
        if verdict.state == WRONG and run and not verdict.where.startswith(f"{SHOWN}answers.txt"):
            verdict.recorded = _record(directory, name, section, run)


def _remove(directory, name):
    for path in (*directory.glob(f"check-{name}.*"), *directory.glob(f"check-{name}-replay.*")):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _record(directory, name, section, run):
    """Runs it once more. Returns in words what the recording is of."""
    directory.mkdir(parents=True, exist_ok=True)
    events, log, screen = (directory / f"check-{name}.{what}" for what in ("events", "log", "screen"))
    section.run(run, SECONDS_OF_HANG if run.hangs else SECONDS, log, screen, ["--record", events, *_symbols(run)])
    if not events.exists():
        return ""
    is_same = log.read_bytes() == run.log.read_bytes()
    return "it" if is_same else "a similar run, whose log differs"


def _symbols(run):
    """The ELF files that the recording keeps, since the next check builds others in their place."""
    options = ["--symbols", f"{run.kernel}.full"]
    for name, path in run.programs.items():
        if path.with_name(f"{path.name}.full").exists():
            options += ["--program", f"{name}={path}.full"]
    return options
