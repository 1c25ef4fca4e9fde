"""Answers in words: which ideas are in a text."""

import re
from dataclasses import dataclass


@dataclass
class Idea:
    """name: for people who read the code. question: what to ask a student who has not had the idea;
    it leads there, and does not say it. patterns: the ways in which students say it."""
    name: str
    question: str
    patterns: tuple


def missing_idea(text, ideas):
    """The first idea that the text does not have, or None."""
    for idea in ideas:
        if not any(re.search(pattern, text, re.IGNORECASE) for pattern in idea.patterns):
            return idea
    return None
