#!/usr/bin/env python3
"""Are the checks right? Tries them on solutions, on unusual right solutions and on wrong ones:

    variants.py --settings FILE [--jobs N] [EXERCISE...]

A variant is a file of section/solutions/, right/ or wrong/: NAME.patch changes the section's files,
NAME.answers fills lines of answers.txt. It starts with lines "word: text", then says in a few
sentences what the idea or the mistake is:
    check: E1         the exercise that it is for
    with: F1.2 B1     solutions to be there already
    says: REGEX       wrong ones: what the check's verdict must say
Prints TAP."""

import argparse
import concurrent.futures
import re
import shutil
import subprocess
import threading
from pathlib import Path

from frame import answers
import check
from frame.verdict import PASSED, WRONG
from frame.workplace import Workplace

SECTION = Path(__file__).resolve().parent.parent
HEADER = re.compile(r"(check|with|says): (.*)")
KEPT = "kernel.c", "exercises.c", "exercises.h", "answers.txt", "user"


class Variant:
    def __init__(self, path):
        self.path = path
        self.kind = path.parent.name
        self.text = path.read_text()
        header = dict(HEADER.fullmatch(line).groups() for line in self.text.splitlines()
                      if HEADER.fullmatch(line))
        self.check = header.get("check", path.stem)
        self.needs = header.get("with", "").split()
        self.says = header.get("says", "")

    def apply(self, directory):
        """Raises ValueError if it cannot be applied."""
        if self.path.suffix == ".patch":
            result = subprocess.run(["patch", "-p1", "-s", "-N", "--no-backup-if-mismatch", "-r", "-",
                                     "-d", str(directory)], input=self.text, text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            if result.returncode != 0:
                raise ValueError(f"{self.path.name} does not apply: {result.stdout.strip()}")
        else:
            self._fill_answers(directory / "answers.txt")

    def _fill_answers(self, path):
        text = path.read_text()
        for line in self.text.splitlines():
            match = answers.LINE.fullmatch(line)
            if match and not HEADER.fullmatch(line):
                key, answer = match.groups()
                text, n = re.subn(rf"(?m)^{re.escape(key)}:.*$", lambda _: f"{key}: {answer}", text)
                if n != 1:
                    raise ValueError(f"{self.path.name}: answers.txt has no line '{key}:'")
        path.write_text(text)

    def _body_start(self):
        """The index of the first line of the patch, or of the first answer."""
        lines = self.text.splitlines()
        return next(i for i, line in enumerate(lines) if line.startswith("--- ")
                    or (answers.LINE.fullmatch(line) and not HEADER.fullmatch(line)))

    def explanation(self):
        """What it says for people, between the header and the patch or answers."""
        lines = [line for line in self.text.splitlines()[:self._body_start()]
                 if not HEADER.fullmatch(line)]
        return "\n".join(line.removeprefix("# ").removesuffix("#") for line in lines).strip()

    def solution(self):
        """The patch, or the answers."""
        return "\n".join(self.text.splitlines()[self._body_start():])


def solutions(name):
    """The variants that solve an exercise."""
    return [Variant(path) for path in sorted((SECTION / "solutions").glob(f"{name}.*"))]


def fresh_copy(directory):
    """A copy of the handout's files in `directory`."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    for name in KEPT:
        source = SECTION / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, directory / name)


def solve(directory, names):
    for name in names:
        for variant in solutions(name):
            variant.apply(directory)


def try_variant(variant, settings, student, workplace):
    """None if the check says of it what it should, else what is wrong, as text. student: where its
    files go."""
    fresh_copy(student)
    try:
        solve(student, variant.needs)
        variant.apply(student)
        if variant.kind == "right":  # its answers are the solution's
            for solution in solutions(variant.check):
                if solution.path.suffix == ".answers" and variant.path.suffix == ".patch":
                    solution.apply(student)
    except ValueError as error:
        return str(error)
    verdict = check.check_one(variant.check, student, settings, workplace)
    said = "\n".join([verdict.message, verdict.expected, verdict.seen, verdict.where,
                      *verdict.details])
    if variant.kind == "wrong":
        if verdict.state != WRONG:
            return f"expected wrong, seen {verdict.state}: {said}"
        if not variant.says or not re.search(variant.says, said):
            return f"expected a message with /{variant.says}/, seen {said}"
    elif verdict.state != PASSED:
        return f"expected passed, seen {verdict.state}: {said}"
    return None


def variants_of(exercises):
    found = [Variant(path) for kind in ("right", "wrong")
             for path in sorted((SECTION / kind).glob("*.*"))]
    return [v for v in found if not exercises or v.check in exercises]


def tried(things, attempt, place, jobs):
    """(number, thing, attempt(thing, workplace)) of each thing, in order, by so many workers. Each has a
    workplace of its own in `place`: what is the check's alone is built there once."""
    own, workplaces = threading.local(), []

    def start():
        own.workplace = Workplace(place)
        workplaces.append(own.workplace)
    with concurrent.futures.ThreadPoolExecutor(jobs, initializer=start) as pool:
        results = pool.map(lambda thing: attempt(thing, own.workplace), things)
        yield from zip(range(1, len(things) + 1), things, results)
    for workplace in workplaces:
        workplace.remove()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("exercises", nargs="*")
    options = parser.parse_args()
    settings = check.read_settings(options.settings)
    found = variants_of(options.exercises)
    print(f"1..{len(found)}", flush=True)
    place = (Path(settings["OBJ"]) / "variants").absolute()

    def attempt(variant, workplace):
        student = place / variant.kind / variant.path.name / "student"
        return try_variant(variant, settings, student, workplace)
    for number, variant, problem in tried(found, attempt, place, options.jobs):
        name = f"{variant.check}: {variant.kind}/{variant.path.stem}"
        print(f"{'not ok' if problem else 'ok'} {number} - {name}", flush=True)
        for line in (problem or "").splitlines():
            print(f"# {line}", flush=True)


if __name__ == "__main__":
    main()
