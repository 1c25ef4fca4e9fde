"""Checks exercises, several at a time."""

import dataclasses
import textwrap
import time
from pathlib import Path

from engine import exercises
from engine import questions
from engine import report
from engine.answers import read_answers
from engine.paper import Paper
from engine.places import SHOWN
from engine.questions import Asked
from engine.verdict import PASSED, SKIPPED, Ending, Stop, Verdict, wrong

WIDTH = 75  # of the compared words

# What an exercise on paper does not need is loaded only where it is used, so that its verdict comes at once.


def check_one(name, directory, settings, workplace, recorded=None, asked=None, only=()):
    """The verdict on one exercise, for the student's files in `directory`. recorded: where to leave a
    recording of what a kernel did wrong. asked: the questions that the student was asked. only: names of parts, if not all
    are to be checked."""
    exercise, section = exercises.named(name), None
    try:
        section = section_of(exercise, directory, settings, workplace, asked or Asked())
        section.only = only
        verdict = exercise.check(section)
        verdict.compared = compared(exercise, section.answers) if verdict.state == PASSED else []
    except Ending:
        raise
    except Stop as stop:
        verdict = dataclasses.replace(stop.verdict)
    except OSError as error:
        verdict = wrong(unusable(error, directory))
    except Exception as error:  # whatever happens in one check, the report goes on
        verdict = unreadable(error)
    if section and verdict.state != PASSED and not verdict.question:
        verdict.question = question_lines(exercise, section)
    if recorded and exercise.builds:
        from engine import recordings
        recordings.replace(recorded, name, section, verdict)
    return verdict


def section_of(exercise, directory, settings, workplace, asked):
    if not exercise.builds:
        return Paper(directory, read_answers(directory), exercise.name, asked)
    return exercises.desk().Desk(directory, settings, read_answers(directory), workplace, exercise.name, asked)


def question_lines(exercise, section):
    """The lines of the exercise's question whose values vary (questions.py); none if it has no such question."""
    code = exercise.code()
    return questions.lines(section, code.QUESTION, code.ask) if hasattr(code, "QUESTION") else []


def compared(exercise, answers):
    """What the student wrote in free words, beside ours."""
    lines = []
    for key, ours in exercise.models.items():
        words = answers.words(key)
        yours, theirs = ("you predicted", "what happens") if key[0].isdigit() else ("in your words", "in ours")
        if not words:
            lines.append(f"{key}: write yours into answers.txt, and the check shows ours beside it")
            continue
        lines += textwrap.wrap(f"{key}, {yours}: {words}", WIDTH, subsequent_indent="  ")
        lines += textwrap.wrap(f"  {theirs}: {ours}", WIDTH, subsequent_indent="  ")
    return lines


def unusable(error, directory):
    """A sentence about a file that cannot be read or written."""
    path = Path(error.filename or "a file")
    if directory not in path.parents:
        return f"the check cannot use {path}: {error.strerror}"
    shown = f"{SHOWN}{path.relative_to(directory)}"
    return f"{shown} is missing" if isinstance(error, FileNotFoundError) else \
        f"{shown} cannot be read: {error.strerror}"


def unreadable(error):
    """The verdict if a check does not understand what it saw."""
    import traceback
    place = traceback.extract_tb(error.__traceback__)[-1]
    return wrong("the check could not read what it saw: your code may have overwritten what the check's "
                 "programs report, or the check has a mistake",
                 details=[f"{type(error).__name__} in {Path(place.filename).name}:{place.lineno}: {error}"])


class Checker:
    """directory: the student's. workplace: of this run. progress: what earlier checks remember.
    recordings: where to leave recordings. asked: the questions that the student was asked. only: the parts to check of the
    one exercise that is checked; () for whole exercises."""

    def __init__(self, directory, settings, workplace, progress, recordings_, asked, jobs, only=()):
        self.directory = directory
        self.settings = settings
        self.workplace = workplace
        self.progress = progress
        self.recordings = recordings_
        self.asked = asked
        self.jobs = jobs
        self.only = only

    def check(self, names, shown):
        """Checks these exercises, several at a time; shows each result in order. Returns them."""
        all_names = names if self.only else exercises.with_needs(names)  # an exercise comes after those that it needs
        found = self._checked_by_several(all_names) if len(all_names) > 1 else self._checked(all_names)
        results = []
        for name in names:
            verdict, seconds = found(name)
            results.append(report.Result(exercises.named(name), verdict, self._passed_before(name, verdict), seconds))
            shown.show(results[-1])
        return results

    def _passed_before(self, name, verdict):
        """If the exercise passed before and does not now: when that was, and what has changed since, in words; else "".
        Remembers that it passes."""
        if self.only or (verdict.state != PASSED and not self.progress.has_passed(name)):
            return ""
        from engine import changes
        functions = changes.functions(self.directory) if exercises.named(name).builds else {}
        if verdict.state == PASSED:
            self.progress.note_passed(name, functions)
            return ""
        when, before = self.progress.last_passed(name)
        changed = changes.between(before, functions)
        return f"passed {f'on {when}' if when else 'before'}" + (f", then you changed {changed}" if changed else "")

    def _checked(self, names):
        """A function from an exercise's name to its verdict and how long that took."""
        made = {name: self._check_if_possible(name, None) for name in names}
        return made.get

    def _checked_by_several(self, names):
        import concurrent.futures
        pool, futures = concurrent.futures.ThreadPoolExecutor(self.jobs), {}
        for name in names:
            futures[name] = pool.submit(self._check_if_possible, name, lambda needed: futures[needed].result())
        return lambda name: futures[name].result()

    def _check_if_possible(self, name, found):
        """The verdict on an exercise, and how long that took. found: the same for an exercise that it needs."""
        start = time.monotonic()
        for needed in () if self.only else exercises.named(name).needs:
            if found(needed)[0].state != PASSED:
                return Verdict(SKIPPED, f"needs {needed}"), 0
        verdict = check_one(name, self.directory, self.settings, self.workplace, self.recordings, self.asked,
                            self.only)
        return verdict, time.monotonic() - start
