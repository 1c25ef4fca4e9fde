"""The exercises: a folder each in course/section/ or course/pset/, which has

    exercise.md     "title: ..."; "time: ...", what it takes; "files: ...", the student's files that it looks at;
                    "answers: ...", its keys in answers.txt; "needs: ...", exercises without which it cannot pass; "builds: nothing", if
                    its check only reads answers. Then its question; after "--- answers.txt", its lines there;
                    after "--- model", what we would write at the keys that are not scored, "KEY: text"
    check.py        check(section) returns the verdict; again(seed), if there is one, makes a fresh instance
    *.c, *.h        what only its check boots
    hints.txt       up to three, with a line --- between them
    teacher/        its solution, right and wrong ways: see variants.py

Their order is that of their names, which begin with their part. text.md introduces the parts. course/text.py makes
the student's texts of all that."""

import functools
import importlib
import importlib.util
import re
from dataclasses import dataclass, field

from engine.places import EXERCISES as FOLDERS
from engine.places import NAME


@dataclass
class Exercise:
    name: str
    title: str
    files: tuple         # the student's, that it looks at
    keys: tuple = ()     # of answers.txt
    needs: tuple = ()    # exercises without which it cannot pass
    builds: bool = True  # does the check build and boot anything?
    question: str = ""
    answer_lines: str = ""
    time: str = ""       # that it takes, in words
    models: dict = field(default_factory=dict)  # {key that is not scored: what we would write}

    @property
    def part(self):
        return re.match("[A-Z]*", self.name)[0]

    @property
    def folder(self):
        return FOLDERS / self.name

    def check(self, section):
        """The verdict."""
        return self.code().check(section)

    def again(self):
        """The function that makes a fresh instance; None if there is none."""
        return getattr(self.code(), "again", None)

    def parts(self):
        """The names of its parts, if its check has parts (Part in verdict.py)."""
        return [one.name for one in getattr(self.code(), "CHECKS", ())]

    def points(self):
        """What its parts are worth; 0 if it has none."""
        return sum(one.points for one in getattr(self.code(), "CHECKS", ()))

    def code(self):
        """check.py, loaded at its first use."""
        return _load(self.name)


@functools.lru_cache(maxsize=None)
def _load(name):
    found = importlib.util.spec_from_file_location(f"check_{name.replace('.', '_')}", FOLDERS / name / "check.py")
    code = importlib.util.module_from_spec(found)
    found.loader.exec_module(code)
    return code


def _read(folder):
    head, _, text = (folder / "exercise.md").read_text().partition("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    words = {word: tuple(facts.get(word, "").split()) for word in ("files", "answers", "needs")}
    text, _, models = text.partition("\n--- model\n")
    question, _, answers = text.partition("\n--- answers.txt\n")
    return Exercise(folder.name, facts["title"], words["files"], words["answers"], words["needs"],
                    facts.get("builds") != "nothing", question.strip("\n"), answers.strip("\n"), facts.get("time", ""), _models(models))


def _models(text):
    """{key: text} of paragraphs "KEY: text"."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n(?=(?:[A-Z]|\d+\.)[\w.]*: )", text.strip()))
    return dict(paragraph.split(": ", 1) for paragraph in paragraphs if paragraph)


def _by_number(exercise):
    return [int(word) if word.isdecimal() else word for word in re.findall(r"\d+|\D+", exercise.name)]


EXERCISES = sorted((_read(path.parent) for path in FOLDERS.glob("*/exercise.md")), key=_by_number)
PARTS_TEXT = (FOLDERS / "text.md").read_text()
PARTS = dict(re.findall(r"(?m)^## Part (\w): (.*)$", PARTS_TEXT))


def noun():
    """What people call an exercise of this desk."""
    return "exercise" if PARTS else "step"


def title():
    """The title of the text before the exercises."""
    return PARTS_TEXT.split("\n", 1)[0].lstrip("# ")


def desk():
    """The module course/NAME/desk.py: Desk, the student's files as checks build and boot them; FILES, their names; CODE,
    those with code that a variant can replace, the first match first."""
    return importlib.import_module(f"{NAME}.desk")


def named(name):
    return next(e for e in EXERCISES if e.name == name)


def names_of(text):
    """The exercises that `text` means: F1.2 is one, F1 and F are several, A5,F1 is a list, None is all.
    Empty if any part of it means none."""
    if text is None:
        return [e.name for e in EXERCISES]
    meant = [_meant_by(word) for word in text.upper().split(",")]
    return [e.name for e in EXERCISES if any(e.name in names for names in meant)] if all(meant) else []


def _meant_by(word):
    exact = [e.name for e in EXERCISES if e.name == word]
    return exact or [e.name for e in EXERCISES
                     if e.part == word or e.name.startswith(f"{word}.")]


def part_named(text):
    """(the exercise, its part) that `text` means, ("5", "5.3"); (None, None) if it means no part."""
    for exercise in EXERCISES:
        if (text or "").startswith(f"{exercise.name}.") and text in exercise.parts():
            return exercise.name, text
    return None, None


def exercise_of_key(key):
    """The exercise to which a key of answers.txt belongs: F1.3 for F1.3.predict."""
    return max((e.name for e in EXERCISES if key == e.name or key.startswith(f"{e.name}.")), key=len)


def with_needs(names):
    """These exercises and those that they need, and so on, in order."""
    found, more = set(), set(names)
    while more:
        found |= more
        more = {needed for name in more for needed in named(name).needs} - found
    return [e.name for e in EXERCISES if e.name in found]


def answer_keys():
    """The keys that answers.txt may have."""
    return {key for exercise in EXERCISES for key in exercise.keys}
