"""`make watch`: each time a file is saved, checks the exercises to which it belongs."""

import time

from engine import exercises
from engine import report
from engine.answers import read_answers
from engine.verdict import PASSED

LOOK_SECONDS = 0.3


def watch(checker):
    """Ends with Control-C."""
    print("Watching your files; Control-C ends it.", flush=True)
    states = {}  # {exercise: the state of its last verdict}
    seen, answered = times(checker.directory), answers(checker.directory)
    while True:
        time.sleep(LOOK_SECONDS)
        now = times(checker.directory)
        changed = {f for f in now if now[f] != seen.get(f)}
        seen, before, answered = now, answered, answers(checker.directory)
        names = [e.name for e in exercises.EXERCISES
                 if (changed - {"answers.txt"}) & set(e.files)
                 or answered.get(e.name) != before.get(e.name)]
        if names:
            print(f"\n{time.strftime('%H:%M:%S')}  {', '.join(sorted(changed))}")
            for result in checker.check(in_order(names, states, checker.progress), report.TextReport(in_full=len(names) == 1)):
                states[result.exercise.name] = result.verdict.state


def in_order(names, states, progress):
    """New failures come first, then unfinished exercises, then passed ones."""
    def rank(name):
        if name in states:
            return 2 if states[name] == PASSED else 0
        return 2 if progress.has_passed(name) else 1
    return sorted(names, key=rank)


def answers(directory):
    """{exercise: its answers in answers.txt}."""
    found = {}
    for key, answer in read_answers(directory).answers.items():
        found.setdefault(exercises.exercise_of_key(key), []).append(answer.text)
    return found


def times(directory):
    """{file: when it last changed}."""
    files = {f for e in exercises.EXERCISES for f in e.files}
    return {f: (directory / f).stat().st_mtime_ns for f in files if (directory / f).exists()}
