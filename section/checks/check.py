#!/usr/bin/env python3
"""Checks the exercises: `make check`, `make check-F1`, and their relatives."""

import argparse
from pathlib import Path

import answers
import exercises
from section import Section
from verdict import Stop

HERE = Path(__file__).resolve().parent


def read_settings(path):
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)


def answer_keys():
    parts = (exercises.part_a, exercises.part_b, exercises.part_c, exercises.part_d,
             exercises.part_e, exercises.part_f, exercises.part_g, exercises.part_h)
    return {key for part in parts for key in part.KEYS}


def named(name):
    return next(e for e in exercises.EXERCISES if e.name == name)


def check_one(name, directory, settings, work):
    """The verdict on one exercise."""
    given = answers.Answers(directory / "answers.txt", "section/answers.txt", answer_keys())
    try:
        return named(name).check(Section(directory, settings, given, work / "build"))
    except Stop as stop:
        return stop.verdict


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--settings", type=Path, required=True)
    parser.add_argument("--section", type=Path, default=HERE.parent)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    settings = read_settings(options.settings)
    for e in exercises.EXERCISES:
        if not options.names or any(e.name.startswith(n) for n in options.names):
            v = check_one(e.name, options.section.absolute(), settings,
                          Path(settings["OBJ"]).absolute() / "check" / e.name)
            print(e.name, v)


if __name__ == "__main__":
    main()
