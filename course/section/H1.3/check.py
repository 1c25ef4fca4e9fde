"""Calls per message, which the check measures on the pipe as it is handed out; and which changes make both sides'
counts equal, which it measures, too."""

import re

from section.pipe_report import facts
from engine import forms, questions
from engine.forms import Malformed, number, read, subset
from engine.questions import Question
from engine.verdict import Stop, passed, wrong

WRITER, READER = 0, 1
PAUSE = 200  # ticks that the writer waits

# Limits for the student's ratio of reader's to writer's calls per byte, relative to the one measured here.
# Clocks and pauses differ, so only a ratio that is far away is wrong.
FACTOR = 10
LEAST_RATIO = 1.5
GUESS = 8  # the limit if nothing could be measured
EQUAL = 2  # two counts are equal if neither is more than this many times the other

# Changes: (in words, the writer's pause, options of pipes.c)
CHANGES = (
    ("pipewriter does not wait between one message and the next", 0, ""),
    ("pipewriter waits half as long between one message and the next", PAUSE // 2, ""),
    ("the pipe holds 4096 bytes, and a call moves as many as there are, or as fit", PAUSE, "capacity=4096"),
    ("a call that finds the pipe full, or empty, blocks until that changes", PAUSE, "block=1"),
    ("a call that would return E_AGAIN lets the other process run first", PAUSE, "turn=1"),
)
LETTERS = "abcd"
FORM = "LETTERS   (none if none does)"
EXAMPLE = "a c"
QUESTION = "H1.3.changes"


def check(section):
    require_counts(section)
    questions.require_right(section, QUESTION, ask)
    predicted = section.answers.words("H1.3.predict")
    ratio, text = measured_ratio(section)
    seen = f"the reader makes about {ratio:.0f} times as many"
    return passed(text and f"{text}: {ratio:.0f} times as many",
                  prediction=f"you predicted: {predicted}; seen: {seen}" if predicted else "")


# The counts

def read_count(text):
    """(calls, bytes) of "12,345 calls for 15 bytes"."""
    match = re.fullmatch(r"([0-9][0-9,]*) (?:sys_pipe\w+ )?calls for ([0-9]{1,6}) ?(?:bytes|B)\b(?:: \w+ .*)?", " ".join(text.split()), re.I)
    if not match or int(match[2]) == 0:
        raise Malformed("it must be CALLS calls for BYTES bytes, such as: 99 calls for 10 bytes")
    return number(match[1]), int(match[2])


def side(section, key):
    """(calls, bytes) that the student noted, and the answer."""
    answer = section.answers.get(key)
    calls, size = read(answer, read_count)
    if calls < size:
        raise Stop(wrong("fewer calls than bytes: this pipe cannot do that. Note the counts of the pipe "
                         "as it was handed out, before H2", seen=answer.text,
                         where=answer.where))
    return calls, size, answer


def require_counts(section):
    writer_calls, writer_bytes, writer = side(section, "H1.3.writer")
    reader_calls, reader_bytes, reader = side(section, "H1.3.reader")
    measured, text = measured_ratio(section)
    noted = (reader_calls / reader_bytes) / (writer_calls / writer_bytes)
    if not max(LEAST_RATIO, measured / FACTOR) <= noted <= max(GUESS, measured) * FACTOR:
        raise Stop(wrong("these counts do not fit: take both from the same message, and not from the first",
                         expected=f"the reader makes about {measured:.0f} times the writer's calls",
                         seen=f"{noted:.1f} times: {writer.text}; {reader.text}", where=reader.where,
                         details=[text] if text else []))


def measure(section, pause=PAUSE, options=""):
    """[(calls, bytes) of the writer, of the reader], with the pipe as it is handed out, or with a change."""
    kernel = section.kernel(extra_sources=["pipes.c"])
    programs = {f"count{slot}": section.program("pipe-count.c", slot, f"count{slot}", [f"-DPAUSE={pause}"])
                for slot in (1, 2)}
    boot = section.boot(kernel, f"{' '.join(programs)} {options}", programs)
    boot.require_end(where=section.shown("kernel.c"))
    sides = [[0, 0], [0, 0]]
    for fact in (facts(line) for line in boot.said() if line.startswith("counted ")):
        if fact["message"] != "0":
            sides[int(fact["side"])][0] += int(fact["calls"])
            sides[int(fact["side"])][1] += int(fact["bytes"])
    return sides


def measured_ratio(section):
    """(ratio, a text about it). If the student's kernel does not get that far, other exercises say so."""
    try:
        sides = measure(section)
    except Stop:
        sides = [[0, 0], [0, 0]]
    if not all(size for _, size in sides):
        return GUESS, ""
    writer, reader = (calls / size for calls, size in sides)
    return reader / writer, (f"here, {sides[WRITER][0]} and {sides[READER][0]} calls for "
                             f"{sides[WRITER][1]} bytes")


# The changes

def ask(section, chance):
    chosen = chance.sample(CHANGES, len(LETTERS))
    text = ["Which of these changes, made alone, would bring the two counts for a message together, "
            f"so that neither is more than {EQUAL} times the other?",
            *(f"  {letter}. {change[0]}" for letter, change in zip(LETTERS, chosen))]
    return Question(text, FORM, EXAMPLE, lambda answer: judge(section, chosen, answer),
                    lambda guess: forms.some_of(LETTERS, guess))


def judge(section, chosen, answer):
    said = subset(answer, LETTERS)
    for letter, (_, pause, options) in zip(LETTERS, chosen):
        (writer, _), (reader, _) = measure(section, pause, options)
        are_equal = max(writer, reader) <= EQUAL * min(writer, reader)
        if are_equal != (letter in said):
            return f"the check played {letter}: for the same messages the writer made {writer} calls and the reader {reader}"
    return None
