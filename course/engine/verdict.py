"""What a check finds."""

from dataclasses import dataclass, field

PASSED, NOT_YET, WRONG, SKIPPED = "passed", "not yet", "wrong", "skipped"


@dataclass
class Verdict:
    """state: one of the four above. message: one sentence for the student. expected, seen: short
    texts, if there are any. where: "section/exercises.c:12", the place to look at. details: more
    lines, shown below. prediction: what the student predicted, and what happened. question: the
    lines of the question, if its values vary. compared: lines with the student's own words and ours,
    never scored. recorded: what the recording is of, in words: the run, or one like it. parts: the
    verdicts on its parts, if it has parts."""

    state: str
    message: str = ""
    expected: str = ""
    seen: str = ""
    where: str = ""
    details: list = field(default_factory=list)
    prediction: str = ""
    question: list = field(default_factory=list)
    compared: list = field(default_factory=list)
    recorded: str = ""
    parts: list = field(default_factory=list)
    picture: list = field(default_factory=list)  # of memory, in lines

    def points(self):
        return sum(part.points for part in self.parts if part.verdict.state == PASSED)

    def most_points(self):
        return sum(part.points for part in self.parts)


@dataclass
class Part:
    """A part of an exercise that has a name, "5.3", a verdict of its own, and points."""
    name: str
    title: str
    points: int
    verdict: Verdict


class Stop(Exception):
    """Ends a check from anywhere inside it, with this verdict."""

    def __init__(self, verdict):
        super().__init__(verdict.message)
        self.verdict = verdict


class Ending(Exception):
    """Ends a check because the whole run ends."""


def passed(message="", **fields):
    return Verdict(PASSED, message, **fields)


def not_yet(message, **fields):
    """The student has not begun: the place is as it was handed out."""
    return Verdict(NOT_YET, message, **fields)


def wrong(message, **fields):
    return Verdict(WRONG, message, **fields)
