"""Source trees, the directories they build into, and the traces of their targets."""

import contextlib
import json
import os
import shutil
import sys
from pathlib import Path

import tap
import tidy
from replay import Trace

OBJ = Path(os.environ.get("OBJ", "obj"))
EVENTS = 15000


class Tree:
    """A source tree and its directory of built things."""

    def __init__(self, root=Path(), obj=OBJ):
        self.root, self.obj = root, obj

    def obj_of(self, section):
        return self.obj / "section" if section else self.obj

    def make(self, *arguments, section=False):
        """(status, output)"""
        makefile = ["-f", "make/section.mk"] if section else []
        return tidy.run(["make", "--no-print-directory", "-s", *makefile, f"OBJ={self.obj_of(section)}", *arguments],
                        cwd=self.root)

    def build(self, *files, section=False):
        status, output = self.make(*(self.obj_of(section) / file for file in files), section=section)
        if status != 0:
            tap.give_up(output)

    def trace(self, name, stem, section=False, events=EVENTS):
        """The trace of a target. Leaves the guest's memory in STEM.ram."""
        self.build(f"trace/{name}.img", "tools/trace.so", "tools/run", section=section)
        _, output = tidy.run([sys.executable, "tools/trace/trace.py", "--obj", self.obj_of(section), "--events", str(events),
                              "--ram", f"{stem}.ram", "--output", stem, name], cwd=self.root)
        trace = Path(f"{stem}.json")
        if not trace.exists():
            tap.give_up(output)
        return Trace(json.loads(trace.read_text()))


class Mistakes(Tree):
    """A copy of the tree and of what is built, in which one file changes at a time."""

    PARTS = "bench", "boot", "course", "kernel", "lib", "link", "make", "section", "tests", "tools", "user", "GNUmakefile"

    def __init__(self, directory):
        super().__init__(directory / "tree", directory / "obj")
        self.directory = directory
        self.root.mkdir()
        tidy.run(["cp", "-a", *self.PARTS, self.root])
        unneeded = shutil.ignore_patterns("run", "pycache", "tests", "*.img", "*.json", "*.html")
        with contextlib.suppress(shutil.Error):  # other tests remove files at the same time
            shutil.copytree(OBJ, self.obj, symlinks=True, ignore=unneeded)

    def trace_with(self, file, old, new, name, also=None):
        """The trace of target `name`, with `old` in the file replaced by `new`. also: another such change."""
        path = self.root / file
        text = path.read_text()
        if text.count(old) != 1:
            tap.give_up(f"{file} has changed: it has no '{old}'")
        path.write_text(text.replace(old, new))
        try:
            return (self.trace_with(*also, name) if also else
                    self.trace(name, self.directory / "mistake", section=file.startswith("section"), events=3000))
        finally:
            path.write_text(text)
