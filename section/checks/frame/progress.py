"""What is remembered between checks, in the directory of built things: what has passed once, and how
many hints were shown."""

import json


class Progress:
    def __init__(self, path):
        self.path = path
        try:
            self.data = json.loads(path.read_text())
            self._of("A1")["passed"]
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            self.data = {}

    def _of(self, name):
        return self.data.setdefault(name, {"passed": False, "hints": 0, "again": 0})

    def has_passed(self, name):
        return self._of(name)["passed"]

    def note_passed(self, name):
        self._of(name)["passed"] = True
        self._save()

    def count(self, name, what):
        """Counts one more of `what` ("hints", "again"), and returns how many there were before."""
        before = self._of(name)[what]
        self._of(name)[what] += 1
        self._save()
        return before

    def _save(self):
        self.path.parent.mkdir(parents=True, exist_ok=True)
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(self.data, indent=1))
        new.replace(self.path)
