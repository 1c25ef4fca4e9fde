#!/usr/bin/env python3
"""Guesses lead nowhere: of 100 random answers to each question whose values vary, only the right one passes. Prints
TAP.

    guesses-test.py --settings FILE [--jobs N]"""

import argparse
import random
from pathlib import Path

import check
import tap
import trials
from engine import exercises
from engine import forms
from engine import questions
from engine import variants
from engine.checker import section_of

GUESSES = 100


def solution_of(exercise, key):
    """The solution's answer to the question: its number, and the rest."""
    given = next(v.answers[key] for v in variants.variants_of(exercise.name, "solution") if key in v.answers)
    number, _, text = given.partition(": ")
    return int(number), text


def meaning(text):
    """What an answer says: its parts, each as a list of words, in order if the order counts."""
    one_list = len(set(text.split())) < len(text.split())  # the same word twice: their order counts
    return [forms.words(part) if one_list and ";" not in text else sorted(part.lower() for part in forms.words(part))
            for part in text.split(";")]


def problem_with(exercise, settings, workplace, student):
    code = exercise.code()
    number, right = solution_of(exercise, code.QUESTION)
    variants.fresh_copy(student)
    section = section_of(exercise, student, settings, workplace, questions.Asked())
    question = questions.of_number(section, code.ask, number)
    chance = random.Random(exercise.name)
    guesses = [question.guess(chance) for _ in range(GUESSES)]
    passed = {guess for guess in guesses if question.judge(guess) is None}
    wrong = [guess for guess in passed if meaning(guess) != meaning(right)]
    if wrong:
        return f"'{wrong[0]}' passes, but the right answer is '{right}'"
    if question.judge(right) is not None:
        return f"the solution is refused: {question.judge(right)}"
    if len(set(guesses)) < 8:
        return f"there are only {len(set(guesses))} different answers"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    settings = check.read_settings(options.settings)
    asking = [e for e in exercises.EXERCISES if hasattr(e.code(), "QUESTION")]
    place = (Path(settings["OBJ"]) / "guesses").absolute()

    def attempt(exercise, workplace):
        return problem_with(exercise, settings, workplace, place / exercise.name)
    for exercise, problem in trials.tried(asking, attempt, place, options.jobs):
        tap.check(f"{exercise.name}: of {GUESSES} guesses, only the right one passes", problem)
    tap.end()


if __name__ == "__main__":
    main()
