"""Answers about pipes (H1)."""

from engine.ideas import missing_idea
from engine.verdict import Stop, wrong


def require_ideas(answer, ideas):
    """Stops the check at the first idea that the answer does not have."""
    idea = missing_idea(answer.text, ideas)
    if idea:
        raise Stop(wrong(idea.question, seen=answer.text, where=answer.where))
