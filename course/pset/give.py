"""For a student who is stuck: ours for the steps before, or one function of ours. The student's own work stays on a branch
of the repository, and comes back by one command. What was given is remembered in the file given.txt beside the student's
files, and checks show it.

    start(directory, 4)              `make start-at-4`: steps 1 to 3 are ours
    give(directory, "kfree", 3)      `make give-kfree`: the function as it is after step 3
    mine(directory)                  `make mine`: the student's own files again"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine import splice
from engine import steps
from pset import states

GIVEN = "given.txt"

class Refused(Exception):
    """A sentence that says why nothing was given."""


def start(directory, step):
    last = max(number for path in _master() for number in steps.steps(path.read_text()))
    if not 1 <= step <= last:
        raise Refused(f"there is no step {step}; there are 1 to {last}")
    branch = _keep(directory)
    for path in _master():
        (directory / path.name).write_text(states.state(path, step - 1))
    what = f"steps 1 to {step - 1}" if step > 2 else "step 1" if step == 2 else "the files as they were handed out"
    return _note(directory, branch, what)


def give(directory, function, step):
    for path in _master():
        ours = {item.name: item.text for item in splice.items(states.state(path, step))}
        if path.suffix == ".c" and function in ours:
            branch = _keep(directory)
            theirs = directory / path.name
            theirs.write_text(splice.splice(theirs.read_text(), _with_helpers(function, ours, theirs.read_text())))
            return _note(directory, branch, f"{function} of {path.name}, as it is after step {step}")
    raise Refused(f"there is no function {function}; there are {', '.join(sorted(functions()))}")


def _with_helpers(function, ours, theirs):
    """The function's text, after those functions of ours that it needs and the student's file does not have."""
    have = {item.name for item in splice.items(theirs)}
    text, needed = ours[function], []
    while True:
        more = [name for name in ours if name.isidentifier() and name not in have and name not in needed and name != function
                and re.search(rf"\b{name}\b", text)]
        if not more:
            return text
        needed += more
        text = "\n\n".join([*(ours[name] for name in ours if name in needed), ours[function]])


def mine(directory):
    lines = given(directory)
    if not lines:
        raise Refused("nothing was given: all files are yours")
    branch = lines[0].rpartition(" ")[2]  # before anything was given
    _keep(directory)
    names = [path.name for path in _master()]
    for name in names:
        shown = _git(directory, "show", f"{branch}:./{name}")
        (directory / name).write_bytes(shown)
    (directory / GIVEN).unlink()
    return f"Your files are again as on branch {branch}."


def given(directory):
    """What was given, a line each: "steps 1 to 3, on Friday, 27 November 2026; yours: branch mine-1"."""
    path = directory / GIVEN
    return path.read_text(errors="replace").splitlines() if path.exists() else []


def functions():
    """The functions in which a step has a place."""
    return {item.name for path in _master() if path.suffix == ".c"
            for item in splice.items(states.state(path, 0)) if "Step " in item.text and "(" in item.text}


def _master():
    found = sorted(states.MASTER.glob("*.[ch]"))
    if not found:
        raise Refused("this copy of the problem set comes without solutions; your teacher can hand it out from a later "
                      "step on")
    return found


def _note(directory, branch, what):
    line = f"{what}, on {time.strftime('%A, %d %B %Y')}; yours: branch {branch}"
    with (directory / GIVEN).open("a") as file:
        file.write(line + "\n")
    return f"Given: {line}. make mine brings your own files back."


def _keep(directory):
    """Commits the student's files to a new branch, and leaves everything else in the repository as it is. Returns its
    name."""
    heads = _git(directory, "for-each-ref", "--format=%(refname:short)", "refs/heads/mine-*").decode().split()
    branch = f"mine-{1 + max((int(name[5:]) for name in heads if name[5:].isdecimal()), default=0)}"
    with tempfile.TemporaryDirectory() as place:
        index = {"GIT_INDEX_FILE": str(Path(place) / "index")}
        head = _git(directory, "rev-parse", "--verify", "-q", "HEAD", may_fail=True).decode().strip()
        if head:
            _git(directory, "read-tree", head, **index)
        _git(directory, "add", "-A", "-f", ".", **index)
        tree = _git(directory, "write-tree", **index).decode().strip()
    parents = ["-p", head] if head else []
    commit = _git(directory, "commit-tree", *parents, "-m", "My own files, before ours were given", tree).decode().strip()
    _git(directory, "branch", branch, commit)
    return branch


def _git(directory, *arguments, may_fail=False, **variables):
    names = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
             for what, value in (("NAME", "Weensy"), ("EMAIL", "weensy@example.org"))}
    try:
        result = subprocess.run(["git", *arguments], cwd=directory, env={**names, **os.environ, **variables},
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    except FileNotFoundError:
        raise Refused("git is not installed, and your work would be lost") from None
    if result.returncode != 0 and not may_fail:
        said = result.stderr.decode(errors="replace").strip().splitlines()
        raise Refused(f"your work cannot be kept on a branch, so nothing was given: {said[-1] if said else 'git fails'}")
    return result.stdout


def main(arguments):
    """give.py DIRECTORY start K | give FUNCTION PROGRESS | mine"""
    directory, what, *rest = arguments
    directory = Path(directory)
    try:
        if what == "start" and rest[0].isdecimal():
            print(start(directory, int(rest[0])))
        elif what == "give":
            print(give(directory, rest[0], _current_step(Path(rest[1]))))
        elif what == "mine":
            print(mine(directory))
        else:
            raise Refused(f"'{' '.join(rest)}' is not the number of a step")
    except Refused as refused:
        print(f"Nothing changed: {refused}.", file=sys.stderr)
        return 1
    return 0


def _current_step(path):
    """The first step that has not passed yet."""
    from engine import exercises
    from engine.progress import Progress
    progress = Progress(path)
    names = [e.name for e in exercises.EXERCISES if e.points()]
    return int(next((name for name in names if not progress.has_passed(name)), names[-1]))
