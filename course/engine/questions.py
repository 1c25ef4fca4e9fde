"""Questions whose values vary: each student gets a different one, and a new one after two wrong tries in a row, so that
guessing leads nowhere. A question has a number, from which all its values follow. The answer repeats the number,
"417: b c", so that its reader knows what was asked. The check.py of such an exercise has QUESTION, the key of the answer,
and ask(section, chance), which makes the question from a random.Random."""

import random
import re
import secrets
import textwrap
from dataclasses import dataclass

from engine.forms import Malformed
from engine.verdict import Stop, passed, wrong

NUMBERS = range(100, 1000)
WIDTH = 75  # of a line
TRIES = 2  # wrong tries in a row, before there is another question


@dataclass
class Question:
    """text: its lines; form, example: of the answer after the number. judge(answer) returns None if the answer is
    right, else what is wrong: a sentence, or (a sentence, lines of details). guess(chance) is a random answer of that
    form, for tests."""
    text: list
    form: str
    example: str
    judge: object
    guess: object


class Asked:
    """The question that each exercise asks this student. progress: where that is remembered; None if it is not."""

    def __init__(self, progress=None):
        self.progress = progress

    def number(self, name, given):
        """The number of the exercise's question. given: the number in the answer, or None; it counts if nothing is
        remembered."""
        if not self.progress:
            return given or NUMBERS[0]
        if given and given == self.progress.answered(name):
            return given
        return self.progress.remember_question(name, given or secrets.choice(NUMBERS), NUMBERS)

    def note_wrong(self, name, text):
        """Notes a wrong try; a repeated one does not count. Returns the number of the next question, if there is one now."""
        said = " ".join(re.split(r"[\s,;.]+", text.lower())).strip()
        return self.progress and self.progress.note_try(name, said, TRIES, secrets.choice(NUMBERS))

    def note_right(self, name, number):
        """The question is answered rightly: it may stay so, whatever is asked later."""
        if self.progress:
            self.progress.note_answered(name, number)


def of_number(section, ask, number):
    """The question with this number."""
    return ask(section, random.Random(f"{section.name} {number}"))


def _asked_and_given(section, key):
    """The number of this student's question; the number in the answer, or None; the answer after it."""
    text = section.answers.words(key)
    match = re.match(r"([0-9]{1,6})\s*:\s*(.*)", text, re.S)
    given, text = (int(match[1]), match[2]) if match else (None, text)
    return section.asked.number(section.name, given if given in NUMBERS else None), given, text


def lines(section, key, ask):
    """This student's question, as lines."""
    number = _asked_and_given(section, key)[0]
    return shown(of_number(section, ask, number), key, number)


def require_right(section, key, ask):
    """Stops the check unless the answer at `key` is right."""
    answer = section.answers.get(key)
    number, given, text = _asked_and_given(section, key)
    question = of_number(section, ask, number)
    place = dict(where=answer.where, seen=answer.text, question=shown(question, key, number))
    if given != number:
        raise Stop(wrong(f"'{key}:' must start with the number of the question that it answers, {number}:", **place))
    if not text:
        raise Stop(wrong(f"there is nothing after '{key}: {number}:'", **place))
    try:
        objection = question.judge(text)
    except Malformed as problem:
        raise Stop(wrong(f"'{key}:' does not have its form: {problem}", **place)) from None
    if objection:
        raise Stop(_refused(section, key, ask, text, objection, place))
    section.asked.note_right(section.name, number)


def _refused(section, key, ask, text, objection, place):
    sentence, details = (objection, []) if isinstance(objection, str) else objection
    another = section.asked.note_wrong(section.name, text)
    if another:
        place["question"] = shown(of_number(section, ask, another), key, another)
        details = [*details, f"That was the second wrong try in a row. Now answer question {another}, which "
                             f"make check-{section.name} shows."]
    return wrong(sentence, details=details, **place)


def shown(question, key, number):
    """The question's lines as the student sees them."""
    start = f"{key}: {number}:"
    text = [f"Question {number}", *question.text, f"Form:     {start} {question.form}",
            f"such as:  {start} {question.example}"]
    return [piece for line in text for piece in _wrapped(line)]


def _wrapped(line):
    depth = len(line) - len(line.lstrip())
    indent = " " * (depth + 5 if depth or line.startswith(("Form:", "such as:")) else 0)
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent) if len(line) > WIDTH else [line]


def again(key, ask, seed):
    """A fresh instance of a question (guide.py): its lines, the key, and a function from an answer to a verdict."""
    question = ask(None, random.Random(f"again {key} {seed}"))

    def judge(text):
        try:
            objection = question.judge(re.sub(r"^\s*[\w.]*\s*:\s*(\d+\s*:)?", "", text))
        except Malformed as problem:
            return wrong(f"that does not have the form of an answer: {problem}")
        sentence, details = (objection, []) if isinstance(objection, str) or not objection else objection
        return wrong(sentence, details=details) if objection else passed()
    lines_ = [*question.text, f"Form: {question.form}", f"such as: {question.example}"]
    return [piece for line in lines_ for piece in _wrapped(line)], key, judge
