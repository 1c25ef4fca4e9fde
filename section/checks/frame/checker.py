"""Checks exercises, several at a time."""

import concurrent.futures
import dataclasses
import time
import traceback
from pathlib import Path

from frame import exercises
from frame import recordings
from frame import report
from frame.answers import read_answers
from frame.programs import Ending
from frame.section import Section
from frame.verdict import PASSED, SKIPPED, Stop, Verdict, wrong


def check_one(name, directory, settings, workplace, recorded=None):
    """The verdict on one exercise, of the student's files in `directory`. recorded: where a recording
    of what a kernel did wrong is left."""
    section = None
    try:
        section = Section(directory, settings, read_answers(directory), workplace, name)
        verdict = exercises.named(name).check(section)
    except Ending:
        raise
    except Stop as stop:
        verdict = dataclasses.replace(stop.verdict)
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


class Checker:
    """directory: the student's. workplace: of this run. progress: what is remembered of it.
    recordings: where recordings are left."""

    def __init__(self, directory, settings, workplace, progress, recordings_, jobs):
        self.directory = directory
        self.settings = settings
        self.workplace = workplace
        self.progress = progress
        self.recordings = recordings_
        self.pool = concurrent.futures.ThreadPoolExecutor(jobs)

    def check(self, names, shown):
        """Checks these exercises, several at a time; shows each result in order. Returns them."""
        futures = {}
        for name in exercises.with_needs(names):  # what is needed comes first
            futures[name] = self.pool.submit(self._check_if_possible, name, futures)
        results = []
        for name in names:
            verdict, seconds = futures[name].result()
            passed_before = self.progress.has_passed(name)
            if verdict.state == PASSED:
                self.progress.note_passed(name)
            results.append(report.Result(exercises.named(name), verdict, passed_before, seconds))
            shown.show(results[-1])
        return results

    def _check_if_possible(self, name, futures):
        """The verdict on an exercise, and how long that took."""
        start = time.monotonic()
        for needed in exercises.named(name).needs:
            if futures[needed].result()[0].state != PASSED:
                return Verdict(SKIPPED, f"needs {needed}"), 0
        verdict = check_one(name, self.directory, self.settings, self.workplace, self.recordings)
        return verdict, time.monotonic() - start
