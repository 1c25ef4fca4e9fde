"""What the incomplete sys_spawn returns, and which processes there are then."""

import re

from engine.forms import Malformed, numbers, read, words
from engine.verdict import passed, wrong


def check(section):
    answer = section.answers.get("F1.1")
    if read(answer, read_result) != -1:
        return wrong("spawn prints what sys_spawn returned; run it, with kernel.c as it was handed out (before F1.2)",
                     seen=answer.text, where=answer.where)
    answer = section.answers.get("F1.1.processes")
    found = read(answer, numbers)
    if 1 not in found:
        return wrong("a process prints that line: which one?", seen=answer.text, where=answer.where)
    if found != {1}:
        return wrong(f"process {max(found)} would show itself. What would Alice print, and does she? (The key m shows "
                     "memory: whose pages are there?)", seen=answer.text, where=answer.where)
    return passed("it returns -1, and spawn is the only process")


def read_result(text):
    found = words(re.sub("[−–]", "-", text))
    if len(found) != 1 or not re.fullmatch(r"[+-]?[0-9]{1,9}", found[0]):
        raise Malformed("it must be one number")
    return int(found[0])
