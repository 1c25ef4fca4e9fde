"""The student's files and answers: all that an exercise on paper needs."""

import re

from engine.places import SHOWN


class Paper:
    """directory: the student's. name: the exercise. asked: the questions asked (questions.py)."""
    last_run = None  # nothing is booted
    only = ()        # names of parts, if not all of them are asked for

    def __init__(self, directory, answers, name, asked):
        self.directory = directory
        self.answers = answers
        self.name = name
        self.asked = asked

    def shown(self, name):
        """The name of a student's file as messages show it."""
        return f"{SHOWN}{name}"

    def where(self, name, pattern):
        """The first line of a student's file that matches the pattern, as "section/kernel.c:12"."""
        text = (self.directory / name).read_text(errors="replace")
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(pattern, line):
                return f"{self.shown(name)}:{number}"
        return self.shown(name)
