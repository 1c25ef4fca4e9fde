#!/usr/bin/env python3
"""A student who is stuck gets ours, and gets the own files back: start-at-K, give-FUNCTION, mine. Prints TAP.

    give-test.py --settings FILE"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

os.environ["DESK"] = "pset"

import tap
from engine.command import given
from pset import states
from pset import give

MINE = "// a line of mine\n"


class Place:
    """A student's desk in a repository of its own."""

    def __init__(self, directory):
        self.directory = directory / "pset"
        states.write(self.directory, 0)
        self.git("init", "-q", "--template=")
        self.git("add", "-A")
        self.git("-c", "user.name=me", "-c", "user.email=me@example.org", "commit", "-q", "-m", "As handed out")

    def git(self, *arguments):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        return subprocess.run(["git", *arguments], cwd=self.directory, env=environment, capture_output=True, text=True,
                              check=True).stdout

    def text(self, name):
        return (self.directory / name).read_text()

    def change(self, name):
        (self.directory / name).write_text(self.text(name) + MINE)


@tap.test
def steps_before_are_ours_and_come_with_a_note(place):
    place.change("pages.c")
    give.start(place.directory, 4)
    for path in states.MASTER.glob("*.[ch]"):
        assert place.text(path.name) == states.state(path, 3), path.name
    assert given(place.directory)[0].startswith("steps 1 to 3, on "), given(place.directory)


@tap.test
def one_command_brings_the_own_files_back(place):
    place.change("pages.c")
    before = place.text("pages.c")
    give.start(place.directory, 7)
    give.mine(place.directory)
    assert place.text("pages.c") == before
    assert not given(place.directory)


@tap.test
def work_since_then_is_kept_as_well(place):
    give.start(place.directory, 3)
    place.change("kernel.c")
    give.mine(place.directory)
    assert MINE in place.git("show", "mine-2:./kernel.c")


@tap.test
def nothing_else_in_the_repository_changes(place):
    place.change("kernel.c")
    place.git("add", "kernel.c")
    before = place.git("status", "--short", "--branch"), place.git("diff", "--cached")
    give.start(place.directory, 1)
    give.mine(place.directory)
    assert (place.git("status", "--short", "--branch"), place.git("diff", "--cached")) == before


@tap.test
def a_function_is_ours_and_the_rest_is_not(place):
    place.change("pages.c")
    give.give(place.directory, "kfree", 3)
    assert MINE in place.text("pages.c")
    assert "refcount -= 1" in place.text("pages.c")
    assert "Step 7: your code here" in place.text("pages.c")
    assert given(place.directory)[0].startswith("kfree of pages.c, as it is after step 3, on "), given(place.directory)


@tap.test
def a_function_comes_with_what_it_needs(place):
    give.give(place.directory, "address_space_copy", 7)
    text = place.text("address-space.c")
    assert all(f"\n{name}(" in text for name in ("is_own", "copy_page", "share_page")), text


def refused(call, *arguments):
    try:
        call(*arguments)
    except give.Refused as reason:
        return str(reason)
    raise AssertionError("it was not refused")


@tap.test
def unknown_names_and_numbers_are_refused(place):
    assert "no function nobody" in refused(give.give, place.directory, "nobody", 3)
    assert "no step 44" in refused(give.start, place.directory, 44)
    assert "nothing was given" in refused(give.mine, place.directory)


@tap.test
def without_a_repository_nothing_is_lost(place):
    shutil.rmtree(place.directory / ".git")
    os.environ["GIT_CEILING_DIRECTORIES"] = str(place.directory.parent)
    place.change("kernel.c")
    assert "cannot be kept" in refused(give.start, place.directory, 4)
    assert MINE in place.text("kernel.c")


def main():
    def call(function):
        with tempfile.TemporaryDirectory() as directory:
            function(Place(Path(directory)))
    tap.run(call)
    tap.end()


if __name__ == "__main__":
    main()
