"""Yes or no, with a reason (E2, E4)."""

import re

from engine.ideas import missing_idea
from engine.verdict import Stop, passed, wrong


def yes_or_no(section, key):
    answer = section.answers.get(key)
    match = re.match(r"(yes|no)\b", answer.text, re.I)
    if not match:
        raise Stop(wrong(f"'{key}:' wants yes or no; the reason goes behind '{key}.why:'",
                         expected="yes or no", seen=answer.text[:40], where=answer.where))
    return match[1].lower(), answer


def judge_reason(section, key, ideas):
    """The verdict on KEY.why; what stands behind the yes or no counts, too."""
    _, answer = yes_or_no(section, key)
    reason = section.answers.get(f"{key}.why")
    missing = missing_idea(f"{answer.text}. {reason.text}", ideas)
    if missing:
        return wrong(f"the reason leaves something open. {missing.question}", seen=reason.text,
                     where=reason.where)
    return passed("the reason has what counts")
