"""What the exercises of part B share: accesses that permissions allow, answers with reasons, predictions."""

from engine.ideas import missing_idea
from engine.verdict import Stop, wrong
from section.witness import U, W, XD

ACCESS_NAMES = {"r": "read", "w": "write", "x": "execute"}


def allowed(mapping, user):
    """The accesses that these permissions allow to the kernel, or to a process."""
    if mapping.perm == 0 or (user and not mapping.perm & U):
        return set()
    return {"r"} | ({"w"} if mapping.perm & W else set()) | (set() if mapping.perm & XD else {"x"})


def predicted(section, key, seen):
    text = section.answers.prediction(key)
    return f"you predicted: {text}; seen: {seen}" if text else ""


def require_ideas(answer, ideas):
    idea = missing_idea(answer.text, ideas)
    if idea:
        raise Stop(wrong(f"'{answer.key}:' leaves something open: {idea.question}",
                         seen=answer.text, where=answer.where))
