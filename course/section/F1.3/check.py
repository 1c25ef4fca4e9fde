"""Two Alices: what happens on the student's kernel, and what would have to change."""

import re

from engine.ideas import missing_idea
from section import spawns
from section.spawn_ideas import TWO_ALICES
from engine.verdict import not_yet, passed, wrong


def check(section):
    answer = section.answers.get("F1.3")
    if spawns.is_untouched(section):
        return not_yet("this is played on your kernel, and sys_spawn is not there yet: F1.2 comes "
                       "first", where=spawns.where_spawn(section))
    p = spawns.play(section, spawns.TWICE)
    first, second = p.call("first"), p.call("second")
    if second is None:
        spawns.require_end(section, p, lambda call: 'sys_spawn("alice")')
    if first is None or first.result is None or first.result < 0:
        return wrong("not even one Alice starts: F1.2 comes first",
                     where=spawns.where_spawn(section))
    seen, reason = _second_alice(p, second)
    guess = section.answers.prediction("F1.3.predict") or "nothing"
    prediction = f"you predicted: {guess}; seen: {seen}"
    idea = missing_idea(answer.text, TWO_ALICES)
    if idea:
        return wrong(f"your answer leaves something open. {idea.question}", where=answer.where,
                     seen=answer.text, prediction=prediction)
    return passed(f"on your kernel, {seen}" + (f": {reason}" if reason else ""),
                  prediction=prediction)


def _second_alice(p, call):
    """(what the second sys_spawn("alice") did; the reason, which is a part of the answer; in words)"""
    if p.panic:
        where = re.match(r"\S+:\d+", p.panic)
        what = (f"an assertion fails, {where[0]}, in {p.assertion[0]}" if p.assertion and where
                else p.panic)
        return f"the second Alice makes the kernel panic ({what})", spawns.assertion_in_words(p)
    if call is None or call.result is None:
        return "the second call never returns", ""
    if call.result < 0:
        return f"the second call returns {call.result}, an error", ""
    return f"the second Alice runs, as process {call.result}", ""
