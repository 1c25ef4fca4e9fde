"""Calls per message, measured anew on the pipe as it was handed out."""

import re

from engine.ideas import Idea
from section.pipe_answers import require_ideas
from section.pipe_report import facts
from engine.verdict import Stop, passed, wrong

WRITER, READER = 0, 1

# How often the reader's calls per byte may be the writer's, compared with what was measured here. Clocks
# and pauses differ, so only what is far away is refused.
FACTOR = 10
LEAST_RATIO = 1.5
GUESS = 8  # if nothing could be measured

POLLING = (
    Idea("the writer waits", "what does the writer do between two messages?",
         (r"\b(wait|paus|sleep|idl|rest|delay|yield)", r"wait_ticks", r"\bbetween\b.{0,40}messages?",
          r"(writ\w*|sen[dt]\w*).{0,40}(only|just) (now and then|every|once|from time)",
          r"(now and then|from time to time|every (few )?(\d )?seconds?|once in a while)",
          r"nothing (to (be )?(read|sent|written)|is (sent|written))", r"has nothing to (say|send)"),
         positive=True),
    Idea("the reader polls", "what does the reader do during that time, and what does each of these calls "
         "return?",
         (r"\bpoll", r"E_?AGAIN", r"\b(loop|spin|busy)", r"again and again", r"over and over",
          r"\b(keep|kept|continu|repeat|retr|constant|permanent|non-?stop)", r"in vain", r"all the time",
          r"tr(y|ies|ied|ying)\b", r"(calls?|reads?|asks?).{0,30}(whole|entire|all (the|that)|meanwhile)",
          r"(pipe|it) (is|was|stays|being) (still )?empty", r"empty pipe"),
         positive=True),
)


# "12,345", "12 345", "12.3 thousand"
COUNT = re.compile(r"(\d{1,3}(?:\s\d{3})+(?!\d)|\d[\d,'_]*(?:\.\d+)?)\s*(k|m|thousand|million)?\b.*?\b(\d+)\s*b(?:ytes?)?\b", re.I)
THOUSANDS = {"": 1, "k": 1000, "thousand": 1000, "m": 1000000, "million": 1000000}


def _side(section, key):
    """(calls, bytes) that the student has noted, and the answer."""
    answer = section.answers.get(key)
    match = COUNT.search(answer.text)
    if not match or int(match[3]) == 0:
        raise Stop(wrong(f"'{key}' is not of the form CALLS calls for BYTES bytes",
                         expected="for example: 99 calls for 10 bytes", seen=answer.text,
                         where=answer.where))
    calls = float(re.sub(r"[,'_\s]", "", match[1])) * THOUSANDS[(match[2] or "").lower()]
    size = int(match[3])
    if calls < size:
        raise Stop(wrong("fewer calls than bytes: this pipe cannot do that. The counts are to be those of "
                         "the pipe as it was handed out, before H2", seen=answer.text,
                         where=answer.where))
    return calls, size, answer


def _measure(section):
    """[(calls, bytes) of the writer, of the reader], with the pipe as it was handed out; None if the
    student's kernel does not get that far: that is for others to say."""
    kernel = section.kernel(around="pipe-handout.c")
    programs = {f"count{slot}": section.program("pipe-count.c", slot, f"count{slot}")
                for slot in (1, 2)}
    boot = section.boot(kernel, " ".join(programs), programs)
    sides = [[0, 0], [0, 0]]
    for fact in (facts(line) for line in boot.said() if line.startswith("counted ")):
        if fact["message"] != "0":
            side = sides[int(fact["side"])]
            side[0] += int(fact["calls"])
            side[1] += int(fact["bytes"])
    return sides if all(size for _, size in sides) else None


def _measured_ratio(section):
    """(ratio, a text about it)"""
    try:
        sides = _measure(section)
    except Stop:
        sides = None
    if not sides:
        return GUESS, ""
    writer, reader = (calls / size for calls, size in sides)
    return reader / writer, (f"here, {sides[WRITER][0]} and {sides[READER][0]} calls for "
                             f"{sides[WRITER][1]} bytes")


def check(section):
    writer_calls, writer_bytes, writer = _side(section, "H1.3.writer")
    reader_calls, reader_bytes, reader = _side(section, "H1.3.reader")
    measured, text = _measured_ratio(section)
    noted = (reader_calls / reader_bytes) / (writer_calls / writer_bytes)
    if not max(LEAST_RATIO, measured / FACTOR) <= noted <= max(GUESS, measured) * FACTOR:
        return wrong("these counts do not fit: take both of the same message, and not of the first",
                     expected=f"the reader makes about {measured:.0f} times the writer's calls",
                     seen=f"{noted:.1f} times: {writer.text}; {reader.text}", where=reader.where,
                     details=[text] if text else [])
    require_ideas(section.answers.get("H1.3"), POLLING)
    predicted = section.answers.prediction("H1.3.predict")
    seen = f"the reader makes about {measured:.0f} times as many"
    return passed(text and f"{text}: {measured:.0f} times as many",
                  prediction=f"you predicted: {predicted}; seen: {seen}" if predicted else "")
