#!/usr/bin/env python3
"""Checks the exercises: `make check`, `make check-F1`, and their relatives."""

import argparse
import concurrent.futures
import os
import sys
import time
import traceback
from pathlib import Path

from frame import answers
from frame import exercises
from frame import guide
from frame import recordings
from frame import report
from frame.progress import Progress
from frame.section import Section
from frame.verdict import PASSED, SKIPPED, WRONG, Stop, Verdict, wrong


def read_settings(path):
    """What section.mk has written: {name: value}. Paths in it are relative to where make runs."""
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)


def read_answers(directory):
    return answers.Answers(directory / "answers.txt", "section/answers.txt", exercises.answer_keys())


def check_one(name, directory, settings, work, recorded=None):
    """The verdict on one exercise, of the student's files in `directory`. recorded: where a recording
    of what a kernel did wrong is left."""
    section = None
    try:
        section = Section(directory, settings, read_answers(directory), work)
        verdict = exercises.named(name).check(section)
    except Stop as stop:
        verdict = stop.verdict
    except OSError as error:
        verdict = wrong(unusable(error, directory))
    except Exception as error:  # whatever happens in one check, the report goes on
        verdict = unreadable(error)
    if recorded:
        try:
            recordings.replace(recorded, name, section, verdict)
        except OSError:
            pass  # there is none, then
    return verdict


def unusable(error, directory):
    """A file that cannot be read or written, as a sentence."""
    path = Path(error.filename or "a file")
    if directory not in path.parents:
        return f"the check cannot use {path}: {error.strerror}"
    shown = f"section/{path.relative_to(directory)}"
    return f"{shown} is missing" if isinstance(error, FileNotFoundError) else \
        f"{shown} cannot be read: {error.strerror}"


def unreadable(error):
    """The verdict where a check has not understood what it saw."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return wrong("the check could not read what it saw: your code may have overwritten what the check's "
                 "programs tell, or the check has a mistake",
                 details=[f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {error}"])


def malformed_lines(directory):
    """What is wrong with answers.txt itself, a sentence each."""
    if not (directory / "answers.txt").exists():
        return []
    given = read_answers(directory)
    return [f"{given.shown_path}:{number} {what}" for number, what in given.mistakes]


class Checker:
    """directory: the student's. progress: what is remembered of it."""

    def __init__(self, directory, settings, work, progress, jobs):
        self.directory = directory
        self.settings = settings
        self.work = work
        self.progress = progress
        self.pool = concurrent.futures.ThreadPoolExecutor(jobs)

    def check(self, names, shown):
        """Checks these exercises, several at a time; shows each result in order. Returns them."""
        futures = {}
        for name in exercises.with_needs(names):  # what is needed comes first
            futures[name] = self.pool.submit(self._check_if_possible, name, futures)
        results = []
        for name in names:
            verdict, seconds = futures[name].result()
            if verdict.state == PASSED:
                self.progress.note_passed(name)
            result = report.Result(exercises.named(name), verdict, self.progress.has_passed(name),
                                   seconds)
            results.append(result)
            shown.show(result)
        return results

    def _check_if_possible(self, name, futures):
        """The verdict on an exercise, and how long that took."""
        start = time.monotonic()
        for needed in exercises.named(name).needs:
            if futures[needed].result()[0].state != PASSED:
                return Verdict(SKIPPED, f"needs {needed}"), 0
        verdict = check_one(name, self.directory, self.settings, self.work / name,
                            recorded=self.work.parent / "recordings")
        return verdict, time.monotonic() - start

    def watch(self):
        """Checks what depends on a file whenever that file changes; ends with Control-C."""
        print("Watching the section's files; Control-C ends it.", flush=True)
        seen, answered = self._times(), self._answered()
        while True:
            time.sleep(0.3)
            now = self._times()
            changed = {f for f in now if now[f] != seen.get(f)}
            seen, before, answered = now, answered, self._answered()
            names = [e.name for e in exercises.EXERCISES
                     if (changed - {"answers.txt"}) & set(e.files)
                     or answered.get(e.name) != before.get(e.name)]
            if names:
                print(f"\n{time.strftime('%H:%M:%S')}  {', '.join(sorted(changed))}")
                self.check(names, report.TextReport())

    def _answered(self):
        """{exercise: what answers.txt has for it}."""
        if not (self.directory / "answers.txt").exists():
            return {}
        found = {}
        for key, answer in read_answers(self.directory).answers.items():
            found.setdefault(exercises.exercise_of_key(key), []).append(answer.text)
        return found

    def _times(self):
        files = {f for e in exercises.EXERCISES for f in e.files}
        paths = {f: self.directory / f for f in files}
        return {f: p.stat().st_mtime_ns for f, p in paths.items() if p.exists()}


def solved_copy(directory):
    """The section with all solutions in it."""
    import variants
    variants.fresh_copy(directory)
    variants.solve(directory, [e.name for e in exercises.EXERCISES])
    return directory


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--settings", type=Path, required=True, help="section.mk writes this file")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--solved", action="store_true", help="check the solutions instead")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--hint", action="store_true")
    action.add_argument("--solution", action="store_true")
    action.add_argument("--again", action="store_true")
    action.add_argument("--watch", action="store_true")
    parser.add_argument("--seed", type=int, help="--again: which instance")
    parser.add_argument("name", nargs="?", help="an exercise (F1.2), or several (F1, F)")
    return parser.parse_args()


def main():
    options = parse_arguments()
    settings = read_settings(options.settings)
    obj = Path(settings["OBJ"]).absolute()
    names = exercises.names_of(options.name)
    if not names:
        print(f"There is no exercise '{options.name}'. There are: "
              + " ".join(e.name for e in exercises.EXERCISES), file=sys.stderr)
        return 2
    directory, work = guide.SECTION, obj / "check"
    if options.solved:
        directory, work = solved_copy(obj / "solved" / "section"), obj / "solved" / "check"
    progress = Progress(work.parent / "progress.json")
    if options.hint:
        return guide.show_hint(names, progress)
    if options.solution:
        return guide.show_solution(names, progress)
    if options.again:
        return guide.ask_again(names, progress, options.seed)
    checker = Checker(directory, settings, work, progress, options.jobs)
    if options.watch:
        return checker.watch()
    shown = report.JsonReport() if options.format == "json" else report.TextReport()
    results = checker.check(names, shown)
    shown.finish(results, malformed_lines(directory))
    return 1 if any(r.verdict.state == WRONG or r.broken() for r in results) else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
