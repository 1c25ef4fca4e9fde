#!/usr/bin/env python3
"""Makes the texts on a student's desk, README.md and answers.txt, from the folders of the exercises: `make texts`.

    text.py DIRECTORY          writes both there; for the problem set, the student's files, too
    text.py DIRECTORY STEP     the same with the steps before STEP done

text.md has the text before the exercises of each part, and answers.txt says how to write answers."""

import re
import sys
from pathlib import Path

from engine import exercises
from engine.exercises import EXERCISES, PARTS, PARTS_TEXT
from engine.places import EXERCISES as FOLDERS


def readme():
    return _in_parts() if PARTS else _in_a_row()


def _in_a_row():
    """Exercises without parts."""
    facts = exercises.desk().facts
    pieces = [PARTS_TEXT.strip("\n"), *exercises.desk().more_text()]
    for exercise in EXERCISES:
        pieces.append(f"## Step {exercise.name}. {exercise.title}")
        pieces += [f"*{fact}*" for fact in [facts(exercise)] if fact]
        pieces.append(exercise.question)
    return "\n\n".join(pieces) + "\n"


def _in_parts():
    preface, *parts = re.split(r"(?m)^(?=## Part )", PARTS_TEXT)
    pieces = [preface.strip("\n")]
    for part in parts:
        pieces.append(part.strip("\n"))
        pieces += [f"### {e.name}. {e.title}\n\n{e.question}" for e in EXERCISES
                   if part.startswith(f"## Part {e.part}:")]
    return "\n\n".join(pieces) + "\n"


def answers():
    pieces, part = [(FOLDERS / "answers.txt").read_text().strip("\n")], None
    for exercise in EXERCISES:
        if exercise.keys and PARTS and exercise.part != part:
            part = exercise.part
            pieces.append(f"# Part {part}")
        if exercise.keys:
            pieces.append(exercise.answer_lines)
    return "\n\n".join(pieces) + "\n"


if __name__ == "__main__":
    directory = Path(sys.argv[1])
    if not PARTS:  # its files are made, too
        exercises.desk().make(directory, *sys.argv[2:])
    (directory / "README.md").write_text(readme())
    (directory / "answers.txt").write_text(answers())
