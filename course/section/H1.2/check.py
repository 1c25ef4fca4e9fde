"""The most bytes that a call moves, and what that costs."""

import re

from engine.ideas import Idea
from section.pipe_answers import require_ideas
from engine.verdict import passed, wrong

KERNEL = "kernel.c"

COST = (
    Idea("a call for each byte", "how many system calls does a message of n bytes take, at least, on "
         "each side?",
         (r"(calls?|times?|traps?|switch\w*|entr(y|ies)|copies|overhead|cost|trips?)\b.{0,40}"
          r"\b(for|per|by|with|on|to|of) (each|every|a|one|single|the)?\s*(single |one )?(byte|char)",
          r"\b(each|every|per|one|a|single) (single )?(byte|char\w*)\b.{0,60}"
          r"\b(call|trap|switch|entry|trip|overhead|cost)",
          r"\b(n|200|100|twice|as many|2n|2\s*\*\s*n) (\w+ )?(system |sys)?_?(calls|traps|times)",
          r"\bn (sys_?\w*|pipe)?(writes?|reads?)\b",
          r"as many (\w+ )?(calls|traps).{0,30}bytes", r"byte by byte", r"(calls?|cost).{0,30}"
          r"(grows?|proportional|scales?|linear)", r"n bytes.{0,40}\bn\b"),
         positive=True),
    Idea("what a call costs", "what does one call cost besides moving its byte: what must processor "
         "and kernel do for it, however many bytes it moves?",
         (r"switch", r"\b(user|kernel) mode", r"\btrap", r"(enter|leav|entr|into|in and out|exit)"
          r"\w*.{0,20}kernel", r"kernel (entry|crossing)", r"overhead", r"regist", r"context",
          r"check\w* (the |its |all |of )*(argument|address|pointer|buffer|permission)", r"fixed cost",
          r"round.?trip", r"cycles", r"instructions", r"protection", r"(save|restor)",
          r"schedul", r"wait\w* for the (other|reader|writer)", r"boundary", r"expensive", r"privilege",
          r"transition", r"into the kernel"), positive=True),
)

WORDS = {"one": 1, "a single": 1, "two": 2, "zero": 0}
# "1 byte", "1B", "just one", "1,024 bytes"; one number, and of nothing else than bytes
BYTES = re.compile(r"(?:only |just |at most )?(\d+(?:[,' ]\d{3})*|one|a single|two|zero)"
                   r"( ?B| ?bytes?| ?char(acter)?s?)?\b(?!.*\d)(?! \w)", re.I)


def check(section):
    answer = section.answers.get("H1.2")
    number = BYTES.match(answer.text)
    if not number:
        return wrong("the answer is one number of bytes", expected="for example: 512 bytes",
                     seen=answer.text, where=answer.where)
    number = number[1].lower()
    if WORDS.get(number, re.sub(r"\D", "", number)) not in (1, "1"):
        return wrong(f"look in section/{KERNEL} what the two calls return when they succeed",
                     seen=answer.text, where=answer.where)
    require_ideas(section.answers.get("H1.2.cost"), COST)
    return passed("one byte, so every byte pays for a whole call, on both sides")
