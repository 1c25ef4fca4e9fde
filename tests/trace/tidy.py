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


@contextlib.contextmanager
def own_directory():
    """The test's directory, which is also the temporary folder of everything that it starts."""
    for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
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
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        end(process)


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
