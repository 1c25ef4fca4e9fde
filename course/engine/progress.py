"""What checks remember, in the directory of built things: what has passed once, how many hints were shown, and which
question was asked (questions.py), with the wrong tries at it."""

import contextlib
import fcntl
import json
import time

NOTHING = {"passed": False, "when": "", "functions": {}, "hints": 0, "again": 0, "question": 0, "tries": 0, "tried": "", "answered": 0}


class Progress:
    """Several checks may run at once, so nothing is kept in memory: under a lock, each change reads the
    file and writes it again. If the file cannot be written, nothing is remembered."""

    def __init__(self, path):
        self.path = path

    def has_passed(self, name):
        return self._read(name)["passed"]

    def note_passed(self, name, functions=None):
        """functions: the student's, as changes.functions has them."""
        today, functions = time.strftime("%A, %d %B"), functions or {}
        entry = self._read(name)
        if (entry["passed"], entry["when"], entry["functions"]) != (True, today, functions):
            self._change(name, lambda entry: entry.update(passed=True, when=today, functions=functions))

    def last_passed(self, name):
        """(the day when it passed last, the student's functions at that time)."""
        entry = self._read(name)
        return entry["when"], entry["functions"]

    def count(self, name, what):
        """Counts one more of `what` ("hints", "again"), and returns how many there were before."""
        return self._change(name, lambda entry: entry.update({what: entry[what] + 1}))[what]

    def remember_question(self, name, number, numbers):
        """The number of the question that was asked before; `number` if none was. numbers: all that there are."""
        def remember(entry):
            if entry["question"] not in numbers:
                entry.update(question=number)
        before = self._read(name)
        if before["question"] not in numbers:
            before = self._change(name, remember)
        return before["question"] if before["question"] in numbers else number

    def note_answered(self, name, number):
        """A question is answered rightly, so there are no wrong tries in a row any more."""
        entry = self._read(name)
        if entry["tries"] or entry["answered"] != number:
            self._change(name, lambda entry: entry.update(tried="", tries=0, answered=number))

    def answered(self, name):
        """The number of the question that was answered rightly last; 0 if there is none."""
        return self._read(name)["answered"]

    def note_try(self, name, text, most, number):
        """Notes a wrong try. If there are now `most` of them, the next question has this number, which is returned; else
        returns None."""
        def note(entry):
            if text != entry["tried"]:
                entry.update(tried=text, tries=entry["tries"] + 1)
            if entry["tries"] >= most:
                entry.update(tried="", tries=0, question=number)
        before = self._change(name, note)
        return number if before["tries"] + (text != before["tried"]) >= most else None

    def _all(self):
        try:
            data = json.loads(self.path.read_text())
        except (OSError, ValueError, RecursionError):
            data = {}
        return data if isinstance(data, dict) else {}

    def _read(self, name):
        entry = self._all().get(name)
        entry = {**NOTHING, **(entry if isinstance(entry, dict) else {})}
        return {what: value if type(value) is type(NOTHING[what]) else NOTHING[what]
                for what, value in entry.items() if what in NOTHING}

    def _change(self, name, change):
        """Returns what there was before."""
        with self._locked():
            before = self._read(name)
            after = dict(before)
            change(after)
            with contextlib.suppress(OSError):
                new = self.path.with_suffix(".new")
                new.write_text(json.dumps({**self._all(), name: after}, indent=1))
                new.replace(self.path)
        return before

    @contextlib.contextmanager
    def _locked(self):
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = open(self.path.with_suffix(".lock"), "w")
        except OSError:
            yield
            return
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
