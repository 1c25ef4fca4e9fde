"""The command line: what `make check` and its relatives call, with the settings of the build from checks.mk."""

import argparse
import os
import signal
import sys
from pathlib import Path

from engine import exercises
from engine import guide
from engine import report
from engine.answers import read_answers
from engine.checker import Checker
from engine.places import DESK, NAME
from engine.progress import Progress
from engine.questions import Asked
from engine.verdict import WRONG
from engine.workplace import Workplace, make_obj

INTERRUPTED = 130
MOST_MISTAKES = 10  # of answers.txt to show


def read_settings(path):
    """What checks.mk wrote: {name: value}. Its paths are relative to where make runs."""
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)


def parse_arguments(description):
    parser = argparse.ArgumentParser(description=description)
    build = parser.add_mutually_exclusive_group(required=True)
    build.add_argument("--settings", type=Path, help="checks.mk writes this file")
    build.add_argument("--obj", help="the directory of built things, if there is nothing to build")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--desk", type=Path, default=DESK, help="the student's directory")
    parser.add_argument("--results", type=Path, help="where progress and recordings are kept")
    parser.add_argument("--solved", action="store_true", help="check the solutions instead")
    action = parser.add_mutually_exclusive_group()
    action.add_argument("--hint", action="store_true")
    action.add_argument("--solution", action="store_true")
    action.add_argument("--again", action="store_true")
    action.add_argument("--watch", action="store_true")
    parser.add_argument("--seed", help="--again: which instance")
    parser.add_argument("name", nargs="?", help="an exercise (F1.2), or several (F1, F)")
    return parser.parse_args()


def main(description):
    """Returns the exit status; if the check is interrupted, exits with it."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    sys.stdout.reconfigure(errors="backslashreplace")  # whatever its encoding, and whatever students write
    options = parse_arguments(description)
    try:
        return _run(options)
    except (KeyboardInterrupt, BrokenPipeError):  # or the reader of the output is gone
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if "engine.programs" in sys.modules:
            sys.modules["engine.programs"].end_all()
        _remove_workplaces()
        os._exit(INTERRUPTED)  # without waiting for threads that wait for programs


def _interrupt(_number, _frame):
    raise KeyboardInterrupt


WORKPLACES = []


def _remove_workplaces():
    while WORKPLACES:
        WORKPLACES.pop().remove()


def _run(options):
    settings = read_settings(options.settings) if options.settings else {"OBJ": options.obj}
    obj = Path(settings["OBJ"]).absolute()
    names, only = exercises.names_of(options.name), ()
    if not names:
        exercise, part = exercises.part_named(options.name)
        names, only = ([exercise], (part,)) if part else ([], ())
    if not names:
        print(f"There is no {exercises.noun()} '{options.name}'. There are: "
              + " ".join(e.name for e in exercises.EXERCISES), file=sys.stderr)
        return 2
    place = options.results or (obj / "solved" if options.solved else obj)
    try:
        make_obj(obj)
    except OSError as error:
        print(f"The check cannot write into {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    progress = Progress(place / "progress.json")
    if options.hint:
        return guide.show_hint(names, progress)
    if options.solution:
        return guide.show_solution(names, progress)
    if options.again:
        if options.seed and not options.seed.isdecimal():
            print(f"SEED={options.seed} is not a number", file=sys.stderr)
            return 2
        return guide.ask_again(names, progress, int(options.seed) if options.seed else None)
    WORKPLACES.append(Workplace(place / "check"))
    try:
        return _check(options, settings, names, only, place, progress, WORKPLACES[0])
    finally:
        _remove_workplaces()


def _check(options, settings, names, only, place, progress, workplace):
    directory = options.desk.absolute()
    if options.solved:
        directory = exercises.desk().solved_copy(workplace.directory / NAME)
    asked = Asked(None if options.solved else progress)
    checker = Checker(directory, settings, workplace, progress, place / "recordings", asked, options.jobs, only)
    if options.watch:
        from engine.watch import watch
        return watch(checker)
    shown = report.JsonReport() if options.format == "json" else report.TextReport(in_full=len(names) == 1)
    results = checker.check(names, shown)
    shown.finish(results, malformed_lines(directory), given(directory))
    return 1 if any(r.verdict.state == WRONG or r.broken() for r in results) else 0


def given(directory):
    """What was given to a student who was stuck, in lines."""
    path = directory / "given.txt"
    return path.read_text(errors="replace").splitlines() if path.is_file() else []


def malformed_lines(directory):
    """What is wrong with answers.txt itself, in sentences."""
    given = read_answers(directory)
    lines = [f"{given.shown_path}:{number} {what}" for number, what in given.mistakes[:MOST_MISTAKES]]
    more = len(given.mistakes) - len(lines)
    return ([given.trouble] if given.trouble else []) + lines + ([f"and {more} more"] if more else [])
