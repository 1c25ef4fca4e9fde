"""Whatever ends a test, it leaves nothing behind. A signal becomes an exception, so that `with` cleans up. A command
that is running is asked to end, so that it can clean up, too. And what commands write to the temporary folder is in the
test's own directory."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

PATIENCE = 10  # seconds for a command that is asked to end
SIGNALS = signal.SIGINT, signal.SIGTERM, signal.SIGHUP


@contextlib.contextmanager
def own_directory():
    """The test's directory, which is also the temporary folder of everything that it starts."""
    for number in SIGNALS:
        signal.signal(number, lambda caught, _: sys.exit(128 + caught))
    name = tempfile.mkdtemp()
    os.environ["TMPDIR"] = tempfile.tempdir = name
    try:
        yield Path(name)
    finally:
        shutil.rmtree(name, ignore_errors=True)


@contextlib.contextmanager
def started(command, **options):
    """Runs a command inside `with`, and ends it at the end."""
    process = None
    try:
        with signals_put_off():
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
        yield process
    finally:
        if process:
            end(process)


@contextlib.contextmanager
def signals_put_off():
    """A signal that comes inside `with` is taken at its end: an exception would lose the command that is starting."""
    came = []
    handlers = {number: signal.signal(number, lambda caught, _: came.append(caught)) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
    for number in came[:1]:
        signal.raise_signal(number)


def end(process):
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def run(command, **options):
    """Runs a command to its end. Returns (status, output)."""
    with started(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options) as process:
        output = process.communicate()[0]
        return process.returncode, output.decode(errors="replace")
