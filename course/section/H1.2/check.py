"""The most bytes that a call moves, and the number of calls that a message needs."""

import re

from engine.forms import Malformed, number, read
from engine.verdict import passed, wrong

MESSAGE = 15  # bytes
KERNEL = "kernel.c"


def check(section):
    answer = section.answers.get("H1.2")
    if read(answer, read_bytes) != 1:
        return wrong(f"look in section/{KERNEL}: what do the two calls return when they succeed?",
                     seen=answer.text, where=answer.where)
    answer = section.answers.get("H1.2.calls")
    for said, side in zip(read(answer, read_calls), ("writer", "reader")):
        if said < MESSAGE:
            return wrong(f"the {side}'s calls would move {said} of the message's {MESSAGE} bytes at most",
                         seen=answer.text, where=answer.where)
        if said > MESSAGE:
            return wrong(f"if every call of the {side} succeeds, {said} calls move {said} bytes, but the message has "
                         f"{MESSAGE}",
                         seen=answer.text, where=answer.where)
    return passed("a call moves one byte, so a message of n bytes needs n calls on each side")


def read_bytes(text):
    return number(re.sub(r"\s*(bytes?|B)\s*$", "", text.strip(" .;")))


def read_calls(text):
    """(calls of the writer, calls of the reader)."""
    match = re.fullmatch(r"writer (\S+?)(?: calls?)?,? *reader (\S+?)(?: calls?)?", " ".join(text.strip(" .;").replace(";", ",").split()), re.I)
    if not match:
        raise Malformed("it must be: writer CALLS, reader CALLS")
    return number(match[1]), number(match[2])
