"""Questions whose values vary: each student is asked another one, and the same student again after two wrong tries in
a row, so that guessing leads nowhere. A question has a number, and all its values follow from it. An answer repeats
it, "417: b c", so whoever reads the answer knows what was asked. An exercise that asks one has, in check.py, QUESTION,
the key of its answer, and ask(section, chance), which makes the question of a random.Random."""

import random
import re
import secrets
import textwrap
from dataclasses import dataclass

from engine.forms import Malformed
from engine.verdict import Stop, passed, wrong

NUMBERS = range(100, 1000)
WIDTH = 92  # of a line
TRIES = 2  # wrong ones in a row; then there is another question


@dataclass
class Question:
    """text: its lines; form, example: of the answer after the number. judge(answer) returns None if it is
    right, else what speaks against it: a sentence, or (a sentence, lines of details). guess(chance) is an answer of
    that form, at random, for tests."""
    text: list
    form: str
    example: str
    judge: object
    guess: object


class Asked:
    """Which question each exercise asks of this student. progress: where that is remembered; None if it is not."""

    def __init__(self, progress=None):
        self.progress = progress

    def number(self, name, given):
        """The number of the exercise's question. given: the one in the answer, or None; where nothing is remembered,
        it counts."""
        if not self.progress:
            return given or NUMBERS[0]
        return self.progress.remember_question(name, given or secrets.choice(NUMBERS))

    def note_wrong(self, name, text):
        """Notes a wrong try; the same one again is none. Returns the number of another question, if there is one now."""
        return self.progress and self.progress.note_try(name, text, TRIES, secrets.choice(NUMBERS))


def of_number(section, ask, number):
    """The question that has this number."""
    return ask(section, random.Random(f"{section.name} {number}"))


def _asked_and_given(section, key):
    """The number of the question that is asked of this student; that in the answer, or None; the answer after it."""
    text = section.answers.words(key)
    match = re.match(r"(\d+)\s*:\s*(.*)", text, re.S)
    given, text = (int(match[1]), match[2]) if match else (None, text)
    return section.asked.number(section.name, given if given in NUMBERS else None), given, text


def lines(section, key, ask):
    """The question that is asked of this student, as lines."""
    number = _asked_and_given(section, key)[0]
    return shown(of_number(section, ask, number), key, number)


def require_right(section, key, ask):
    """Stops the check unless the answer at `key` is right."""
    answer = section.answers.get(key)
    number, given, text = _asked_and_given(section, key)
    question = of_number(section, ask, number)
    place = dict(where=answer.where, seen=answer.text, question=shown(question, key, number))
    if given != number:
        raise Stop(wrong(f"'{key}:' has to start with the number of the question that it answers, {number}:", **place))
    if not text:
        raise Stop(wrong(f"there is nothing after '{key}: {number}:'", **place))
    try:
        objection = question.judge(text)
    except Malformed as problem:
        raise Stop(wrong(f"'{key}:' does not have the form that was asked for: {problem}", **place)) from None
    if objection:
        raise Stop(_refused(section, key, ask, text, objection, place))


def _refused(section, key, ask, text, objection, place):
    sentence, details = (objection, []) if isinstance(objection, str) else objection
    another = section.asked.note_wrong(section.name, text)
    if another:
        place["question"] = shown(of_number(section, ask, another), key, another)
        sentence += f". That was the second wrong try in a row, so here is another question, number {another}"
    return wrong(sentence, details=details, **place)


def shown(question, key, number):
    """The question's lines as the student sees them."""
    start = f"{key}: {number}:"
    text = [f"Question {number}", *question.text, f"Form:     {start} {question.form}",
            f"such as:  {start} {question.example}"]
    return [piece for line in text for piece in _wrapped(line)]


def _wrapped(line):
    indent = " " * (len(line) - len(line.lstrip()) + 5)
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent) if len(line) > WIDTH else [line]


def again(key, ask, seed):
    """A fresh instance of a question (guide.py): its lines, the key, and a function from an answer to a verdict."""
    question = ask(None, random.Random(f"again {key} {seed}"))

    def judge(text):
        try:
            objection = question.judge(re.sub(r"^\s*[\w.]*\s*:\s*(\d+\s*:)?", "", text))
        except Malformed as problem:
            return wrong(f"that does not have the form that was asked for: {problem}")
        sentence, details = (objection, []) if isinstance(objection, str) or not objection else objection
        return wrong(sentence, details=details) if objection else passed()
    return [*question.text, f"Form: {question.form}; such as: {question.example}"], key, judge
