"""A student's directory, as a test of the checks has it, and what such tests have in common."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import check
import tap
from engine import variants

COURSE = Path(check.__file__).resolve().parent
SOON = 10  # seconds for what should take one, however busy the machine is


class Place:
    """A student's directory, with the handout's files, and one for what checks leave. settings: of the build."""

    def __init__(self, settings, directory):
        self.directory = directory
        self.section = directory / "section"
        variants.fresh_copy(self.section)
        self.settings = settings
        self.results = directory / "results"

    def arguments(self, *names):
        return [sys.executable, str(COURSE / "check.py"), "--settings", str(self.settings), "--desk",
                str(self.section), "--results", str(self.results), *names]

    def check(self, *names):
        """(status, output) of a check."""
        result = subprocess.run(self.arguments(*names), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                check=False)
        return result.returncode, result.stdout.decode(errors="replace")

    def report(self, *names):
        """The report as JSON; the check must print nothing else."""
        _, output = self.check("--format", "json", *names)
        assert "Traceback" not in output, output
        return json.loads(output)

    def edit(self, name, old, new):
        path = self.section / name
        text = path.read_text()
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new, 1))

    def programs(self):
        """The command lines of the programs that run in the directory of a check in this place."""
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if f"{self.directory}/" in line and "check.py" not in line:
                found.append(line)
        return found


def is_equal(seen, expected):
    assert seen == expected, f"expected {expected!r}, seen {seen!r}"


def verdict(report, name):
    return next(e for e in report["exercises"] if e["name"] == name)


def run():
    """Runs the test: calls each of its functions with a new Place."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("words", nargs="*", help="only the functions with one of these words in their names")
    options = parser.parse_args()

    def call(function):
        with tempfile.TemporaryDirectory() as directory:
            function(Place(options.settings, Path(directory)))
    tap.run(call, options.words)
    tap.end()
